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
SNIFF = 8192  # bytes looked at to tell the format of a file without a known suffix, and a binary file
LONGEST = 64 * 2**20  # bytes of one text file, page or line; more is no article and would only fill the memory


def read(source: str) -> Iterator[Item | Reject]:
    """Every input of a path, a glob or `-`; UsageError if there is nothing by that name."""
    if source == "-":
        yield from _stream(cast("io.BufferedReader", sys.stdin.buffer), "stdin", None)
        return
    for path in _paths(source):
        try:
            if SUFFIXES.get(path.suffix.lower()) == "parquet":
                yield from _parquet(path)
            else:
                with path.open("rb") as stream:
                    yield from _stream(stream, str(path), SUFFIXES.get(path.suffix.lower()))
        except OSError as error:
            cure = f"{error.strerror}; check the file's permissions"
            yield Reject(ref=str(path), where=str(path), reason="unreadable", message=cure)


def _paths(source: str) -> list[Path]:
    """Files in a fixed order; a directory stands for the files of known suffix below it."""
    path = Path(source)
    try:
        if path.is_dir():
            found = sorted(p for p in _below(path) if p.suffix.lower() in SUFFIXES)
            if not found:
                raise UsageError(f"{source}: no readable file in it. Known: {', '.join(SUFFIXES)}")
            return found
        if path.exists():
            return [path]
    except (PermissionError, ValueError) as error:
        raise UsageError(f"{source}: {error}. Check the path and its permissions") from error
    found = sorted(Path(p) for p in glob.glob(source, recursive=True))  # noqa: PTH207 - the pattern may be absolute
    if not found:
        raise UsageError(f"{source}: no such file, directory or glob match. Check the path")
    return [p for p in found if p.is_file()]


def _below(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.is_dir():
            yield from _below(entry)
        else:
            yield entry


def _stream(stream: io.BufferedReader, where: str, kind: str | None) -> Iterator[Item | Reject]:
    """Items of an open file. Lines are read one by one, so a file of any size passes."""
    head = stream.peek(SNIFF)[:SNIFF]
    try:
        if not head.strip(b"\xef\xbb\xbf \t\r\n") and len(head) < SNIFF:
            raise InputError("empty", "nothing in it; give a file with text")
        if b"\0" in head:
            raise InputError("binary", "binary data; give text, HTML, JSON lines, CSV or Parquet (named *.parquet)")
        kind = kind or _sniff(head)
        if kind == "jsonl":
            yield from _rows(_json_lines(stream), where)
        elif kind == "csv":
            yield from _rows(_csv_rows(stream), where)
        else:
            body: bytes = stream.read(LONGEST + 1)
            if len(body) > LONGEST:
                raise InputError("too_long", f"more than {LONGEST:,} bytes; split it into articles")
            yield Item(ref=where, where=where, body=body if kind == "html" else _decode(body))
    except InputError as error:
        yield Reject(ref=where, where=where, reason=error.reason, message=str(error))


def _sniff(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return "html" if start[:1] == b"<" else "jsonl" if start[:1] == b"{" else "text"


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
        raise InputError("encoding", f"{bad}; convert it, for example with: iconv -f latin1 -t utf-8") from error


def _json_lines(stream: io.BufferedReader) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    """(line number, object or what is wrong with the line)."""
    decoder = msgspec.json.Decoder()
    number = 0
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
        except msgspec.DecodeError as error:
            yield number, InputError("bad_json", f"{error}; write one JSON object a line")
        else:
            wrong = InputError("bad_json", f"a JSON {type(row).__name__}; write one JSON object a line")
            yield number, row if isinstance(row, dict) else wrong


def _csv_rows(stream: io.BufferedReader) -> Iterator[tuple[int, dict[str, Any] | InputError]]:
    """(line number, row by column name). The delimiter of the header is the file's."""
    csv.field_size_limit(LONGEST)
    lines = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        header = lines.readline()
        delimiter = max(",;\t", key=header.count)
        names = next(csv.reader([header], delimiter=delimiter), [])
        if "text" not in names:
            message = f"no column text among {', '.join(names[:10])}; name the column of the articles text"
            raise InputError("no_text", message)
        reader = csv.reader(lines, delimiter=delimiter)
        for cells in reader:
            if cells:
                yield reader.line_num + 1, dict(zip(names, cells, strict=False))
    except UnicodeDecodeError as error:
        raise InputError("encoding", f"{error}; save the file as UTF-8") from error
    except csv.Error as error:
        raise InputError("bad_csv", f"{error}; mend the quoting") from error


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

            yield from _rows(rows(), str(path))
    except duckdb.Error as error:
        message = f"{error}; is it a Parquet file?"
        yield Reject(ref=str(path), where=str(path), reason="bad_parquet", message=message)


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
