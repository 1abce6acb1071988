"""Files -> Items: txt, html, jsonl, csv, parquet; a directory, a glob, or `-` for standard input.

An unknown suffix is read by content: `<` begins HTML, `{` JSON lines, anything else is text.
"""

import csv
import glob
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import msgspec

from detente.errors import InputError, UsageError
from detente.readers import Item
from detente.records import Reject

SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".parquet": "parquet",
}  # fmt: skip
FIELDS = ("title", "published", "language", "outlet", "url")
BLANK = b"\xef\xbb\xbf \t\r\n"  # byte order mark and white space
SNIFF = 8192  # bytes looked at to tell the format of a file without a known suffix, and a binary file
LONGEST = 64 * 2**20  # bytes of one text file, page or line; more is no article and would only fill the memory


def read(source: str) -> Iterator[Item | Reject]:
    """Every input of a path, a glob or `-`; UsageError if there is nothing by that name."""
    if source == "-":
        yield from _stream(cast("io.BufferedReader", sys.stdin.buffer), "stdin", None)
        return
    for path in _paths(source):
        if isinstance(path, Reject):
            yield path
            continue
        name = _name(path)
        try:
            if SUFFIXES.get(path.suffix.lower()) == "parquet":
                yield from _parquet(path)
            else:
                with path.open("rb") as stream:
                    yield from _stream(stream, name, SUFFIXES.get(path.suffix.lower()))
        except OSError as error:
            yield _unreadable(path, error)


def _name(path: Path) -> str:
    """The path as text: bytes that are none are written as escapes."""
    return str(path).encode("utf8", "surrogateescape").decode("utf8", "backslashreplace")


def _unreadable(path: Path, error: OSError) -> Reject:
    message = f"{error.strerror}; check its permissions"
    return Reject(ref=_name(path), where=_name(path), reason="unreadable", message=message)


def _paths(source: str) -> list[Path | Reject]:
    """Files in a fixed order; a directory stands for the files of known suffix below it."""
    path = Path(source)
    try:
        if path.is_dir():
            below = list(_below(path))
            if not below:
                raise UsageError(f"{source}: no readable file in it. Known: {', '.join(SUFFIXES)}")
            return below
        if path.exists():
            return [path]
    except (PermissionError, ValueError) as error:
        raise UsageError(f"{source}: {error}. Check the path and its permissions") from error
    found = sorted(Path(p) for p in glob.glob(source, recursive=True))  # noqa: PTH207 - the pattern may be absolute
    if not found:
        raise UsageError(f"{source}: no such file, directory or glob match. Check the path")
    return [entry for p in found for entry in (_below(p) if p.is_dir() else (p,))]


def _below(folder: Path) -> Iterator[Path | Reject]:
    """Files of known suffix, in order; links to directories, which may lead back, and ledgers are passed over."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield _unreadable(folder, error)
        return
    for entry in entries:
        if entry.is_dir():
            if not entry.is_symlink() and not _is_ledger(entry):
                yield from _below(entry)
        elif entry.suffix.lower() in SUFFIXES:
            yield entry


def _is_ledger(folder: Path) -> bool:
    """A ledger of Détente, which may lie beside the articles that it was made from, holds no articles."""
    try:
        return (folder / "manifest.json").is_file() and (folder / "claims").is_dir()
    except OSError:  # it may not be looked into: whoever reads it will say so
        return False


def _stream(stream: io.BufferedReader, where: str, kind: str | None) -> Iterator[Item | Reject]:
    """Items of an open file. Lines are read one by one, so a file of any size passes."""
    head, blank = stream.peek(SNIFF)[:SNIFF], 0
    try:
        while head and not head.strip(BLANK):  # a pipe may begin with a line that is empty
            blank += stream.read(len(head)).count(b"\n")
            head = stream.peek(SNIFF)[:SNIFF]
        if not head:
            raise InputError("empty", "nothing in it; give a file with text")
        if b"\0" in head:
            raise InputError("binary", "binary data; give text, HTML, JSON lines, CSV or Parquet (named *.parquet)")
        kind = kind or _sniff(head)
        if kind == "jsonl":
            yield from _rows(_json_lines(stream, blank), where)
        elif kind == "csv":
            yield from _rows(_csv_rows(stream, blank), where)
        else:
            body: bytes = stream.read(LONGEST + 1)
            if len(body) > LONGEST:
                raise InputError("too_long", f"more than {LONGEST:,} bytes; split it into articles")
            yield Item(ref=where, where=where, body=body if kind == "html" else _decode(body))
    except InputError as error:
        yield Reject(ref=where, where=where, reason=error.reason, message=str(error))


def _sniff(head: bytes) -> str:
    start = head.lstrip(BLANK)
    return "html" if start[:1] == b"<" else "jsonl" if start[:1] == b"{" else "text"


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        raise InputError("encoding", f"{bad}; convert it, for example with: iconv -f latin1 -t utf-8") from error


def _json_lines(stream: io.BufferedReader, number: int) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    """(line number, object or what is wrong with the line), after `number` lines."""
    decoder = msgspec.json.Decoder()
    while line := stream.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST)
            yield number, InputError("too_long", f"a line of more than {LONGEST:,} bytes; split it into articles")
            continue
        if not line.strip():
            continue
        try:
            row = decoder.decode(_decode(line).strip())
        except InputError as error:
            yield number, error
        except (msgspec.DecodeError, RecursionError) as error:
            yield number, InputError("bad_json", f"{error}; write one JSON object a line")
        else:
            wrong = InputError("bad_json", f"a JSON {type(row).__name__}; write one JSON object a line")
            yield number, row if isinstance(row, dict) else wrong


def _csv_rows(stream: io.BufferedReader, blank: int) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    """(line number, row by column name), after `blank` lines. The delimiter of the header is the file's."""
    csv.field_size_limit(LONGEST)
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    header = lines.readline()
    delimiter = max(",;\t", key=header.count)
    names = next(csv.reader([header], delimiter=delimiter), [])
    if "text" not in names:
        listed = ", ".join(names[:10]).encode("utf8", "replace").decode()
        raise InputError("no_text", f"no column text among {listed}; name the column of the articles text")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield blank + reader.line_num + 1, InputError("bad_csv", f"{error}; mend the quoting")
            continue
        if cells is None:
            return
        if cells:
            yield blank + reader.line_num + 1, _csv_row(names, cells)


def _csv_row(names: list[str], cells: list[str]) -> dict[str, Any] | InputError:
    if len(cells) > len(names):
        problem = f"{len(cells)} cells where the header has {len(names)}"
        return InputError("bad_csv", f"{problem}; quote cells that contain the delimiter")
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:  # a byte that is not UTF-8 came through as half of a surrogate pair
        return InputError("encoding", "bytes that are not UTF-8; save the file as UTF-8")
    return dict(zip(names, cells, strict=False))


def _parquet(path: Path) -> Iterator[Item | Reject]:
    import duckdb  # noqa: PLC0415 - only who reads Parquet pays for it

    try:
        with duckdb.connect() as connection:
            table = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            names = [column[0] for column in table.description or ()]

            def rows() -> Iterator[tuple[int, dict[str, Any] | InputError]]:
                number = 0
                while chunk := table.fetchmany(1000):
                    for cells in chunk:
                        number += 1
                        yield number, dict(zip(names, cells, strict=True))

            yield from _rows(rows(), _name(path))
    except duckdb.Error as error:
        message = f"{str(error).partition(chr(10))[0]}; is it a Parquet file?"
        yield Reject(ref=_name(path), where=_name(path), reason="bad_parquet", message=message)


def _rows(rows: Iterable[tuple[int, dict[str, Any] | InputError]], file: str) -> Iterator[Item | Reject]:
    """Rows of named fields -> Items; only `text` is required, unknown keys are ignored."""
    for number, row in rows:
        where = f"{file}:{number}"
        if isinstance(row, InputError):
            yield Reject(ref=where, where=where, reason=row.reason, message=str(row))
            continue
        given = row.get("id")
        ref = where if given is None or given == "" else str(given)
        text = row.get("text")
        if not isinstance(text, str):
            message = "no field text" if text is None else f"field text is a {type(text).__name__}"
            yield Reject(ref=ref, where=where, reason="no_text", message=f"{message}; give the article as a string")
            continue
        fields = {name: str(row[name]) for name in FIELDS if row.get(name) not in (None, "")}
        yield Item(ref=ref, where=where, body=text, as_is=True, **fields)
