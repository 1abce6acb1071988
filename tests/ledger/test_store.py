"""Store: a folder is opened as a ledger, or refused untouched; what can be rebuilt is rebuilt."""

import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest
from ledgers import MONTH, added, document, files, names, reading, report

from detente.errors import LedgerError
from detente.ledger import index, lock, manifest, migrations, store
from detente.ledger.parts import ASIDE, Part, Parts
from detente.ledger.store import Ledger

OTHER = """
import sys, time
from pathlib import Path
from detente.ledger import lock
sys.argv = ["detente", "ingest", "news/"]
with lock.held(Path({folder!r})):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A ledger of two shards, to be copied."""
    folder = tmp_path_factory.mktemp("made") / "ledger"
    with Ledger(folder, pytest.fail).writing(make=True) as writer:
        added(writer, report("a"))
        added(writer, report("b"))
    return folder


@pytest.fixture
def ledger(made, tmp_path):
    """A ledger of two documents in two shards, for a test to spoil."""
    shutil.copytree(made, tmp_path / "ledger")
    return Ledger(tmp_path / "ledger", pytest.fail)


@pytest.fixture
def impatient(monkeypatch):
    """A writer waits for no other."""
    monkeypatch.setattr(store, "WAIT", 0)


@contextmanager
def elsewhere(folder):
    """Another process that holds the lock of a folder."""
    script = OTHER.format(folder=str(folder))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def refs(ledger):
    """The documents with claims that a reader sees."""
    with ledger.reading() as reader:
        join = "SELECT DISTINCT ref FROM documents d JOIN claims c ON c.document = d.id ORDER BY ref"
        return [row["ref"] for row in reader.rows(join)]


def versions(ledger):
    """The version that a reader sees, and the one of the manifest."""
    with ledger.reading() as reader:
        return reader.version, manifest.read(ledger.folder).version


def refused(ledger, message):
    """Writing must be refused with the folder's name, and change nothing."""
    with pytest.raises(LedgerError, match=message) as caught, ledger.writing(make=True):
        pytest.fail("opened")
    assert str(ledger.folder) in str(caught.value)


@pytest.mark.parametrize("name", ["none", "", "file"])
def test_store_reading_where_there_is_no_ledger_says_so(tmp_path, name):
    """To read where there is no ledger is refused with what to do, and makes none."""
    (tmp_path / "file").write_bytes(b"")
    ledger = Ledger(tmp_path / name, pytest.fail)
    with pytest.raises(LedgerError, match=r"no ledger there\. Make one with `detente ingest"), ledger.reading():
        pytest.fail("opened")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_store_writing_makes_a_ledger(tmp_path):
    """Writing makes the folder and all above it, an empty ledger that can be read, of the schema of today."""
    ledger = Ledger(tmp_path / "a/b", pytest.fail)
    with ledger.writing(make=True):
        pass
    assert refs(ledger) == []
    assert manifest.read(ledger.folder) == manifest.Manifest(schema=len(migrations.MIGRATIONS))


def test_store_folder_of_other_things_is_refused(tmp_path):
    """A folder with other things in it is not made a ledger: nothing in it is touched, nothing added."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/a.jpg").write_bytes(b"a")
    refused(Ledger(tmp_path, pytest.fail), "a folder with other things in it. Name an empty or a new one")
    assert files(tmp_path) == {"photos/a.jpg": b"a"}


def test_store_folder_of_other_things_and_documents_is_refused(tmp_path):
    """A home or project with a folder `documents` among others is no ledger either."""
    for name in ("documents", "photos"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_bytes(b"a")
    refused(Ledger(tmp_path, pytest.fail), "a folder with other things in it")
    assert files(tmp_path) == {"documents/a": b"a", "photos/a": b"a"}


def test_store_half_made_ledger_is_finished(tmp_path):
    """A ledger whose making was killed after any of its steps is made whole by the next writer."""
    for left in (["lock"], ["lock", "documents/"], ["lock", "documents/", "claims/"]):
        folder = tmp_path / str(len(left))
        folder.mkdir()
        for name in left:
            (folder / name).mkdir() if name.endswith("/") else (folder / name).touch()
        with Ledger(folder, pytest.fail).writing(make=True) as writer:
            added(writer, report("a"))
        assert refs(Ledger(folder, pytest.fail)) == ["a"]


def test_store_file_instead_of_a_folder_is_refused(tmp_path):
    """A file is no place for a ledger; it stays as it is."""
    path = tmp_path / "file"
    path.write_bytes(b"mine")
    refused(Ledger(path, pytest.fail), "a file. Name a folder with --ledger")
    assert path.read_bytes() == b"mine"


def test_store_newer_schema_is_refused(ledger):
    """A ledger of a newer detente is neither read nor written, and stays as it is but for the lock."""
    newer = manifest.Manifest(schema=len(migrations.MIGRATIONS) + 1, parts=manifest.read(ledger.folder).parts)
    manifest.write(ledger.folder, newer)
    before = files(ledger.folder)
    refused(ledger, "written by a newer detente.*Upgrade detente")
    with pytest.raises(LedgerError, match="written by a newer detente"), ledger.reading():
        pytest.fail("opened")
    assert files(ledger.folder) == before


def test_store_broken_manifest_is_refused(ledger):
    """A manifest that cannot be read is named, not overwritten."""
    (ledger.folder / manifest.FILE).write_bytes(b"{")
    refused(ledger, "Remove the file")
    with pytest.raises(LedgerError, match="Remove the file"), ledger.reading():
        pytest.fail("opened")
    assert (ledger.folder / manifest.FILE).read_bytes() == b"{"


@pytest.mark.parametrize("content", [None, b"", b"no database"], ids=["missing", "empty", "corrupt"])
def test_store_index_is_rebuilt(ledger, content):
    """An index that is missing or broken is built anew from the parts when somebody reads."""
    path = ledger.folder / index.FILE
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert refs(ledger) == ["a", "b"]
    assert index.meta(ledger.folder).state == index.state(Parts(ledger.folder))


def test_store_index_of_other_parts_is_rebuilt(ledger):
    """Parts that were added or taken away by hand show at the next reading."""
    kept = {part: Parts(ledger.folder).file(part).read_bytes() for part in Parts(ledger.folder).finished()}
    last = max(part.name for part in kept)
    gone = {part: data for part, data in kept.items() if part.name == last}
    for part in gone:
        Parts(ledger.folder).file(part).unlink()
    told = []
    (left,) = refs(Ledger(ledger.folder, told.append))
    assert [part.path in line for part in sorted(gone) for line in told].count(True) == len(gone) == len(told)
    for part, data in gone.items():
        Parts(ledger.folder).file(part).write_bytes(data)
    assert left in refs(ledger) == ["a", "b"]


def test_store_fresh_index_is_not_built_again(ledger, monkeypatch):
    """As long as nothing was written, a reader takes the index and the manifest as they are."""
    before = files(ledger.folder)
    monkeypatch.setattr(store, "publish", lambda _: pytest.fail("published"))
    assert refs(ledger) == ["a", "b"]
    assert files(ledger.folder) == before


def test_store_missing_manifest_is_rewritten(ledger):
    """A ledger that lost its manifest is the same ledger, of the same version, when it has been written to."""
    before = manifest.read(ledger.folder)
    (ledger.folder / manifest.FILE).unlink()
    assert refs(ledger) == ["a", "b"]
    with ledger.writing(make=True):
        pass
    assert manifest.read(ledger.folder) == before
    assert versions(ledger) == (before.version, before.version)


def test_store_what_a_killed_run_left_is_not_read_and_is_swept(ledger):
    """Documents and claims without their runs part, and what lay aside, are not read; the next writer removes them."""
    parts = Parts(ledger.folder)
    whole = parts.on_disk()
    for table in ("documents", "claims"):
        (part,) = [one for one in whole if one.table == table][:1]
        shutil.copy(parts.file(part), parts.file(part._replace(name="part-left")))
    (parts.aside() / "claims.jsonl").write_bytes(b'{"id": "half')
    assert refs(ledger) == ["a", "b"]
    assert names(parts.unfinished()) == [f"claims {MONTH} part-left", f"documents {MONTH} part-left"]
    with ledger.writing(make=True):
        assert not (ledger.folder / ASIDE / "claims.jsonl").exists()
    assert parts.on_disk() == whole
    assert refs(ledger) == ["a", "b"]


def test_store_part_that_was_finished_once_is_never_swept(ledger):
    """Documents and claims whose runs part was lost stay where they are, however many read and write after that."""
    (lost,) = [part for part in Parts(ledger.folder).finished() if part.table == "runs"][:1]
    Parts(ledger.folder).file(lost).unlink()
    told = []
    warned = Ledger(ledger.folder, told.append)
    with warned.reading():
        pass
    with warned.writing():
        pass
    assert lost.path in "".join(told)
    assert Parts(ledger.folder).file(lost._replace(table="claims")).exists()


@pytest.mark.usefixtures("impatient")
def test_store_second_writer_is_told_who_writes(ledger):
    """While one process writes, another is refused with the name of the one."""
    with elsewhere(ledger.folder) as process:
        before = files(ledger.folder)
        with (
            pytest.raises(lock.BusyError, match=rf"process {process.pid} \(detente ingest news/\)"),
            ledger.writing(make=True),
        ):
            pytest.fail("opened")
        assert files(ledger.folder) == before
    with ledger.writing(make=True):
        pass


def test_store_reader_sees_what_was_published_last(ledger):
    """What a writer has put in place shows when it publishes, at the end of its work and not before."""
    with ledger.writing(make=True) as writer:
        added(writer, report("c"))
        assert refs(ledger) == ["a", "b"]
    assert refs(ledger) == ["a", "b", "c"]
    assert len(set(versions(ledger))) == 1


def test_store_reader_without_index_while_another_writes_builds_its_own(ledger):
    """While another process writes and there is no index, a reader builds one in memory and leaves the folder alone."""
    (ledger.folder / index.FILE).unlink()
    with elsewhere(ledger.folder):
        before = files(ledger.folder)
        assert refs(ledger) == ["a", "b"]
        assert files(ledger.folder) == before
        with ledger.reading() as reader:
            assert reader.version


def test_store_folder_that_cannot_be_written_is_read_all_the_same(ledger, monkeypatch):
    """Where the index cannot be written it is built in memory, and its user told why it takes longer."""
    (ledger.folder / index.FILE).unlink()

    @contextmanager
    def read_only(*_):
        raise PermissionError(13, "Permission denied")
        yield

    monkeypatch.setattr(lock, "held", read_only)
    told = []
    assert refs(Ledger(ledger.folder, told.append)) == ["a", "b"]
    (said,) = told
    assert "Permission denied" in said
    assert "built in memory each time" in said


def test_store_broken_part_is_told_to_every_user(ledger):
    """Who reads or writes a ledger with a broken part is told which, and what to do; the rest is there."""
    part = next(part for part in Parts(ledger.folder).finished() if part.table == "claims")
    Parts(ledger.folder).file(part).write_bytes(b"broken")
    told = []
    spoiled = Ledger(ledger.folder, told.append)
    assert len(refs(spoiled)) == 1
    with spoiled.writing(make=True):
        pass
    assert len(told) == 2
    assert all(f"{ledger.folder}/{part.path}: " in said and "left out. Bring it back" in said for said in told)


def test_store_what_was_written_before_an_error_is_published(ledger):
    """Whatever stops a writer, what it recorded until then is there for the next reader, and the lock is free."""

    def stopped():
        with ledger.writing(make=True) as writer:
            added(writer, report("c"))
            raise KeyError

    with pytest.raises(KeyError):
        stopped()
    assert refs(ledger) == ["a", "b", "c"]
    assert len(manifest.read(ledger.folder).parts) == 9
    with ledger.writing(make=True):
        pass


def test_store_version_changes_with_the_contents_only(ledger):
    """The version is the same until something is recorded, and another one then."""
    first = versions(ledger)
    with ledger.writing(make=True):
        pass
    assert versions(ledger) == first == (first[0], first[0])
    with ledger.writing(make=True) as writer:
        added(writer, reading(document("c")))
    assert versions(ledger)[0] != first[0]
    part = Part("runs", MONTH, "part-x")
    assert part.path not in manifest.read(ledger.folder).parts
