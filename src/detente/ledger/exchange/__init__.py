"""Claims as others read them. A format is a function that writes all claims of a reader to a binary stream."""

from collections.abc import Callable
from typing import BinaryIO

from detente.ledger.exchange import plover, tables
from detente.ledger.reader import Reader

FORMATS: dict[str, Callable[[Reader, BinaryIO], None]] = {
    "jsonl": tables.jsonl,
    "csv": tables.csv,
    "parquet": tables.parquet,
    "plover": plover.write,
}
