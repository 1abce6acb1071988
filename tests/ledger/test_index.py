"""Index: the newest reading of each document, the last text of each address, whatever parts they stand in."""

import shutil
from datetime import timedelta

import duckdb
import pytest
from ledgers import CODER, DAY, MONTH, START, asked, claim, document, indexed, judged, reading, report, shard

from detente.ledger import index
from detente.ledger.manifest import Manifest
from detente.ledger.parts import Part, Parts
from detente.records import Reality, Span, Verdict

LATER = START + timedelta(days=1)
URL = "https://gazette.example/1"
TABLES = ("runs", "documents", "claims", "judgements", "events", "event_claims", "dyads")
STANDING = "SELECT ref FROM documents WHERE superseded_by IS NULL ORDER BY ref"


def met(ref, url=URL, text=None):
    """The reading of a text met at an address."""
    return report(ref, words=text or f"Text {ref}.", about={"url": url})


def copied(folder, name, other, table):
    """The part of a table once more, under another name."""
    parts = Parts(folder)
    shutil.copy(parts.file(Part(table, MONTH, f"part-{name}")), parts.file(Part(table, MONTH, f"part-{other}")))


def about(folder):
    """What an index of a folder says of itself."""
    index.build(folder, Manifest(schema=1))
    return index.meta(folder)


@pytest.mark.parametrize("names", ["ab", "ba"])
def test_index_newest_reading_of_a_document_counts(tmp_path, names):
    """Of two readings of a document the one coded later shows, whatever their parts are called; both runs are kept."""
    of = document()
    new = reading(of, claim(of, "CONSULT"), claim(of, "AID"), coder="xx-2")
    shard(tmp_path, report(), name=names[0])
    shard(tmp_path, new, name=names[1], coded=LATER, again=True)
    assert asked(tmp_path, "SELECT type, coder FROM claims ORDER BY type") == [("AID", "xx-2"), ("CONSULT", "xx-2")]
    assert asked(tmp_path, "SELECT coder, ingested FROM documents") == [("xx-2", START)]
    assert asked(tmp_path, "SELECT coder, newest FROM runs ORDER BY coded") == [(CODER, False), ("xx-2", True)]


def test_index_newest_reading_within_one_part_counts(tmp_path):
    """Two readings of a document by two coders in one part, as compaction leaves them: the later one shows."""
    of = document()
    shard(tmp_path, report(), reading(of, claim(of, "AID"), coder="xx-2"))
    assert asked(tmp_path, "SELECT type, coder FROM claims") == [("AID", "xx-2")]


def test_index_new_reading_without_claims_leaves_none(tmp_path):
    """A document in which the newest coder found nothing has no claims and no events."""
    shard(tmp_path, report())
    shard(tmp_path, reading(document(), coder="xx-2"), name="b", coded=LATER, again=True)
    assert asked(tmp_path, "SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM events)") == [(0, 0)]
    assert asked(tmp_path, "SELECT coder FROM documents") == [("xx-2",)]


def test_index_reading_in_two_parts_is_one(tmp_path):
    """Documents, claims, runs and judgements that stand in two parts are there once."""
    shard(tmp_path, report("a"), report("b"))
    judged(tmp_path, report("a").claims[0], Verdict.RIGHT, name="a")
    for table in ("documents", "claims", "runs"):
        copied(tmp_path, "a", "b", table)
    shard(tmp_path, report("c"), name="j")
    judgement = Part("judgements", MONTH, "part-k")
    judged(tmp_path, report("a").claims[0], Verdict.RIGHT, name="k")
    copied(tmp_path, "k", "l", "judgements")
    assert Parts(tmp_path).file(judgement).exists()
    counts = "SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM documents), (SELECT count(*) FROM judgements)"
    assert asked(tmp_path, counts) == [(3, 3, 1)]
    assert asked(tmp_path, "SELECT count(*) FILTER (newest) FROM runs") == [(3,)]
    assert asked(tmp_path, "SELECT DISTINCT reports FROM events") == [(3,)]


@pytest.mark.parametrize("coded", [(START, LATER), (LATER, START)])
def test_index_text_met_later_supersedes(tmp_path, coded):
    """Of the texts of one address the one met last stands; the other names it and its claims are gone."""
    shard(tmp_path, met("a"), name="a", coded=coded[0])
    shard(tmp_path, met("b"), name="b", coded=coded[1])
    first, last = (met(ref).document.id for ref in ("ab" if coded[0] < coded[1] else "ba"))
    found = asked(tmp_path, "SELECT id, superseded_by FROM documents ORDER BY ingested")
    assert found == [(first, last), (last, None)]
    assert asked(tmp_path, "SELECT DISTINCT document FROM claims") == [(last,)]
    assert asked(tmp_path, "SELECT sum(reports) FROM events") == [(1,)]


def test_index_reading_anew_changes_no_standing(tmp_path):
    """It is when a text was met first that decides, not when it was last coded again."""
    shard(tmp_path, met("a"), name="a")
    shard(tmp_path, met("b"), name="b", coded=LATER)
    again = reading(met("a").document, claim(met("a").document), coder="xx-2")
    shard(tmp_path, again, name="c", coded=LATER + timedelta(days=1), again=True)
    assert asked(tmp_path, STANDING) == [("b",)]


def test_index_last_of_three_supersedes_all(tmp_path):
    """Each predecessor names the text that stands, not the next one."""
    shard(tmp_path, met("a"), met("b"), met("c"))
    last = met("c").document.id
    assert asked(tmp_path, "SELECT superseded_by FROM documents ORDER BY ref") == [(last,), (last,), (None,)]


def test_index_texts_without_address_or_of_another_stand(tmp_path):
    """Only texts of the same address supersede one another; those without any never do."""
    shard(tmp_path, met("a"), met("b", f"{URL}0"), met("c", None), met("d", None))
    assert asked(tmp_path, STANDING) == [("a",), ("b",), ("c",), ("d",)]
    assert asked(tmp_path, "SELECT count(*) FROM claims") == [(4,)]


@pytest.mark.parametrize(
    ("table", "content"),
    [("documents", b""), ("claims", b"PAR1 and nothing of the kind PAR1"), ("claims", None), ("runs", None)],
    ids=["empty", "foreign", "cut", "cut runs"],
)
def test_index_broken_part_is_left_out_and_named(tmp_path, table, content):
    """A part that cannot be read is named, and its shard left out with it; everything else is there."""
    shard(tmp_path, report("a"))
    shard(tmp_path, report("b"), name="b")
    part = Part(table, MONTH, "part-b")
    file = Parts(tmp_path).file(part)
    file.write_bytes(file.read_bytes()[:-20] if content is None else content)
    (problem,) = about(tmp_path).problems
    assert problem.startswith(f"{part.path}: ")
    assert len(problem) > len(part.path) + 10
    assert asked(tmp_path, "SELECT ref, (SELECT count(*) FROM claims) FROM documents") == [("a", 1)]


def test_index_broken_judgement_takes_no_reading_with_it(tmp_path):
    """A broken part of judgements is left out by itself."""
    shard(tmp_path, report())
    judged(tmp_path, report().claims[0], Verdict.WRONG, name="j")
    Parts(tmp_path).file(Part("judgements", MONTH, "part-j")).write_bytes(b"broken")
    assert [problem.partition(":")[0] for problem in about(tmp_path).problems] == [
        f"judgements/seen={MONTH}/part-j.parquet"
    ]
    assert asked(tmp_path, "SELECT counts, verdict FROM claims") == [(True, None)]


def test_index_of_sound_parts_names_no_problem(tmp_path):
    """An index says of what state and version it is, and that nothing was left out."""
    shard(tmp_path, report())
    known = Manifest(schema=1)
    assert about(tmp_path) == index.About(state=index.state(Parts(tmp_path)), version=known.version, problems=[])


def test_index_state_is_that_of_the_finished_parts(tmp_path):
    """The state changes when a part is added or gone, and with nothing else."""
    shard(tmp_path, report("a"))
    parts = Parts(tmp_path)
    first = index.state(parts)
    index.build(tmp_path, Manifest(schema=1))
    assert index.state(parts) == first
    shard(tmp_path, report("b"), name="b")
    assert index.state(parts) != first
    parts.file(Part("runs", MONTH, "part-b")).unlink()
    assert index.state(parts) == first


def test_index_of_nothing_has_every_table(tmp_path):
    """A ledger without parts has all tables, empty."""
    assert [indexed(tmp_path).rows(f"FROM {table}") for table in TABLES] == [[]] * len(TABLES)


def test_index_claim_counts_if_it_is_a_report(tmp_path):
    """A claim counts if it is actual or historical, no hearsay, and not judged wrong."""
    of = document()
    kinds = [claim(of, reality=reality, hearsay=hearsay) for reality in Reality for hearsay in (False, True)]
    wrong, right, unsure = (claim(of, reality="actual", score=score) for score in (1.0, 2.0, 3.0))
    shard(tmp_path, reading(of, *kinds, wrong, right, unsure))
    for made, verdict in ((wrong, "wrong"), (right, "right"), (unsure, "unsure"), ((right, unsure), "same")):
        judged(tmp_path, made, Verdict(verdict))
    found = asked(tmp_path, "SELECT reality, hearsay, verdict FROM claims WHERE counts ORDER BY ALL")
    assert found == [
        ("actual", False, "right"), ("actual", False, "unsure"), ("actual", False, None), ("historical", False, None)
    ]  # fmt: skip
    assert asked(tmp_path, "SELECT verdict FROM claims WHERE score = 1") == [("wrong",)]
    assert asked(tmp_path, "SELECT count(*) FROM claims") == [(len(kinds) + 3,)]


def test_index_claim_has_its_words_and_publication(tmp_path):
    """Beside a claim stand the words of its sentence, cut by code points, and who printed it when."""
    of = document(text="🇫🇷 é\N{COMBINING ACUTE ACCENT}. It paid. End.", title="T", url=URL)
    shard(tmp_path, reading(of, claim(of, sentence=Span(7, 15))))
    found = asked(tmp_path, "SELECT words, published, language, outlet, url, title, seen FROM claims")
    assert found == [("It paid.", DAY, "xx", "Gazette", URL, "T", MONTH)]


def test_index_is_swapped_in_whole(tmp_path, monkeypatch):
    """While an index is built, and if building fails, the old one stands."""
    shard(tmp_path, report("a"))
    before = about(tmp_path)
    shard(tmp_path, report("b"), name="b")

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(index, "fill", killed)
        with pytest.raises(KeyboardInterrupt):
            index.build(tmp_path, Manifest(schema=1))
    assert index.meta(tmp_path) == before
    assert about(tmp_path).state == index.state(Parts(tmp_path)) != before.state


@pytest.mark.parametrize("content", [None, b"", b"no database of any kind", "CREATE TABLE other (i INTEGER)"])
def test_index_that_cannot_be_read_says_nothing(tmp_path, content):
    """A missing, broken or foreign index has no meta: it is built anew, not believed."""
    path = tmp_path / index.FILE
    if isinstance(content, str):
        with duckdb.connect(str(path)) as database:
            database.execute(content)
    elif content is not None:
        path.write_bytes(content)
    assert index.meta(tmp_path) is None
    shard(tmp_path, report())
    assert about(tmp_path).problems == []
