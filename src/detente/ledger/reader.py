"""What can be asked of a ledger: one state of it, read-only."""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import duckdb
import msgspec

from detente.errors import DetenteError, LedgerError, UsageError
from detente.ledger.parts import failures, text
from detente.ledger.schema import columns
from detente.records import Claim, Document, Span, Verdict

T = TypeVar("T", bound=msgspec.Struct)
Chunks = Iterator[list[tuple[Any, ...]]]
READS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
TABLES = "The ledger is read-only here; its tables stand in docs/schema.md"
DAMAGED = "Remove detente.duckdb from it: the index is built anew from the parts"
CHUNK = 1000  # rows fetched at a time
ORDER = {  # of the rows of a table, wherever they are listed
    "claims": "published NULLS LAST, document, sentence[1], trigger[1], id",
    "documents": "published NULLS LAST, id",
    "events": '"start" NULLS LAST, id',
}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its event and the sentence and publication in which it stands."""

    event: str
    claim: Claim
    words: str
    published: date | None
    outlet: str | None
    url: str | None
    verdict: Verdict | None

    def of(self, span: Span) -> str:
        """The words of a span of the claim, which lies in its sentence."""
        return self.words[span.start - self.claim.sentence.start : span.end - self.claim.sentence.start]


class Reader:
    """Rows and records out of the index; see docs/schema.md for its tables."""

    def __init__(self, database: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._database = database
        self._folder = folder
        ((about,),) = database.execute("SELECT about FROM meta").fetchall()
        self.version: str = msgspec.json.decode(about)["version"]

    def rows(self, sql: str, parameters: Sequence[object] | None = None) -> list[dict[str, Any]]:
        """The rows of our own SQL, as dictionaries."""
        names, found = self._run(sql, parameters)
        return [dict(zip(names, row, strict=True)) for chunk in found for row in chunk]

    def records(self, kind: type[T], table: str, where: str = "true", parameters: Sequence[object] = ()) -> Iterator[T]:
        """The rows of a table as records, in the order of ORDER."""
        return self._decoded(kind, f"FROM {table} WHERE {where} ORDER BY {ORDER[table]}", _packed(kind), parameters)

    def claims(self) -> Iterator[Claim]:
        """Every claim of the newest readings."""
        return self.records(Claim, "claims")

    def told(self, where: str = "true", parameters: Sequence[object] = ()) -> Iterator[Told]:
        """Every claim with its event, its sentence and who printed it."""
        beside = "event, words, published, outlet, url, verdict"
        fields = f"claim := {_packed(Claim)}, {', '.join(f'{name} := {name}' for name in beside.split(', '))}"
        tables = f"FROM claims c JOIN event_claims e ON e.claim = c.id WHERE {where} ORDER BY {ORDER['claims']}"
        return self._decoded(Told, tables, f"struct_pack({fields})", parameters)

    def documents(self, ids: Iterable[str]) -> Iterator[Document]:
        """Documents by id."""
        return self.records(Document, "documents", "id IN (SELECT unnest(?))", [list(ids)])

    def _decoded(self, kind: type[T], tables: str, packed: str, parameters: Sequence[object]) -> Iterator[T]:
        decoder = msgspec.json.Decoder(kind)
        for chunk in self._run(f"SELECT to_json({packed}) {tables}", parameters)[1]:
            yield from (decoder.decode(row) for (row,) in chunk)

    def copy(self, table: str, out: BinaryIO) -> None:
        """A table as Parquet."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{table}.parquet"
            sql = f"COPY (FROM {table} ORDER BY {ORDER[table]}) TO {text(path)} (FORMAT parquet, COMPRESSION zstd)"
            with failures(Path(folder)):
                self._database.execute(sql)
            with path.open("rb") as written:
                shutil.copyfileobj(written, out)

    def query(self, sql: str) -> tuple[list[str], Chunks]:
        """Column names and rows of a person's SQL; UsageError says what is wrong with it."""
        try:
            statements = self._database.extract_statements(sql)
            if len(statements) != 1:
                raise UsageError(f"{len(statements)} statements; give one SELECT")
            if statements[0].type not in READS:
                raise UsageError(f"a statement that does something; give one SELECT. {TABLES}")
            names, chunks = self._ask(sql, None)
        except duckdb.Error as error:
            raise _refused(error) from error
        return _distinct(names), _guarded(chunks, _refused)

    def _run(self, sql: str, parameters: Sequence[object] | None) -> tuple[list[str], Chunks]:
        with failures(self._folder, DAMAGED):
            names, chunks = self._ask(sql, parameters)
        return names, _guarded(chunks, self._damaged)

    def _ask(self, sql: str, parameters: Sequence[object] | None) -> tuple[list[str], Chunks]:
        cursor = self._database.cursor().execute(sql, parameters)
        return [column[0] for column in cursor.description or ()], iter(lambda: cursor.fetchmany(CHUNK), [])

    def _damaged(self, error: duckdb.Error) -> LedgerError:
        return LedgerError(f"{self._folder}: {str(error).strip().partition(chr(10))[0]}. {DAMAGED}")


def _packed(kind: type[msgspec.Struct]) -> str:
    """SQL that makes one value of the columns of a record."""
    fields = ", ".join(f'"{name}" := "{name}"' for name in columns(kind))
    return f"struct_pack({fields})"


def _guarded(chunks: Chunks, say: Callable[[duckdb.Error], DetenteError]) -> Chunks:
    """The rows; what goes wrong while they are fetched becomes an error that a person can read."""
    try:
        yield from chunks
    except duckdb.Error as error:
        raise say(error) from error


def _distinct(names: list[str]) -> list[str]:
    """Names of columns, those that come again with a number.

    >>> _distinct(["id", "type", "id"])
    ['id', 'type', 'id_2']
    """
    return [name if (n := names[: at + 1].count(name)) == 1 else f"{name}_{n}" for at, name in enumerate(names)]


def _refused(error: duckdb.Error) -> UsageError:
    return UsageError(f"{str(error).strip()}\n{TABLES}")
