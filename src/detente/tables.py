"""CSV and TOML tables -> typed records. An error names file, line, what is wrong and the cure."""

import csv
import io
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from detente.errors import TableError

T = TypeVar("T")


def read_csv(path: Path, row: type[T]) -> list[T]:
    """The rows of a CSV file with a header, each converted to `row`; an empty cell is left to the row's default.

    TableError if the file is missing or not UTF-8, a row has too many or too few cells, a column is unknown or a cell
    has the wrong type.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise TableError(path, reader.line_num, str(error), "Mend the quoting") from error
    if not lines:
        raise TableError(path, None, "the file is empty", "Write the header line first")
    names = lines.pop(0)[1]
    rows = []
    for number, cells in lines:
        if len(cells) != len(names):
            cure = "Quote cells that contain commas"
            raise TableError(path, number, f"{len(cells)} cells where the header has {len(names)}", cure)
        data = {name: cell for name, cell in zip(names, cells, strict=True) if cell}
        rows.append(_convert(path, number, data, row))
    return rows


def read_toml(path: Path, table: type[T]) -> T:
    """A whole TOML file converted to `table`; TableError as in read_csv."""
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        raise TableError(path, int(found[1]) if found else None, str(error), "Mend the TOML syntax") from error
    try:
        return msgspec.convert(data, table)
    except msgspec.ValidationError as error:
        raise TableError(path, _line(text, str(error)), str(error), "Mend the value, or the name of the key") from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf8")
    except FileNotFoundError as error:
        raise TableError(path, None, "no such table", "Reinstall detente, or check the folder's name") from error
    except UnicodeDecodeError as error:
        raise TableError(path, None, "not UTF-8", "Save the file as UTF-8") from error


def _convert(path: Path, number: int, data: dict[str, Any], row: type[T]) -> T:
    try:
        return msgspec.convert(data, row, strict=False)
    except msgspec.ValidationError as error:
        raise TableError(path, number, str(error), "Mend the cell, or the name of the column") from error


def _line(text: str, message: str) -> int | None:
    """The line of the n-th [[table]] that a message like "... at `$.trigger[3].pos`" speaks of."""
    found = re.search(r"`\$\.(\w+)\[(\d+)\]", message)
    if not found:
        return None
    headers = [n for n, line in enumerate(text.splitlines(), start=1) if line.strip() == f"[[{found[1]}]]"]
    return headers[int(found[2])] if int(found[2]) < len(headers) else None
