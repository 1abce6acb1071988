"""The parsed text that everything after the parser works on: plain tokens with Universal Dependencies, no spaCy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detente.records import Span


@dataclass(slots=True, eq=False, repr=False)
class Token:
    """One token. `start` and `end` are code points in Document.text; `head` is itself at the root."""

    i: int
    text: str
    lower: str
    lemma: str
    pos: str
    dep: str
    morph: dict[str, str]
    start: int
    end: int
    head: "Token" = field(init=False)
    sent: "Sentence" = field(init=False)
    children: list["Token"] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"{self.text}/{self.pos}/{self.dep}"

    @property
    def span(self) -> Span:
        """Where the token stands."""
        return Span(self.start, self.end)

    @property
    def rel(self) -> str:
        """The relation without its subtype: `nsubj` of `nsubj:pass`."""
        return self.dep.partition(":")[0]

    @property
    def is_root(self) -> bool:
        """True at the head of a sentence."""
        return self.head is self

    def having(self, *deps: str) -> Iterator["Token"]:
        """Children whose relation, with or without subtype, is one of `deps`."""
        for child in self.children:
            if child.dep in deps or child.rel in deps:
                yield child

    def ancestors(self) -> Iterator["Token"]:
        """Heads upward, without the token itself."""
        token = self
        while not token.is_root:
            token = token.head
            yield token

    def subtree(self) -> list["Token"]:
        """The token and all below it, in text order."""
        found, todo = [self], list(self.children)
        while todo:
            token = todo.pop()
            found.append(token)
            todo.extend(token.children)
        return sorted(found, key=lambda t: t.i)


@dataclass(slots=True, eq=False)
class Sentence:
    """Tokens of one sentence, in order; `index` counts sentences in the document."""

    index: int
    tokens: list[Token]

    @property
    def span(self) -> Span:
        """From the first to the last token."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @property
    def root(self) -> Token:
        """The head of the sentence."""
        return next(token for token in self.tokens if token.is_root)


class Doc:
    """A whole text: sentences of tokens. `text` is Document.text, to which all offsets refer."""

    def __init__(self, text: str, sentences: list[Sentence]) -> None:
        self.text = text
        self.sentences = sentences
        self.tokens = [token for sentence in sentences for token in sentence.tokens]

    @classmethod
    def build(
        cls,
        words: Sequence[str],
        heads: Sequence[int],
        deps: Sequence[str],
        pos: Sequence[str],
        *,
        lemmas: Sequence[str] | None = None,
        morphs: Sequence[str] | None = None,
    ) -> "Doc":
        """A Doc of one or more sentences (one per head that points at itself) without a model; words joined by blanks.

        >>> Doc.build(["Russia", "attacked"], [1, 1], ["nsubj", "root"], ["PROPN", "VERB"]).tokens
        [Russia/PROPN/nsubj, attacked/VERB/root]
        """
        tokens, at = [], 0
        for i, word in enumerate(words):
            lemma = lemmas[i] if lemmas else word.lower()
            morph = features(morphs[i]) if morphs else {}
            tokens.append(Token(i, word, word.lower(), lemma, pos[i], deps[i], morph, at, at + len(word)))
            at += len(word) + 1
        for token, head in zip(tokens, heads, strict=True):
            attach(token, tokens[head])
        sentences: list[Sentence] = []
        roots: dict[int, Sentence] = {}
        for token in tokens:
            root = next(t for t in (token, *token.ancestors()) if t.is_root)
            if root.i not in roots:
                roots[root.i] = Sentence(len(sentences), [])
                sentences.append(roots[root.i])
            roots[root.i].tokens.append(token)
            token.sent = roots[root.i]
        return cls(" ".join(words), sentences)


def attach(token: Token, head: Token) -> None:
    """Hang `token` under `head`; the caller goes through tokens in text order, so children are in text order."""
    token.head = head
    if head is token:
        token.dep = "root"  # whatever label the parser gave: rules that follow a relation upward must end here
    else:
        head.children.append(token)


def features(morph: str) -> dict[str, str]:
    """`Mood=Ind|Tense=Past` as a dictionary."""
    return dict(pair.split("=", 1) for pair in morph.split("|") if "=" in pair)
