"""Check: what is wrong with a ledger is named, and nothing else is."""

import shutil
from datetime import timedelta

import msgspec
import pytest
from ledgers import MONTH, START, claim, document, files, full, indexed, judged, reading, report, shard

from detente.ledger import check
from detente.ledger.parts import Part, Parts
from detente.ledger.store import Ledger, publish
from detente.records import Evidence, Span, Verdict


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A sound ledger with all there can be: two coders, a superseded text, a judgement, a document without claims."""
    folder = tmp_path_factory.mktemp("made") / "ledger"
    of = document("full", "A full text, é.")
    with Ledger(folder, pytest.fail).writing(make=True):
        shard(folder, reading(of, full(of)), report("b"), name="a")
        texts = [report(ref, f"Text {ref}.", about={"url": "https://gazette.example/1"}) for ref in "cd"]
        shard(folder, *texts, reading(document("e")), name="b")
        shard(folder, report("b", coder="xx-2"), name="c", coded=START + timedelta(days=1), again=True)
        judged(folder, report("b").claims[0], Verdict.RIGHT, name="j")
    return folder


@pytest.fixture
def folder(made, tmp_path):
    """A copy of the sound ledger, for a test to spoil."""
    return shutil.copytree(made, tmp_path / "ledger")


def contents(folder):
    """What is wrong with the rows of a ledger."""
    return list(check.contents(indexed(folder)))


def spoiled(folder, **changed):
    """What is wrong with a ledger of one claim in which a field is wrong, and the claim."""
    of = document(text="Éa attacked.")
    made = msgspec.structs.replace(claim(of), **changed)
    shard(folder, reading(of, made))
    return contents(folder), made


def test_check_sound_ledger_has_no_problems(folder):
    """Of a sound ledger nothing is said, and nothing in it is changed."""
    before = files(folder)
    assert list(check.files(folder)) == []
    assert contents(folder) == []
    assert files(folder) == before


def test_check_ledger_without_manifest_has_no_problems(folder):
    """Parts that no manifest names yet, as a killed run leaves them, are no problem."""
    (folder / "manifest.json").unlink()
    assert list(check.files(folder)) == []


@pytest.mark.parametrize("table", ["claims", "documents", "judgements"])
def test_check_deleted_part_is_named(folder, table):
    """A part that the manifest names and that is gone is named, and no other."""
    part = Part(table, MONTH, "part-j" if table == "judgements" else "part-a")
    Parts(folder).file(part).unlink()
    assert list(check.files(folder)) == [
        f"{part.path}: the manifest names it, but it is not there, or its runs part is not"
    ]


def test_check_deleted_runs_part_is_named_with_what_it_vouched_for(folder):
    """Without their runs part documents and claims do not count: all three are named."""
    Parts(folder).file(Part("runs", MONTH, "part-a")).unlink()
    found = [problem.partition(":")[0] for problem in check.files(folder)]
    assert found == [Part(table, MONTH, "part-a").path for table in ("claims", "documents", "runs")]


@pytest.mark.parametrize("table", ["claims", "documents", "runs", "judgements"])
def test_check_deleted_part_is_named_by_who_reads_first(folder, table):
    """`detente ledger check` opens the ledger to read and then checks: the lost part is named then, too, and told."""
    part = Part(table, MONTH, "part-j" if table == "judgements" else "part-a")
    Parts(folder).file(part).unlink()
    told = []
    with Ledger(folder, told.append).reading():
        assert part.path in "".join(check.files(folder))
    assert part.path in "".join(told)


def test_check_changed_bytes_are_named(folder):
    """A part that can be read but is not what was recorded is named."""
    of = document("x")
    shard(folder, reading(of), name="x")
    parts = Parts(folder)
    part = Part("claims", MONTH, "part-a")
    shutil.copy(parts.file(part._replace(name="part-b")), parts.file(part))
    assert list(check.files(folder)) == [f"{part.path}: it is not the file that was recorded; its digest differs"]


@pytest.mark.parametrize("content", [b"", b"no parquet of any kind"])
def test_check_unreadable_part_is_named(folder, content):
    """A part that cannot be read is named with the reason, and no other."""
    part = Part("runs", MONTH, "part-b")
    Parts(folder).file(part).write_bytes(content)
    (problem,) = check.files(folder)
    assert problem.startswith(f"{part.path}: ")
    assert len(problem) > len(part.path) + 10
    assert "digest differs" not in problem


@pytest.mark.parametrize(
    "changed",
    [
        {"sentence": Span(0, 13)},
        {"sentence": Span(-1, 12)},
        {"sentence": Span(1, 12)},
        {"trigger": Span(0, 0)},
        {"trigger": Span(3, 2)},
        {"sentence": Span(0, 5), "trigger": Span(3, 6)},
    ],
    ids=["beyond", "before", "trigger before", "empty", "turned", "trigger beyond"],
)
def test_check_span_outside_the_text_is_named(tmp_path, changed):
    """A sentence outside its text, or a trigger outside its sentence, is named with claim and document."""
    problems, made = spoiled(tmp_path, **changed)
    assert problems == [f"claim {made.id} of document {made.document}: a span lies outside its text"]


def test_check_span_to_the_last_character_is_sound(tmp_path):
    """A trigger that is the whole text, with accents in it, is in its place."""
    problems, _ = spoiled(tmp_path, sentence=Span(0, 12), trigger=Span(0, 12))
    assert problems == []


@pytest.mark.parametrize(("words", "wrong"), [("attacked", False), ("attack", True), ("Attacked", True), ("", True)])
def test_check_evidence_with_other_words_is_named(tmp_path, words, wrong):
    """Evidence must quote what the text has there, letter by letter."""
    sound = Evidence(rule="r", words="Éa", span=Span(0, 2))
    problems, made = spoiled(tmp_path, evidence=(sound, Evidence(rule="r", words=words, span=Span(3, 11))))
    said = f"claim {made.id} of document {made.document}: its evidence quotes other words than the text has there"
    assert problems == [said] * wrong


def test_check_missing_claims_part_is_named_by_its_documents(folder):
    """If a claims part is gone, each document that had claims is named with how many there were."""
    Parts(folder).file(Part("claims", MONTH, "part-b")).unlink()
    standing = document("d", "Text d.", url="https://gazette.example/1")
    assert contents(folder) == [f"document {standing.id}: 1 claims were recorded, 0 are there"]


def test_check_missing_document_is_named(folder):
    """If a documents part is gone, each reading without its document is named."""
    Parts(folder).file(Part("documents", MONTH, "part-a")).unlink()
    gone = {document("full", "A full text, é.").id, document("b").id}
    assert set(contents(folder)) == {f"reading of document {one}: the document itself is missing" for one in gone}


def test_check_index_that_does_not_fit_its_claims_is_named(tmp_path):
    """An event of a claim that is not there, and a claim of no event, are named."""
    shard(tmp_path, report("a"), report("b", kind="AID"))
    reader = indexed(tmp_path)
    reader.rows("UPDATE event_claims SET claim = 'nobody' WHERE claim = ?", [report("a").claims[0].id])
    (event,) = (row["event"] for row in reader.rows("SELECT event FROM event_claims WHERE claim = 'nobody'"))
    assert list(check.contents(reader)) == [
        f"event {event}: its claim nobody is missing",
        f"claim {report('a').claims[0].id}: it belongs to no event",
    ]


def test_check_published_ledger_is_sound(folder):
    """What was added by hand and published is as sound as the rest."""
    shard(folder, report("z"), name="z")
    publish(folder)
    assert list(check.files(folder)) == contents(folder) == []
