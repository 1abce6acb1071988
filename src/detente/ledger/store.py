"""A ledger's folder as the rest of the program sees it: opened to read, or to write by one process at a time."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
import msgspec

from detente.errors import LedgerError
from detente.ledger import index, lock, manifest, migrations
from detente.ledger.parts import Parts, failures
from detente.ledger.reader import Reader
from detente.ledger.schema import TABLES
from detente.ledger.writer import Writer

WAIT = 5.0  # seconds that a writer waits for another: a reader that builds the index is done by then
AGAIN = 3  # times that an index in memory is tried: a compaction may take away the parts under it


class Ledger:
    """The ledger in a folder. `warn` is called with what its user should know and can go on without."""

    def __init__(self, folder: Path, warn: Callable[[str], None]) -> None:
        self.folder = folder
        self._warn = warn

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Hold the lock, make or migrate the ledger, remove what killed runs left; at the end publish what was written.

        LedgerError if another process writes, or the folder cannot be written or is no ledger.
        """
        with ExitStack() as stack:
            with failures(self.folder):
                self._make()
                stack.enter_context(lock.held(self.folder, WAIT))
                self._prepare()
                self._tell()
            try:
                yield Writer(self.folder, lambda: publish(self.folder))
            finally:
                publish(self.folder)

    @contextmanager
    def reading(self, *, sealed: bool = False) -> Iterator[Reader]:
        """One state of the ledger, whatever is written meanwhile; the index is built anew where it is missing or old.

        While another process writes, the index is taken as it stands; where the folder cannot be written, it is built
        in memory. `sealed`: the reader can touch no other file, whatever it is asked.

        LedgerError if there is no ledger, or it was written by a newer version.
        """
        if not (self.folder / "documents").is_dir():
            cure = "Make one with `detente ingest INPUT...` or `detente demo`, or name its folder with --ledger"
            raise LedgerError(f"{self.folder}: no ledger there. {cure}")
        known = manifest.read(self.folder)
        if known is not None:
            migrations.check(self.folder, known.schema)
        with failures(self.folder):
            on_disk = self._refreshed()
            database = duckdb.connect(str(self.folder / index.FILE), read_only=True) if on_disk else self._in_memory()
        with database:
            if sealed:
                database.execute("SET enable_external_access = false; SET lock_configuration = true")
            yield Reader(database)

    def _refreshed(self) -> bool:
        """Whether there is an index to read, refreshed if it can be."""
        parts = Parts(self.folder)
        about = index.meta(self.folder)
        if about is None or about["state"] != index.state(parts):
            try:
                with lock.held(self.folder):
                    publish(self.folder)
            except lock.BusyError:  # who writes will publish; until then what was published last is the ledger
                if about is None:
                    return False
            except (LedgerError, OSError) as error:
                self._warn(f"{self.folder}: the index cannot be written ({error}); it is built in memory each time")
                return False
        self._tell()
        return True

    def _in_memory(self) -> duckdb.DuckDBPyConnection:
        for attempt in range(AGAIN):
            database = duckdb.connect(config={"temp_directory": tempfile.gettempdir()})
            try:
                index.fill(database, Parts(self.folder), "unpublished")
            except duckdb.Error:
                database.close()
                if attempt == AGAIN - 1:
                    raise
            else:
                return database
        raise AssertionError

    def _tell(self) -> None:
        for problem in (index.meta(self.folder) or {}).get("problems", ()):
            cure = "Bring it back from a copy, or remove the parts of that name and ingest their inputs again"
            self._warn(f"{self.folder}/{problem}; left out. {cure}")

    def _make(self) -> None:
        """The folder, if it is not there; a folder of something else is not made a ledger."""
        if self.folder.exists() and not self.folder.is_dir():
            raise LedgerError(f"{self.folder}: a file. Name a folder with --ledger")
        self.folder.mkdir(parents=True, exist_ok=True)
        others = {path.name for path in self.folder.iterdir()} - {lock.FILE, *TABLES}
        if others and not (self.folder / "documents").is_dir():
            raise LedgerError(f"{self.folder}: a folder with other things in it. Name an empty or a new one")

    def _prepare(self) -> None:
        """Bring the ledger up to this version, and to a state in which nothing is half done."""
        parts = Parts(self.folder)
        # One that lost its manifest is taken for one of the oldest: migrations leave alone what they changed already.
        known = manifest.read(self.folder) or manifest.Manifest(schema=1 if parts.on_disk() else 0)
        schema = migrations.migrate(self.folder, known.schema)
        if schema != known.schema:
            manifest.write(self.folder, msgspec.structs.replace(known, schema=schema))
        parts.sweep(keep=known.parts)
        publish(self.folder)


def publish(folder: Path) -> None:
    """Write the manifest of what is finished now, and the index of it; nothing if both are of now."""
    parts = Parts(folder)
    old = manifest.read(folder) or manifest.Manifest(schema=len(migrations.MIGRATIONS))
    new = manifest.updated(old, parts)
    if new != old:
        manifest.write(folder, new)
    about = index.meta(folder)
    if about is None or about["state"] != index.state(parts):
        index.build(folder, new.version)
