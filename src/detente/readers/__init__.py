"""Readers: a path, a glob or `-` -> Items. A reader knows formats, never languages or content.

A reader is a callable that yields an Item or a Reject for every input it meets, in input order; it raises UsageError
only where the call itself is wrong (no such path). Built-ins enter through the entry points `detente.readers`.
"""

from collections.abc import Iterator
from typing import Protocol

import msgspec

from detente.records import Reject


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One input as it was found, not yet a document.

    `body` is text, or the bytes of an HTML page. `as_is`: take the text as it stands, so that spans refer to it
    exactly. `ref` is the input's own id, `where` the file and line for messages.
    """

    ref: str
    where: str
    body: str | bytes
    as_is: bool = False
    title: str | None = None
    published: str | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None


class Reader(Protocol):
    """What the entry points `detente.readers` hold."""

    def __call__(self, source: str) -> Iterator[Item | Reject]:
        """Every input of `source`, in order."""
        ...
