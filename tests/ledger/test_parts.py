"""Parts: written once, counted only when they are whole, and left alone afterwards."""

import errno

import duckdb
import pytest
from ledgers import MONTH, START, asked, document, files, full, judged, names, reading, report, shard

from detente.errors import LedgerError
from detente.ledger import parts as module
from detente.ledger.parts import ASIDE, NEED, Part, Parts, connection, failures
from detente.ledger.schema import TABLES
from detente.records import Judgement, Verdict

ALL = [f"{table} {MONTH} part-a" for table in ("claims", "documents", "runs")]


def full_disk(*_):
    """What a full disk answers."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_parts_path_says_table_month_and_name():
    """A part stands in the folder of its table and month."""
    assert Part("claims", "2024-11", "part-x").path == "claims/seen=2024-11/part-x.parquet"


def test_parts_shard_is_finished_and_named_by_table(tmp_path):
    """A shard becomes one part for each table that has rows, and all of them count."""
    written = shard(tmp_path, report())
    assert names(written) == names(Parts(tmp_path).finished()) == ALL
    assert Parts(tmp_path).unfinished() == []
    assert set(files(tmp_path)) == {part.path for part in written}


def test_parts_table_without_rows_gets_no_part(tmp_path):
    """A reading without claims writes no claims part."""
    assert names(shard(tmp_path, reading(document()))) == [f"documents {MONTH} part-a", f"runs {MONTH} part-a"]


def test_parts_shard_is_put_in_place_runs_last(tmp_path, monkeypatch):
    """Documents and claims stand in their place before the runs part that makes them count."""
    placed, place = [], Parts.place
    monkeypatch.setattr(Parts, "place", lambda self, part: (placed.append(part.table), place(self, part)))
    shard(tmp_path, report())
    assert placed == ["documents", "claims", "runs"]


def test_parts_are_on_the_disk_before_they_count(tmp_path, monkeypatch):
    """Each part is waited for before it is put in place, and its folder after that: a power cut loses nothing."""
    steps, place = [], Parts.place
    monkeypatch.setattr(module, "to_disk", lambda path: steps.append(path.relative_to(tmp_path).as_posix()))
    monkeypatch.setattr(Parts, "place", lambda self, part: (steps.append("place"), place(self, part)))
    shard(tmp_path, report())
    tables = ["documents", "claims", "runs"]
    placed = [step for table in tables for step in ("place", f"{table}/seen={MONTH}")]
    assert steps == [f"{ASIDE}/{table}.parquet" for table in tables] + placed


def test_parts_same_shard_is_left_as_it_is(tmp_path):
    """A shard whose runs part is there is not written again, whatever rows it has."""
    shard(tmp_path, report("a"))
    before = files(tmp_path)
    assert before
    shard(tmp_path, report("b"))
    assert files(tmp_path) == before


def test_parts_half_written_shard_is_written_anew(tmp_path):
    """A shard whose runs part is missing is written again, over what lies there."""
    shard(tmp_path, report("a"))
    Parts(tmp_path).file(Part("runs", MONTH, "part-a")).unlink()
    shard(tmp_path, report("b"))
    assert names(Parts(tmp_path).finished()) == ALL
    assert asked(tmp_path, "SELECT ref FROM documents") == [("b",)]


@pytest.mark.parametrize(("table", "need"), NEED.items())
def test_parts_count_only_with_runs_of_same_name_and_month(tmp_path, table, need):
    """Documents and claims count when the runs part of their own month and name is there, not one of another."""
    shard(tmp_path, report())
    shard(tmp_path, report(), name="b")
    shard(tmp_path, report(), month="2024-12")
    parts = Parts(tmp_path)
    parts.file(Part(need, MONTH, "part-a")).unlink()
    assert f"{table} {MONTH} part-a" in names(parts.unfinished())
    finished = [name for name in names(parts.finished()) if name.startswith(table)]
    assert finished == [f"{table} {MONTH} part-b", f"{table} 2024-12 part-a"]


def test_parts_judgement_counts_by_itself(tmp_path):
    """A judgement needs no runs part."""
    judged(tmp_path, (), Verdict.SAME, name="j")
    assert names(Parts(tmp_path).finished()) == [f"judgements {MONTH} part-j"]


def test_parts_foreign_files_are_no_parts(tmp_path):
    """Files of another name, folder or suffix are not taken for parts."""
    shard(tmp_path, report())
    for path in ("other/seen=2024-11/part-a.parquet", "claims/part-a.parquet", "claims/seen=2024-11/a.parquet"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"")
    (tmp_path / "claims/seen=2024-11/part-z.parquet.tmp").write_bytes(b"")
    assert names(Parts(tmp_path).on_disk()) == ALL


def test_parts_sweep_removes_what_never_counted(tmp_path):
    """A sweep removes unfinished parts and the folder aside; what is finished or named stays."""
    for name in "abc":
        shard(tmp_path, report(), name=name)
    parts = Parts(tmp_path)
    for name in "bc":
        parts.file(Part("runs", MONTH, f"part-{name}")).unlink()
    (parts.aside() / "left.jsonl").write_bytes(b"{")
    parts.sweep(keep=[Part("claims", MONTH, "part-c").path])
    kept = [*ALL[:1], f"claims {MONTH} part-c", *ALL[1:]]
    assert names(parts.on_disk()) == kept
    assert not (tmp_path / ASIDE).exists()


@pytest.mark.parametrize("fails", range(3))
def test_parts_full_disk_is_a_message_and_nothing_counts(tmp_path, monkeypatch, fails):
    """If the disk is full at any step of a shard, nothing of it counts; what was written before does."""
    shard(tmp_path, report("a"))
    calls, place = iter(range(9)), Parts.place
    monkeypatch.setattr(Parts, "place", lambda *given: full_disk() if next(calls) == fails else place(*given))
    with pytest.raises(LedgerError, match=r"No space left on device\..*safe\. Free space") as caught:
        shard(tmp_path, report("b"), name="b")
    assert str(tmp_path) in str(caught.value)
    assert names(Parts(tmp_path).finished()) == ALL
    assert len(Parts(tmp_path).unfinished()) == fails


def test_parts_shard_goes_through_after_the_disk_was_full(tmp_path, monkeypatch):
    """The same shard again, when there is room, is whole."""
    with monkeypatch.context() as patch:
        patch.setattr(Parts, "place", full_disk)
        with pytest.raises(LedgerError):
            shard(tmp_path, report())
    shard(tmp_path, report())
    assert names(Parts(tmp_path).finished()) == ALL


def test_parts_shards_before_the_one_that_failed_stay(tmp_path, monkeypatch):
    """Of several shards each is put in place by itself: what stops one takes nothing from those before it."""
    one, other = report("a"), report("b")
    row = {"verdict": Verdict.SAME, "by": "ann", "judged": START, "claims": (one.claims[0].id, other.claims[0].id)}
    shards = {(month, "part-j"): {"judgements": [Judgement(id=month, **row)]} for month in ("2024-10", "2024-11")}
    place = Parts.place
    monkeypatch.setattr(Parts, "place", lambda self, part: full_disk() if "11" in part.month else place(self, part))
    with pytest.raises(LedgerError):
        Parts(tmp_path).write(shards)
    assert names(Parts(tmp_path).on_disk()) == ["judgements 2024-10 part-j"]


def test_parts_fingerprint_is_of_finished_parts(tmp_path):
    """The fingerprint is the same as long as the finished parts are, and tells one that was added or changed."""
    shard(tmp_path, report())
    parts = Parts(tmp_path)
    first = parts.fingerprint()
    assert [path for path, _, _ in first] == [part.path for part in parts.finished()]
    shard(tmp_path, report("b"), name="b")
    assert set(first) < set(parts.fingerprint())
    parts.file(Part("runs", MONTH, "part-b")).unlink()
    assert parts.fingerprint() == first
    file = parts.file(Part("claims", MONTH, "part-a"))
    file.write_bytes(file.read_bytes() + b"x")
    assert parts.fingerprint() != first


@pytest.mark.parametrize("error", [OSError(errno.EACCES, "Permission denied"), duckdb.IOException("disk\nmore")])
def test_parts_failure_of_the_disk_names_the_folder(tmp_path, error):
    """What the disk or DuckDB refuses becomes a message of one line with the folder and what to do."""
    with pytest.raises(LedgerError) as caught, failures(tmp_path):
        raise error
    said = str(caught.value)
    assert said.startswith(f"{tmp_path}: {getattr(error, 'strerror', None) or 'disk'}. ")
    assert "\n" not in said
    assert "check its permissions" in said


def test_parts_wrong_sql_is_no_failure_of_the_disk(tmp_path):
    """An error in a query is not blamed on the disk."""
    with pytest.raises(duckdb.CatalogException), connection(tmp_path) as database:
        database.execute("FROM nowhere")


@pytest.mark.parametrize("name", ["it's", 'a "b"', "a b;c", "é ü"])
def test_parts_folder_may_have_any_name(tmp_path, name):
    """The name of a ledger's folder is data: quotes and blanks in it do no harm."""
    folder = tmp_path / name
    folder.mkdir()
    shard(folder, report())
    assert asked(folder, "SELECT (SELECT count(*) FROM claims), ref, language FROM documents") == [(1, "a", "xx")]


@pytest.mark.parametrize(("name", "like_it"), [("[ab]", "a"), ("a*", "ab"), ("what?", "whats")])
def test_parts_folder_may_look_like_a_pattern(tmp_path, name, like_it):
    """A folder whose name looks like a pattern is that folder, and not the ones that the pattern fits."""
    for folder, ref in ((name, "a"), (like_it, "b")):
        (tmp_path / folder).mkdir()
        shard(tmp_path / folder, report(ref))
    assert asked(tmp_path / name, "SELECT (SELECT count(*) FROM claims), ref FROM documents") == [(1, "a")]


@pytest.mark.parametrize("name", ["language=fr", "published=2020-01-01", "seen=1999-01"])
def test_parts_folder_may_stand_in_a_partition(tmp_path, name):
    """A ledger in a folder that is named like a partition of other data has its own values all the same."""
    folder = tmp_path / name / "ledger"
    folder.mkdir(parents=True)
    shard(folder, report())
    assert asked(folder, "SELECT language, published::VARCHAR, seen FROM documents") == [("xx", "2024-11-05", MONTH)]


@pytest.mark.parametrize("table", TABLES)
def test_parts_columns_are_those_of_the_records(tmp_path, table):
    """A part holds the columns of its table and no others."""
    of = document()
    shard(tmp_path, reading(of, full(of)))
    judged(tmp_path, (), Verdict.SAME)
    (part,) = (part for part in Parts(tmp_path).finished() if part.table == table)
    with duckdb.connect() as database:
        path = str(Parts(tmp_path).file(part))
        found = database.execute("DESCRIBE FROM read_parquet(?, hive_partitioning = false)", [path]).fetchall()
    assert [row[0] for row in found] == list(TABLES[table].__struct_fields__)
