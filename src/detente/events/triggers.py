"""The trigger tables of a language: rows, operators, and the check that every one of them is whole."""

from collections import defaultdict
from pathlib import Path
from typing import Generic, Literal, TypeVar

import msgspec

from detente.errors import TableError
from detente.parse.doc import Token
from detente.tables import read_toml

PARTS = {"verb": ("VERB", "AUX"), "noun": ("NOUN", "PROPN"), "adj": ("ADJ", "VERB")}
Does = Literal[
    "agree", "decide", "refuse", "ask", "threaten", "warn", "cancel", "end", "lift", "begin", "light", "undergo",
    "announce", "plan", "fail", "praise", "blame", "prevent", "permit",
]  # fmt: skip


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One [[trigger]]: a word that reports an event, where its parties stand, and an example that is run as a test.

    `where`/`unless`: slot -> lemmas that must / must not fill it ("@name" is a list of the file's [words]).
    `needs`: sides without which there is no event. See docs/add-a-language.md for the slots.
    """

    lemma: str
    pos: Literal["verb", "noun", "adj"]
    where: dict[str, tuple[str, ...]] = {}
    unless: dict[str, tuple[str, ...]] = {}
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    mode: str | None = None
    mutual: bool = False
    needs: tuple[Literal["actor", "recipient"], ...] = ()
    example: str
    gives: str
    type: str = ""


class Operator(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One [[operator]]: a word that takes another event as complement.

    data/ontology/composition.csv says what both make together.
    """

    lemma: str
    pos: Literal["verb", "noun", "adj"]
    does: Does
    event: tuple[str, ...]
    where: dict[str, tuple[str, ...]] = {}
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    example: str
    gives: str


class TriggerFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """triggers/<type>.toml."""

    words: dict[str, tuple[str, ...]] = {}
    trigger: tuple[Row, ...] = ()


class OperatorFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """triggers/operators.toml."""

    words: dict[str, tuple[str, ...]] = {}
    operator: tuple[Operator, ...] = ()


T = TypeVar("T", Row, Operator)


class Lexicon(Generic[T]):
    """Rows by the lemma and part of speech of their head word."""

    def __init__(self, rows: list[T]) -> None:
        self.rows: list[T] = rows
        self._by_head: dict[tuple[str, str], list[tuple[tuple[str, ...], T]]] = defaultdict(list)
        for row in rows:
            head, *others = row.lemma.split()
            if head in ("se", "s'") and others:  # "se retirer": the verb is the head, the pronoun comes with it
                head, others = others[0], ["se", *others[1:]]
            for pos in PARTS[row.pos]:
                self._by_head[head, pos].append((tuple(others), row))

    def at(self, token: Token) -> list[T]:
        """Rows whose words are all there, those of more words first; conditions on slots are not checked here."""
        candidates = self._by_head.get((token.lemma.lower(), token.pos))
        if not candidates:
            return []
        found = [(len(others), row) for others, row in candidates if _all_there(token, others)]
        found.sort(key=lambda pair: -pair[0])
        return [row for _, row in found]


def _all_there(token: Token, others: tuple[str, ...]) -> bool:
    """The other words of a lemma stand among the head's dependents, or theirs ("mettre en garde", "call off")."""
    if not others:
        return True
    wanted = set(others)
    found = set()
    for child in token.children:
        here = wanted & {child.lemma.lower(), child.lower}
        found |= here
        prepositions = sum(grand.rel == "case" for grand in child.children)
        for grand in child.children:  # "mettre en garde", "tenir Paris responsable"
            # A particle taken for a preposition stands beside the verb, or before a preposition ("over to Mauritius").
            loose = grand.rel in ("case", "compound") and not here and prepositions < 2 and grand.i != token.i + 1
            if not loose:
                found |= wanted & {grand.lemma.lower(), grand.lower}
    return found == wanted


def load(folder: Path, types: set[str]) -> Lexicon[Row]:
    """All rows of triggers/<type>.toml; TableError if a file is not named after a type or a word list is missing."""
    rows: list[Row] = []
    for path in sorted((folder / "triggers").glob("*.toml")):
        if path.stem == "operators":
            continue
        kind = path.stem.upper()
        if kind not in types:
            raise TableError(
                path, None, f"no event type {kind}", f"Name the file after one of {', '.join(sorted(types))}"
            )
        table = read_toml(path, TriggerFile)
        for row in table.trigger:
            where, unless = _expand(path, row.where, table.words), _expand(path, row.unless, table.words)
            rows.append(msgspec.structs.replace(row, type=kind, where=where, unless=unless))
    return Lexicon(rows)


def load_operators(folder: Path) -> Lexicon[Operator]:
    """All rows of triggers/operators.toml."""
    path = folder / "triggers/operators.toml"
    table = read_toml(path, OperatorFile)
    rows = [msgspec.structs.replace(row, where=_expand(path, row.where, table.words)) for row in table.operator]
    return Lexicon(rows)


def _expand(
    path: Path, condition: dict[str, tuple[str, ...]], words: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Replace "@name" by the words of the list."""
    expanded = {}
    for slot, lemmas in condition.items():
        found: list[str] = []
        for lemma in lemmas:
            if lemma.startswith("@") and lemma[1:] not in words:
                raise TableError(
                    path, None, f"no word list {lemma}", f"Add it to [words]: {', '.join(words) or 'none yet'}"
                )
            found += words[lemma[1:]] if lemma.startswith("@") else (lemma,)
        expanded[slot] = tuple(found)
    return expanded
