"""Names of states, seats and bodies found in text: the longest match from the left, valid at the document's date."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from detente.languages import Name
from detente.records import Span
from detente.tables import read_csv

CITIES = Path(__file__).parents[1] / "data/actors/cities.csv"
PIECE = re.compile(r"\w+|[^\w\s]")
# One spelling for what newspapers print in two ways: the apostrophe, the hyphen, accents on capitals.
SAME = str.maketrans("’‑ÀÂÉÈÊÎÏÔÇŒ", "'-AAEEEIIOC\u0152")
SHORTEST_SHOUT = 4  # letters; "RUSSIA" is Russia in a headline, but "US" must stay apart from "us"
LEAF = ""


class Found(NamedTuple):
    """A name in a text. `code` is None for a name that only blocks ("New Mexico")."""

    span: Span
    code: str | None
    kind: str
    sector: str | None


class City(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of data/actors/cities.csv: a city and its state.

    From GeoNames (CC BY 4.0), the larger where two share a name.
    """

    name: str
    code: str


def cities() -> dict[str, str]:
    """City -> code of its state; the same names in all languages, with the exonyms of English and French."""
    return {city.name.translate(SAME): city.code for city in read_csv(CITIES, City)}


class Gazetteer:
    """A trie over the pieces (words and signs) of all names; built once per language, shared by all documents."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._trie: dict[str, Any] = {}
        for name in names:
            for form in _forms(name):
                node = self._trie
                for piece in PIECE.findall(form):
                    node = node.setdefault(piece, {})
                node.setdefault(LEAF, []).append(name)

    def find(self, text: str, year: int | None = None) -> list[Found]:
        """Names in the order of the text, never overlapping. Without a year, names of today are taken."""
        same = text.translate(SAME)
        pieces = [(m.group(), m.start(), m.end()) for m in PIECE.finditer(same)]
        found: list[Found] = []
        i = 0
        while i < len(pieces):
            node: dict[str, Any] | None = self._trie
            best, end, k = None, i, i
            while k < len(pieces) and (node := (node or {}).get(pieces[k][0])) is not None:
                k += 1
                if LEAF in node and (row := _valid(node[LEAF], year)) is not None:
                    best, end = row, k
            if best is not None:
                span = Span(pieces[i][1], pieces[end - 1][2])
                found.append(Found(span, best.code, best.kind, best.sector))
            i = max(end, i + 1)
        return found


def _forms(name: Name) -> set[str]:
    """A name as written, in capitals, and a lower-case adjective also with a capital ("les Russes")."""
    text = name.text.translate(SAME)
    forms = {text}
    if len(text) >= SHORTEST_SHOUT:
        forms.add(text.upper().translate(SAME))
    if name.kind == "demonym":
        forms.add(text[:1].upper().translate(SAME) + text[1:])
    return forms


def _valid(rows: list[Name], year: int | None) -> Name | None:
    """The row valid in `year`; of several, the one that began last, a name before a demonym ("l'Argentine").

    Without a year, one without an end.
    """
    if year is None:
        valid = [row for row in rows if row.until is None] or rows
    else:
        valid = [row for row in rows if (row.since or 0) <= year <= (row.until or 9999)]
    return max(valid, key=lambda row: (row.since or 0, row.kind != "demonym"), default=None)
