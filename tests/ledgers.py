"""Documents, claims and readings made by hand, and ledgers of them: no parser is loaded."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import duckdb
import msgspec

from detente.ledger import index, migrations
from detente.ledger.manifest import Manifest
from detente.ledger.parts import Parts
from detente.ledger.reader import Reader
from detente.ledger.writer import Recorded
from detente.records import (
    Actor,
    Attribution,
    Claim,
    Coding,
    Document,
    Evidence,
    Judgement,
    Link,
    Magnitude,
    Moment,
    Origin,
    Place,
    Precision,
    Reading,
    Reality,
    Span,
    Stance,
    digest,
)

DAY = date(2024, 11, 5)
MONTH = "2024-11"
START = datetime(2024, 11, 6, 12)  # noqa: DTZ001 - the ledger's times are UTC and say nothing of it
CODER = "xx-1"
WORDS = "Russia attacked Ukraine."


def actor(code, text=None, sector="GOV"):
    """A party; without a code it is its words."""
    words = text or code
    return Actor(code=code, sector=sector, text=words, span=Span(0, len(words)))


def document(ref="a", text=WORDS, **more):
    """An article with an id as the reader of documents makes it."""
    given = {"language": "xx", "published": DAY, "outlet": "Gazette", "url": None} | more
    return Document(id=digest(given["outlet"], given["url"] or ref, text), ref=ref, text=text, **given)


def claim(of, kind="ASSAULT", actors=("RUS",), recipients=("UKR",), **more):
    """A claim about the whole text of a document, triggered by its first letter; parties by code."""
    sides = [
        tuple(party if isinstance(party, Actor) else actor(party) for party in side) for side in (actors, recipients)
    ]
    given = {
        "sentence": Span(0, len(of.text)),
        "trigger": Span(0, 1),
        "certainty": 1.0,
        "score": -9.0,
        "quad": 4,
    } | more
    made = Claim(id="", document=of.id, type=kind, actor=sides[0], recipient=sides[1], coder=CODER, **given)
    return msgspec.structs.replace(made, id=digest(msgspec.json.encode(made).decode()))


def reading(of, *claims, coder=CODER):
    """What a coder read in a document; a claim belongs to its coder by its id, too."""
    own = (
        made if coder == CODER else msgspec.structs.replace(made, coder=coder, id=digest(made.id, coder))
        for made in claims
    )
    return Reading(document=of, claims=tuple(own), attributions=(), sentences=1, coder=coder)


def report(ref="a", words=WORDS, coder=CODER, about=None, **more):
    """The reading of an article of one sentence with one claim; `about`: fields of the document."""
    of = document(ref, words, **about or {})
    return reading(of, claim(of, **more), coder=coder)


def day(text, precision=Precision.DAY):
    """A moment of one day."""
    return Moment(start=date.fromisoformat(text), end=date.fromisoformat(text), precision=precision)


def full(of):
    """A claim with every field filled with something that is not its default."""
    speaker = Actor(code="FRA", sector="GOV", name="Anna Petit", office="minister", text="she", span=Span(3, 6))
    inner = Attribution(
        speaker=None, text="officials", span=Span(1, 2), cue="said", cue_span=Span(2, 3), content=(), within=None
    )
    outer = Attribution(
        speaker=speaker,
        text="she",
        span=Span(3, 6),
        cue="doubted",
        cue_span=Span(7, 9),
        content=(Span(0, 3), Span(5, 9)),
        stance=Stance.DOUBTS,
        within=msgspec.structs.replace(inner, speaker=speaker, within=inner),
    )
    return claim(
        of,
        "AID",
        actors=(speaker, actor(None, "rebels", sector=None)),
        recipients=("SYR", "LBN"),
        mode="economic",
        context=("migration", "legal"),
        goods=("food", "fuel"),
        when=Moment(start=date(2024, 10, 28), end=date(2024, 11, 3), precision=Precision.WEEK),
        place=Place(code=None, name="the “border”", span=Span(2, 5)),
        magnitude=Magnitude(dead=3, injured=0, size=None),
        reality=Reality.HYPOTHETICAL,
        hearsay=True,
        attribution=outer,
        purpose=Span(4, 8),
        links=(Link(kind="condition", claim="c1"), Link(kind="reaction", claim="c2")),
        certainty=0.1,
        score=-3.3,
        quad=2,
        evidence=(Evidence(rule="trigger", words=of.text[0], span=Span(0, 1)),),
    )


FILLED = {"title": "“Title”", "url": "https://gazette.example/1", "origins": {"title": Origin.TEXT, "url": Origin.URL}}


def shard(folder, *readings, name="a", month=MONTH, coded=START, again=False):
    """Put one shard of a month in place as a writer does, each reading a second after the one before; the new parts."""
    migrations.migrate(folder, 0)
    runs = [
        Coding(
            run=f"run-{name}",
            document=one.document.id,
            place=f"in.jsonl:{number}",
            coder=one.coder,
            version="0",
            coded=coded + timedelta(seconds=number),
            sentences=one.sentences,
            claims=len(one.claims),
        )
        for number, one in enumerate(readings)
    ]
    rows = {
        "documents": () if again else [one.document for one in readings],
        "claims": [made for one in readings for made in one.claims],
        "runs": runs,
    }
    parts = Parts(folder)
    before = parts.on_disk()
    parts.write({(month, f"part-{name}"): rows})
    return [part for part in parts.on_disk() if part not in before]


def judged(folder, made, verdict, by="ann", at=START, name=None):
    """A verdict on one claim, or on several, as a part of its own."""
    claims = (made.id,) if isinstance(made, Claim) else tuple(one.id for one in made)
    key = digest(verdict, by, str(at), *claims)
    row = Judgement(id=key, claims=claims, verdict=verdict, by=by, judged=at)
    Parts(folder).write({(f"{at:%Y-%m}", f"part-{name or key}"): {"judgements": [row]}})
    return row


def indexed(folder):
    """A reader of an index in memory, built from the parts of a folder as they are now."""
    return _indexed(folder, index.state(Parts(folder)))


@lru_cache(maxsize=1)
def _indexed(folder, _state):
    database = duckdb.connect()
    index.fill(database, Parts(folder), Manifest(schema=1))
    return Reader(database, folder)


def asked(folder, sql):
    """The rows of a query of the index of a folder, as tuples."""
    return [tuple(row.values()) for row in indexed(folder).rows(sql)]


def added(writer, *readings, again=False, seen=None):
    """Add readings as an ingest does, in one shard."""
    rows = [
        Recorded(reading=one, place=f"in.jsonl:{number}", seen=seen) for number, one in enumerate(readings, start=1)
    ]
    writer.add(rows, again=again)


def files(folder):
    """Every file of a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def names(parts):
    """Parts as `table month name`."""
    return [f"{part.table} {part.month} {part.name}" for part in parts]
