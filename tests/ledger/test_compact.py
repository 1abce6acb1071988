"""Compact: fewer files, the same claims, whenever it is stopped."""

import io
import shutil
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from ledgers import (
    CODER,
    START,
    added,
    claim,
    document,
    files,
    full,
    indexed,
    judged,
    names,
    reading,
    report,
    shard,
)

from detente.errors import LedgerError
from detente.ledger import check, compact, index, manifest
from detente.ledger.exchange import tables
from detente.ledger.parts import ASIDE, Parts
from detente.ledger.store import Ledger
from detente.records import Verdict

LATER = START + timedelta(days=1)
URL = "https://gazette.example/1"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A ledger of two months in many parts: full claims, new readings, a superseded text, judgements."""
    folder = tmp_path_factory.mktemp("made") / "ledger"
    of = document("full", "A full text.", url=URL)
    with Ledger(folder, pytest.fail).writing(make=True):
        shard(folder, reading(of, full(of)), report("b"), name="a")
        shard(folder, report("c", "Newer text.", about={"url": URL}), report("d", "D."), name="b", coded=LATER)
        shard(
            folder, reading(document("b"), claim(document("b"), "AID"), coder="xx-2"), name="c", coded=LATER, again=True
        )
        shard(folder, report("e", "December."), name="d", month="2024-12")
        shard(folder, report("f", "December, too."), name="e", month="2024-12")
        shard(folder, report("g", "January."), name="f", month="2025-01")
        judged(folder, report("d", "D.").claims[0], Verdict.WRONG)
        judged(folder, report("d", "D.").claims[0], Verdict.RIGHT, at=LATER)
    return folder


@pytest.fixture
def ledger(made, tmp_path):
    """A copy of the ledger, for a test to compact."""
    shutil.copytree(made, tmp_path / "ledger")
    return Ledger(tmp_path / "ledger", pytest.fail)


def exported(ledger):
    """The claims as JSON lines, with what is wrong with the ledger; there must be some and nothing."""
    with ledger.reading() as reader:
        out = io.BytesIO()
        tables.jsonl(reader, out)
        assert [*check.files(ledger.folder), *check.contents(reader)] == []
        events = reader.rows("FROM events ORDER BY id")
    assert events
    return out.getvalue(), events


def compacted(ledger):
    """Compact as the command does; the months with the files saved."""
    with ledger.writing(make=True):
        return list(compact.compact(ledger.folder))


def test_compact_claims_are_the_same(ledger):
    """The exported claims and the events are the same, to the last byte, before and after."""
    before = exported(ledger)
    assert compacted(ledger) == [("2024-11", 6), ("2024-12", 3)]
    assert exported(ledger) == before


def test_compact_leaves_one_part_a_month_and_table(ledger):
    """Afterwards a month has one part of each table, and nothing else is left over."""
    compacted(ledger)
    parts = Parts(ledger.folder)
    found = [(part.table, part.month) for part in parts.on_disk()]
    assert len(found) == len(set(found)) == 10
    assert parts.unfinished() == []
    there = {path.name for path in ledger.folder.iterdir()} - {ASIDE}
    assert there == {"claims", "documents", "judgements", "runs", "lock", manifest.FILE, index.FILE}
    assert not (ledger.folder / ASIDE).exists() or list((ledger.folder / ASIDE).iterdir()) == []


def test_compact_manifest_names_what_is_there(ledger):
    """The manifest names exactly the parts that are there, with their digests, and keeps its schema."""
    schema = manifest.read(ledger.folder).schema
    with ledger.writing(make=True):
        list(compact.compact(ledger.folder))
        known = manifest.read(ledger.folder)
    parts = Parts(ledger.folder)
    assert known.parts == {part.path: manifest.entry(parts.file(part)) for part in parts.on_disk()}
    assert known.schema == schema
    assert manifest.read(ledger.folder) == known


def test_compact_keeps_what_another_coder_read(ledger):
    """Old readings by another coder are kept with their claims; the newest still counts."""
    of = document("b")
    compacted(ledger)
    with ledger.reading() as reader:
        runs = reader.rows("SELECT coder, newest FROM runs WHERE document = ? ORDER BY coded", [of.id])
        assert [tuple(row.values()) for row in runs] == [(CODER, False), ("xx-2", True)]
    parts = Parts(ledger.folder)
    (part,) = (part for part in parts.on_disk() if (part.table, part.month) == ("claims", "2024-11"))
    sql = "SELECT coder, type FROM read_parquet(?) WHERE document = ? ORDER BY ALL"
    with duckdb.connect() as database:
        found = database.execute(sql, [str(parts.file(part)), of.id]).fetchall()
    assert found == [(CODER, "ASSAULT"), ("xx-2", "AID")]


def test_compact_drops_what_the_same_coder_read_before(tmp_path):
    """Of several readings of a document by one coder the claims of the newest are kept, and that there were others."""
    of, ledger = document(), Ledger(tmp_path / "ledger", pytest.fail)
    with ledger.writing(make=True) as writer:
        added(writer, reading(of, claim(of)))
        added(writer, reading(of, claim(of, "AID"), claim(of, "COERCE")), again=True, seen="2024-11")
    before = exported(ledger)
    compacted(ledger)
    assert exported(ledger) == before
    with ledger.reading() as reader:
        found = reader.rows("SELECT (SELECT count(*) FROM runs) AS runs, count(*) AS claims FROM claims")
    assert found == [{"runs": 2, "claims": 2}]


def test_compact_changes_nothing_about_which_text_was_met_last(tmp_path):
    """A text that was coded again by the same coder keeps its place among the texts of its address."""
    first, last = (report(ref, f"Text {ref}.", about={"url": URL}) for ref in "ab")
    ledger = Ledger(tmp_path / "ledger", pytest.fail)
    with ledger.writing(make=True):
        shard(ledger.folder, first, last, name="a")
        shard(ledger.folder, last, first, name="b", coded=LATER, again=True)
    before = exported(ledger)
    compacted(ledger)
    assert exported(ledger) == before


def test_compact_is_idempotent(ledger):
    """Compacted again, nothing is done and nothing changes, the version neither."""
    compacted(ledger)
    before = files(ledger.folder)
    assert compacted(ledger) == []
    assert {name: data for name, data in files(ledger.folder).items() if name != "lock"} == {
        name: data for name, data in before.items() if name != "lock"
    }


def test_compact_again_after_more_was_added(ledger):
    """What was added since joins what was compacted, a copy of a reading once."""
    compacted(ledger)
    with ledger.writing(make=True) as writer:
        added(writer, report("d", "D."), report("new", "New."))
    before = exported(ledger)
    assert compacted(ledger) == [("2024-11", 3)]
    assert exported(ledger) == before
    assert len([name for name in names(Parts(ledger.folder).on_disk()) if name.startswith("claims 2024-11")]) == 1


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A ledger of one month in two shards."""
    folder = tmp_path_factory.mktemp("small") / "ledger"
    of = document("full", "A full text.")
    with Ledger(folder, pytest.fail).writing(make=True):
        shard(folder, reading(of, full(of)), report("b"), name="a")
        shard(folder, report("b", kind="AID", coder="xx-2"), report("c"), name="b", coded=LATER)
    return folder


@contextmanager
def killed(monkeypatch, where, step, after):
    """The process is stopped before it takes a step once more than `after` times."""
    original, taken = getattr(where, step), []

    def stopped(*given, **more):
        if step != "unlink" or given[0].suffix == ".parquet":
            taken.append(step)
            if len(taken) > after:
                raise KeyboardInterrupt
        return original(*given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(where, step, stopped)
        yield


@pytest.mark.parametrize(
    ("step", "where", "times"),
    [("copy", Parts, 3), ("place", Parts, 3), ("write", compact.manifest, 1), ("unlink", Path, 6)],
    ids=["copy", "place", "write", "unlink"],
)
def test_compact_interrupted_at_any_step_loses_nothing(small, tmp_path, monkeypatch, step, where, times):
    """Stopped before any of its steps, the claims are the same to who reads then, and the next compaction finishes."""
    claims = list(indexed(small).claims())
    for after in range(times):
        folder = shutil.copytree(small, tmp_path / str(after))
        with pytest.raises(KeyboardInterrupt), killed(monkeypatch, where, step, after):
            list(compact.compact(folder))
        assert list(indexed(folder).claims()) == claims
        Parts(folder).sweep(keep=manifest.read(folder).parts)  # as every writer does first
        list(compact.compact(folder))
        left = Parts(folder).on_disk()
        assert [part.table for part in left] == ["claims", "documents", "runs"]
        assert list(manifest.read(folder).parts) == [part.path for part in left]
        assert list(indexed(folder).claims()) == claims
    with killed(monkeypatch, where, step, times):
        assert list(compact.compact(shutil.copytree(small, tmp_path / "whole"))) == [("2024-11", 3)]


def test_compact_broken_part_is_a_message_and_nothing_is_lost(ledger):
    """A part that cannot be read stops the compaction with its name; every file stays."""
    parts = Parts(ledger.folder)
    part = next(part for part in parts.finished() if part.table == "claims")
    parts.file(part).write_bytes(b"PAR1 broken")
    before = parts.on_disk()
    with pytest.raises(LedgerError, match=part.name):
        list(compact.compact(ledger.folder))
    assert parts.on_disk() == before
