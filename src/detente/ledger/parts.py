"""Parts: the truth of a ledger, Parquet files <table>/seen=YYYY-MM/part-HASH.parquet that are written once.

A part is written aside and renamed, and is named by the hash of its inputs, so that the same shard is the same part.
Documents and claims count only when the runs part of the same month and name is there, which is put in place last: what
a killed run left unfinished is never read, and the next writer removes it. A finished part never changes.
"""

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import msgspec

from detente.errors import LedgerError
from detente.ledger.schema import TABLES, columns

ASIDE = "aside"  # what is being written; whatever lies there when nobody writes is left over from a killed run
MEMORY = "1GB"  # what DuckDB may use before it goes to disk
LONGEST = 64 * 2**20  # bytes of one record as JSON, as in readers
OURS = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)  # wrong SQL is no fault of the disk
CURE = "What was recorded before is safe. Free space there, or check its permissions, then give the command again"
NEED = {"documents": "runs", "claims": "runs"}  # a part of the one counts with a part of the other


class Part(NamedTuple):
    """One file of a ledger."""

    table: str
    month: str
    name: str

    @property
    def path(self) -> str:
        """Where it stands, from the ledger's folder."""
        return f"{self.table}/seen={self.month}/{self.name}.parquet"


class Parts:
    """The parts in the folder of a ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def on_disk(self) -> list[Part]:
        """Every part that is there, finished or not, in order."""
        found = (path.relative_to(self.folder) for path in self.folder.glob("*/seen=*/part-*.parquet"))
        parts = (Part(path.parts[0], path.parts[1].removeprefix("seen="), path.stem) for path in found)
        return sorted(part for part in parts if part.table in TABLES)

    def finished(self) -> list[Part]:
        """The parts that count, in order."""
        return [part for part, counts in self._sorted_out() if counts]

    def unfinished(self) -> list[Part]:
        """The parts that a killed run left behind, in order."""
        return [part for part, counts in self._sorted_out() if not counts]

    def _sorted_out(self) -> list[tuple[Part, bool]]:
        parts = self.on_disk()
        there = set(parts)
        return [(p, p.table not in NEED or p._replace(table=NEED[p.table]) in there) for p in parts]

    def file(self, part: Part) -> Path:
        """The file of a part."""
        return self.folder / part.path

    def aside(self) -> Path:
        """The folder for what is being written, made if need be."""
        path = self.folder / ASIDE
        path.mkdir(exist_ok=True)
        return path

    def sweep(self, keep: Iterable[str] = ()) -> None:
        """Remove what killed runs left behind, but nothing that `keep` names: that was finished once."""
        shutil.rmtree(self.folder / ASIDE, ignore_errors=True)
        kept = set(keep)
        for part in self.unfinished():
            if part.path not in kept:
                self.file(part).unlink()

    def write(self, shards: Mapping[tuple[str, str], Mapping[str, Iterable[msgspec.Struct]]]) -> list[Part]:
        """Put shards in place: the rows of each table by (month, name); a table without rows gets no part.

        The parts that were written; a shard that is there already is left as it is. LedgerError if the disk is full or
        the folder read-only: then nothing of the shard at hand counts, and all that was written before does.
        """
        done: list[Part] = []
        with connection(self.folder) as database:
            for (month, name), rows in shards.items():
                if any(self.file(Part(table, month, name)).exists() for table in ("runs", "judgements")):
                    continue
                written = [
                    Part(table, month, name) for table in TABLES if self._write(database, table, rows.get(table, ()))
                ]
                for part in written:
                    self.place(part)
                done += written
        return done

    def _write(self, database: duckdb.DuckDBPyConnection, table: str, rows: Iterable[msgspec.Struct]) -> bool:
        """Write rows aside as the next part of a table; whether there are any."""
        lines = self.aside() / f"{table}.jsonl"
        with lines.open("wb") as out:
            out.writelines(msgspec.json.encode(row) + b"\n" for row in rows)
        found = lines.stat().st_size > 0
        if found:
            self.copy(database, f"SELECT * FROM {json_lines(lines, table)}", table)
        lines.unlink()
        return found

    def copy(self, database: duckdb.DuckDBPyConnection, query: str, table: str) -> None:
        """Write a query's rows aside as the next part of a table, down to the disk."""
        path = self._written(table)
        database.execute(f"COPY ({query}) TO {text(path)} (FORMAT parquet, COMPRESSION zstd)")
        to_disk(path)

    def place(self, part: Part) -> None:
        """Rename what was written aside into its place."""
        path = self.file(part)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._written(part.table).replace(path)
        to_disk(path.parent)

    def _written(self, table: str) -> Path:
        return self.aside() / f"{table}.parquet"

    def fingerprint(self) -> list[tuple[str, int, int]]:
        """What tells whether the finished parts are still those that an index was built from: path, bytes, time."""
        found = ((part.path, self.file(part).stat()) for part in self.finished())
        return [(path, stat.st_size, stat.st_mtime_ns) for path, stat in found]


@contextmanager
def connection(folder: Path) -> Any:  # noqa: ANN401 - an iterator for contextmanager
    """A DuckDB connection in memory that spills into the ledger's own folder; its failures become LedgerError."""
    with failures(folder), duckdb.connect() as database:
        database.execute(f"SET memory_limit = '{MEMORY}'")
        database.execute(f"SET temp_directory = {text(folder / ASIDE / 'spill')}")
        yield database


@contextmanager
def failures(folder: Path, cure: str = CURE) -> Any:  # noqa: ANN401 - an iterator for contextmanager
    """What the disk or DuckDB refuses, as a message; what was recorded before stays recorded."""
    try:
        yield
    except OURS:
        raise
    except (OSError, duckdb.Error) as error:
        said = (getattr(error, "strerror", None) or str(error)).partition("\n")[0]
        raise LedgerError(f"{folder}: {said}. {cure}") from error


def json_lines(path: Path, table: str) -> str:
    """SQL that reads JSON lines as rows of a table."""
    fields = ", ".join(f"{text(name)}: {text(kind)}" for name, kind in columns(TABLES[table]).items())
    options = f"format = 'newline_delimited', hive_partitioning = false, maximum_object_size = {LONGEST}"
    return f"read_json({file(path)}, columns = {{{fields}}}, {options})"


def file(path: Path) -> str:
    """A path as an SQL string for what reads files: of a name with a star in it only that very file.

    >>> print(file(Path("a*")))
    'a[*]'
    """
    return text(re.sub(r"([*?\[])", r"[\1]", str(path)))


def text(value: object) -> str:
    """A value as an SQL string: names of folders are data.

    >>> print(text("it's"))
    'it''s'
    """
    return "'" + str(value).replace("'", "''") + "'"


def to_disk(path: Path) -> None:
    """Wait until a file or a folder's entries are on the disk, so that a power cut loses nothing that was reported."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
