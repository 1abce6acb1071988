"""A ledger's folder as the rest of the program sees it: opened to read, or to write by one process at a time."""

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb
import msgspec

from detente.errors import LedgerError
from detente.ledger import index, lock, manifest, migrations
from detente.ledger.parts import Part, Parts, failures
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
    def writing(self, *, make: bool = False) -> Iterator[Writer]:
        """Hold the lock, migrate the ledger, remove what killed runs left; at the end publish what was written.

        `make`: a new ledger, where there is none. LedgerError if there is none and none is to be made, another process
        writes, the folder cannot be written or holds other things.
        """
        with ExitStack() as stack:
            with failures(self.folder):
                if make:
                    self._make()
                self._check()
                stack.enter_context(lock.held(self.folder, WAIT))
                self._tell(self._prepare())
            writer = Writer(self.folder, lambda written: publish(self.folder, written))
            try:
                yield writer
            finally:
                publish(self.folder, writer.written)

    @contextmanager
    def reading(self, *, sealed: bool = False) -> Iterator[Reader]:
        """One state of the ledger, whatever is written meanwhile; the index is built anew where it is missing or old.

        While another process writes, the index is taken as it stands; where the folder cannot be written, it is built
        in memory. `sealed`: the reader can touch no other file, whatever it is asked.

        LedgerError if there is no ledger, or it was written by a newer version.
        """
        self._check()
        with failures(self.folder):
            known = manifest.read(self.folder)
            migrations.check(self.folder, known.schema if known else 0)
            about = self._refreshed()
            if about is not None:
                database = duckdb.connect(str(self.folder / index.FILE), read_only=True)
            else:
                database, about = self._in_memory(known or manifest.Manifest(schema=0))
        self._tell(about)
        with database:
            if sealed:
                database.execute("SET enable_external_access = false; SET lock_configuration = true")
            yield Reader(database, self.folder)

    def _refreshed(self) -> index.About | None:
        """What the index says of itself, refreshed if it is old and can be; None if there is none to read."""
        about = index.meta(self.folder)
        if about is None or about.state != index.state(Parts(self.folder)):
            try:
                with lock.held(self.folder):
                    return publish(self.folder)
            except lock.BusyError:  # who writes will publish; until then what was published last is the ledger
                return about
            except (LedgerError, OSError) as error:
                self._warn(f"{self.folder}: the index cannot be written ({error}); it is built in memory each time")
                return None
        return about

    def _in_memory(self, known: manifest.Manifest) -> tuple[duckdb.DuckDBPyConnection, index.About]:
        for attempt in range(AGAIN):
            database = duckdb.connect(config={"temp_directory": tempfile.gettempdir()})
            try:
                return database, index.fill(database, Parts(self.folder), known)
            except duckdb.Error:
                database.close()
                if attempt == AGAIN - 1:
                    raise
        raise AssertionError

    def _tell(self, about: index.About) -> None:
        for problem in about.problems:
            cure = "Bring it back from a copy, or remove the parts of that name and ingest their inputs again"
            self._warn(f"{self.folder}/{problem}; left out. {cure}")

    def _is_one(self) -> bool:
        return (self.folder / manifest.FILE).is_file() or all((self.folder / table).is_dir() for table in TABLES)

    def _check(self) -> None:
        if not self._is_one():
            cure = "Make one with `detente ingest INPUT...` or `detente demo`, or name its folder with --ledger"
            raise LedgerError(f"{self.folder}: no ledger there. {cure}")

    def _make(self) -> None:
        """The folders, if they are not there; a folder of something else is not made a ledger."""
        if self.folder.exists() and not self.folder.is_dir():
            raise LedgerError(f"{self.folder}: a file. Name a folder with --ledger")
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._is_one():
            if {path.name for path in self.folder.iterdir()} - {lock.FILE, *TABLES}:
                raise LedgerError(f"{self.folder}: a folder with other things in it. Name an empty or a new one")
            migrations.migrate(self.folder, 0)

    def _prepare(self) -> index.About:
        """Bring the ledger up to this version, and to a state in which nothing is half done."""
        parts = Parts(self.folder)
        # One that lost its manifest is taken for one of the oldest: migrations leave alone what they changed already.
        known = manifest.read(self.folder) or manifest.Manifest(schema=1 if parts.on_disk() else 0)
        schema = migrations.migrate(self.folder, known.schema)
        if schema != known.schema:
            manifest.write(self.folder, msgspec.structs.replace(known, schema=schema))
        parts.sweep(keep=known.parts)
        return publish(self.folder)


def publish(folder: Path, written: Collection[Part] = ()) -> index.About:
    """Write the manifest of what is finished now, and the index of it; neither if it is of now already."""
    parts = Parts(folder)
    old = manifest.read(folder) or manifest.Manifest(schema=len(migrations.MIGRATIONS))
    new = manifest.updated(old, parts, written)
    if new != old:
        manifest.write(folder, new)
    about = index.meta(folder)
    if about is None or about.state != index.state(parts):
        return index.build(folder, new)
    return about
