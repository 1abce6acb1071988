"""Which token heads a name, which tokens stand in one noun phrase, and which words name it."""

from collections.abc import Iterator

from detente.actors.gazetteer import Found
from detente.parse.doc import Doc, Token
from detente.records import Span

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
INSIDE = frozenset({"flat", "compound", "fixed", "goeswith"})


class Mentions:
    """Names of one Doc by the tokens they cover."""

    def __init__(self, doc: Doc, names: list[Found]) -> None:
        self.names = names
        self._at: dict[int, Found] = {}
        tokens = iter(doc.tokens)
        token = next(tokens, None)
        for name in names:
            while token is not None and token.end <= name.span.start:
                token = next(tokens, None)
            while token is not None and token.start < name.span.end:
                self._at[token.i] = name
                if token.end > name.span.end:
                    break
                token = next(tokens, None)

    def at(self, token: Token) -> Found | None:
        """The name that covers the token."""
        return self._at.get(token.i)

    def heads(self, token: Token) -> bool:
        """True if the token is the highest one of the name that covers it."""
        name = self.at(token)
        return name is not None and (token.is_root or self.at(token.head) != name)

    def within(self, token: Token) -> bool:
        """True inside a name, below its head: "du Nord" of "Corée du Nord"."""
        name = self.at(token)
        return name is not None and not token.is_root and self.at(token.head) == name


def conjuncts(token: Token) -> list[Token]:
    """The token and the nominal tokens coordinated with it, in text order."""
    found = [token]
    for child in token.children:
        if child.rel == "conj" and child.pos in NOMINAL:
            found += conjuncts(child)
    return found


def cases(token: Token) -> Iterator[str]:
    """Lemmas of the prepositions of a phrase; several words stay together ("face à", "according to")."""
    for child in token.children:
        if child.rel in ("case", "mark") and child.pos in (
            "ADP",
            "SCONJ",
            "PART",
            "ADV",
            "VERB",
            "NOUN",
            "ADJ",
            "PROPN",
        ):
            fixed = [part for part in child.children if part.rel == "fixed"]
            yield " ".join([child.lemma.lower(), *(part.lemma.lower() for part in fixed)])


def words(token: Token, extra: Token | None = None) -> Span:
    """The words that name the phrase headed by `token`: name, adjectives and titles, and `extra` (the owner)."""
    inside = [token]
    for child in token.children:
        if child.rel in INSIDE or (
            child.rel in ("amod", "nummod", "appos") and child.pos != "VERB" and _close(child, token)
        ):
            inside += [child, *(sub for sub in child.children if sub.rel in INSIDE)]
    if extra is not None:
        inside.append(extra)
    return Span(min(t.start for t in inside), max(t.end for t in inside))


def _close(child: Token, head: Token) -> bool:
    """No punctuation between: an apposition behind a comma is a phrase of its own."""
    tokens, first = head.sent.tokens, head.sent.tokens[0].i
    between = tokens[min(child.i, head.i) + 1 - first : max(child.i, head.i) - first]
    return not any(t.pos == "PUNCT" and t.text != "-" for t in between)
