"""Reader: records come back as they were written, in a fixed order, and nothing can be written."""

import io
from datetime import date, datetime

import duckdb
import msgspec
import pytest
from ledgers import FILLED, added, claim, day, document, full, indexed, judged, reading, report, shard

from detente.errors import UsageError
from detente.ledger.reader import Told
from detente.ledger.store import Ledger
from detente.records import Claim, Document, Event, Span, Verdict

STRANGE = [
    "null", "true", "2024-01-01", "{}", "[1, 2]", '"quoted" it\'s', "back\\slash \\u0041", "a\0b", "\ufeffBOM",
    "\u2028\u2029", "é\N{COMBINING ACUTE ACCENT}", "👩\u200d👩\u200d👧 🇫🇷", "\U0010ffff\uffff", "\t\r\n x \r",
    "x" * 100_000, "مرحبا", "''; DROP TABLE claims",
]  # fmt: skip


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A reader of a ledger on disk that can touch nothing else."""
    ledger = Ledger(tmp_path_factory.mktemp("sealed") / "ledger", pytest.fail)
    with ledger.writing(make=True) as writer:
        added(writer, report("a"), report("b"))
    with ledger.reading(sealed=True) as reader:
        yield reader


def test_reader_claim_comes_back_whole(tmp_path):
    """A claim with every field filled, an attribution within an attribution too, is equal to what was written."""
    of = document(**FILLED)
    made = full(of)
    plain = claim(of, actors=(), recipients=())
    for field in msgspec.structs.fields(Claim):
        if field.name not in ("id", "document", "sentence", "trigger", "type", "coder"):
            assert getattr(made, field.name) != getattr(plain, field.name), field.name
    assert made.attribution.within.within.text == "officials"
    shard(tmp_path, reading(of, made, plain))
    assert {one.id: one for one in indexed(tmp_path).claims()} == {made.id: made, plain.id: plain}


def test_reader_document_comes_back_whole(tmp_path):
    """Documents are equal to what was written, all fields filled or none."""
    made = [document("a", **FILLED), document("b", published=None, outlet=None)]
    shard(tmp_path, *map(reading, made))
    assert list(indexed(tmp_path).records(Document, "documents")) == made
    assert list(indexed(tmp_path).documents([made[1].id, "unknown"])) == made[1:]
    assert list(indexed(tmp_path).documents([])) == []


def test_reader_text_comes_back_to_the_last_character(tmp_path):
    """Whatever a text holds is read back as it was, and a span of it covers the same words."""
    made = [document(str(number), f"{text} END") for number, text in enumerate(STRANGE)]
    shard(tmp_path, *(reading(of, claim(of, trigger=Span(len(of.text) - 3, len(of.text)))) for of in made))
    found = indexed(tmp_path).records(Document, "documents")
    assert {one.ref: one.text for one in found} == {of.ref: of.text for of in made}
    told = list(indexed(tmp_path).told())
    assert {one.words for one in told} == {of.text for of in made}
    assert {one.of(one.claim.trigger) for one in told} == {"END"}


def test_reader_event_comes_back_as_a_record(tmp_path):
    """An event has every field of its record, of the record's type."""
    shard(tmp_path, report(mode="aerial", when=day("2024-11-04"), actors=("RUS", "BLR")))
    (made,) = indexed(tmp_path).records(Event, "events")
    assert made == Event(
        id=made.id, type="ASSAULT", mode="aerial", actor=("BLR", "RUS"), recipient=("UKR",), start=date(2024, 11, 4),
        end=date(2024, 11, 4), precision="day", quad=4, score=-9.0, counts=True, reports=1, outlets=1, origins=1,
        actual=1, historical=0, hearsay=0, future=0, hypothetical=0, negation=0,
    )  # fmt: skip
    assert list(indexed(tmp_path).records(Event, "events", "start > ?", [date(2024, 11, 4)])) == []


def test_reader_claims_are_in_order(tmp_path):
    """Claims come by day of publication, undated ones last, then by document, place in the text and id."""
    days = [date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 2), None]
    made = [document(str(number), published=published) for number, published in enumerate(days)]
    made[1:3] = sorted(made[1:3], key=lambda of: of.id)
    places = [(0, 9, 2), (0, 9, 5), (10, 20, 10)]
    expected = [
        claim(of, sentence=Span(start, end), trigger=Span(at, at + 1)) for of in made for start, end, at in places
    ]
    expected += sorted((claim(made[-1], kind, sentence=Span(11, 20)) for kind in ("AID", "COERCE")), key=lambda c: c.id)
    backwards = [reading(of, *(c for c in reversed(expected) if c.document == of.id)) for of in reversed(made)]
    shard(tmp_path, *backwards)
    assert list(indexed(tmp_path).claims()) == expected
    assert [one.claim for one in indexed(tmp_path).told()] == expected


def test_reader_told_has_event_sentence_and_publication(tmp_path):
    """A claim is told with its event, the words of its sentence, who printed it where and when, and the verdict."""
    of = document(text="First. It attacked.", **FILLED)
    made = claim(of, sentence=Span(7, 19), trigger=Span(10, 18))
    shard(tmp_path, reading(of, made))
    judged(tmp_path, made, Verdict.UNSURE)
    (event,) = (row["id"] for row in indexed(tmp_path).rows("SELECT id FROM events"))
    (one,) = indexed(tmp_path).told()
    assert one == Told(
        event=event, claim=made, words="It attacked.", published=of.published, outlet="Gazette", url=of.url,
        verdict=Verdict.UNSURE,
    )  # fmt: skip
    assert one.of(made.trigger) == "attacked"
    assert list(indexed(tmp_path).told("type = ?", ["AID"])) == []
    assert list(indexed(tmp_path).told("event = ?", [event])) == [one]


def test_reader_rows_beyond_a_chunk_all_come(tmp_path):
    """However many rows a query has, all come, in order."""
    shard(tmp_path)
    names, chunks = indexed(tmp_path).query("SELECT i, 'x' AS x FROM range(2500) t(i)")
    assert names == ["i", "x"]
    assert [i for chunk in chunks for i, _ in chunk] == list(range(2500))


def test_reader_copy_is_the_table_as_parquet(tmp_path):
    """A table is copied as a Parquet file with all its rows and columns, in the order of the table."""
    shard(tmp_path, report("b"), report("a"))
    out = io.BytesIO()
    reader = indexed(tmp_path)
    reader.copy("documents", out)
    (tmp_path / "copy.parquet").write_bytes(out.getvalue())
    with duckdb.connect() as database:
        found = database.execute(f"FROM '{tmp_path / 'copy.parquet'}'").fetchall()
    assert found == [tuple(row.values()) for row in reader.rows("FROM documents ORDER BY id")]
    assert len(found) == 2


def test_reader_answers_a_query(sealed):
    """A SELECT is answered with the names of its columns and its rows; a semicolon at the end does no harm."""
    names, chunks = sealed.query("SELECT ref, ingested FROM documents ORDER BY ref;")
    ((first, at), (second, _)), *_ = chunks
    assert (names, first, second) == (["ref", "ingested"], "a", "b")
    assert isinstance(at, datetime)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT 1; SELECT 2", "2 statements; give one SELECT"),
        ("", "0 statements"),
        ("-- nothing", "0 statements"),
        ("SELEKT 1", "syntax error"),
        ("FROM nowhere", "nowhere does not exist"),
        ("SELECT nothing FROM claims", "nothing"),
        ("DELETE FROM claims", "read-only"),
        ("UPDATE claims SET score = 0", "read-only"),
        ("INSERT INTO meta VALUES ('x')", "read-only"),
        ("DROP TABLE claims", "read-only"),
        ("CREATE TABLE mine AS FROM claims", "read-only"),
        ("COPY claims TO '/tmp/never.csv'", "give one SELECT"),
        ("FROM read_csv('/etc/passwd')", "disabled"),
        ("ATTACH '/tmp/never.duckdb'", "give one SELECT"),
        ("SET enable_external_access = true", "give one SELECT"),
        ("SELECT ('x' || i)::INTEGER FROM range(9) t(i)", "Could not convert"),
        ("SELECT CASE WHEN i < 4000 THEN 1 ELSE error('late') END FROM range(5000) t(i)", "late"),
    ],
)
def test_reader_query_that_cannot_be_answered_is_a_message(sealed, sql, said):
    """Two statements, writes, other files and unknown names are refused with the reason; the ledger is as it was."""
    with pytest.raises(UsageError) as caught:
        list(sealed.query(sql)[1])
    assert said in str(caught.value)
    assert sealed.rows("SELECT count(*) AS n FROM claims") == [{"n": 2}]
