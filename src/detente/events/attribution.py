"""Who says so: source, cue and content of everything that a text reports, for the whole document.

Verbs and nouns of saying and prepositions ("according to") with their stance stand in speech.toml. Source, cue and
content are those of PARC and PolNeAR (Pareti 2016; Newell, Margolin and Ruths 2018).
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from detente.actors.mentions import words
from detente.actors.resolve import Resolver
from detente.events.roles import VERBAL, Roles
from detente.parse.doc import Doc, Sentence, Token
from detente.records import Attribution, Span, Stance
from detente.tables import read_toml


class Cue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of saying with one stance. `content`: slots of what is said (ccomp, xcomp, obj or a preposition)."""

    lemmas: tuple[str, ...]
    stance: Stance = Stance.ASSERTS
    content: tuple[str, ...] = ("ccomp",)


class SpeechFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """speech.toml. `phrase`: prepositions, as written; `unnamed`: speakers who make what they say hearsay."""

    unnamed: tuple[str, ...] = ()
    verb: tuple[Cue, ...] = ()
    noun: tuple[Cue, ...] = ()
    phrase: tuple[str, ...] = ()


class Speech:
    """The reporting words of one language."""

    def __init__(self, folder: Path) -> None:
        self.table = read_toml(folder / "speech.toml", SpeechFile)
        self._verbs = {lemma: cue for cue in self.table.verb for lemma in cue.lemmas}
        self._nouns = {lemma: cue for cue in self.table.noun for lemma in cue.lemmas}

    def verb(self, token: Token) -> Cue | None:
        """The row of a reporting verb; with a particle or reflexive if the row has one ("point out")."""
        if token.pos not in VERBAL:
            return None
        lemma = token.lemma.lower()
        for child in token.children:
            if child.dep == "compound:prt":
                found = self._verbs.get(f"{lemma} {child.lemma.lower()}")
                if found is not None:
                    return found
        return self._verbs.get(lemma)

    def noun(self, token: Token) -> Cue | None:
        """The row of a noun of saying."""
        return self._nouns.get(token.lemma.lower()) if token.pos == "NOUN" else None

    def is_unnamed(self, token: Token) -> bool:
        """A source without a name: "sources", "rumours"."""
        return token.lemma.lower() in self.table.unnamed


class Found(msgspec.Struct, frozen=True):
    """An attribution with the tokens behind it; `inside` are the tokens of the content."""

    record: Attribution
    cue: Token
    source: Token | None
    inside: frozenset[int]
    unnamed: bool


class Attributor:
    """Reads the attributions of one Doc."""

    def __init__(self, doc: Doc, roles: Roles, resolver: Resolver, speech: Speech) -> None:
        self._doc = doc
        self._roles = roles
        self._resolver = resolver
        self._speech = speech

    def read(self) -> list[Found]:
        """All attributions in text order; each has in `within` the one that reports it, if any."""
        found = sorted(self._all(), key=lambda f: f.cue.i)
        nested = []
        for each in found:
            outer = innermost(found, each.cue)
            record = each.record
            if outer is not None and outer is not each:
                record = msgspec.structs.replace(record, within=outer.record)
            nested.append(msgspec.structs.replace(each, record=record))
        return nested

    def _all(self) -> Iterator[Found]:
        for sentence in self._doc.sentences:
            for token in sentence.tokens:
                cue = self._speech.verb(token)
                if cue is not None:
                    yield from self._verb(token, cue, sentence)
                noun = self._speech.noun(token)
                if noun is not None:
                    yield from self._noun(token, noun)
                yield from self._phrase(token)

    def _verb(self, token: Token, cue: Cue, sentence: Sentence) -> Iterator[Found]:
        content: list[Token] = []
        for slot in cue.content:
            for phrase in self._roles.phrases(token, slot):
                content += phrase.subtree()
        if not content:
            content = self._direct(token, sentence)
        sources = self._roles.subjects(token) or [c for c in token.children if c.dep == "obl:agent"]
        if content:
            yield self._found(token, cue.stance, sources[0] if sources else None, content)

    def _direct(self, token: Token, sentence: Sentence) -> list[Token]:
        """Direct speech: the clause that the verb is a parenthesis of, or the clause or quotation beside it."""
        own = {t.i for t in token.subtree()}
        if token.dep == "parataxis":
            return [t for t in sentence.tokens if t.i not in own]
        beside = [t for c in token.children if c.dep == "parataxis" and not self._speech.verb(c) for t in c.subtree()]
        if beside:
            return beside
        quoted = [t for t in _quoted(sentence) if t is not token]
        return quoted if token.is_root or token.rel == "conj" else []

    def _noun(self, token: Token, cue: Cue) -> Iterator[Found]:
        """A noun of saying with its content: "Tehran's claim that …"."""
        content = [
            t
            for c in token.children
            if c.rel in ("acl", "ccomp") and c.morph.get("VerbForm") != "Part"
            for t in c.subtree()
        ]
        sources = [*self._roles.phrases(token, "poss")]
        for preposition in self._roles.pack.genitive:
            sources += self._roles.phrases(token, preposition)
        sources = [s for s in sources if s.i not in {t.i for t in content}]
        if content and sources:
            yield self._found(token, cue.stance, sources[0], content)

    def _phrase(self, token: Token) -> Iterator[Found]:
        """A preposition of saying ("according to Kyiv"): the rest of the clause is the content."""
        if token.pos not in ("NOUN", "PROPN", "PRON"):
            return
        for child in token.children:
            if child.rel != "case":
                continue
            fixed = [part for part in child.children if part.rel == "fixed"]
            name = " ".join([child.lower, *(part.lower for part in fixed)])
            if name not in self._speech.table.phrase:
                continue
            own = {t.i for t in token.subtree()}
            clause = token.head if not token.is_root else token
            content = [t for t in clause.subtree() if t.i not in own]
            if content:
                yield self._found(child, Stance.ASSERTS, token, content, end=fixed[-1] if fixed else child)
            return

    def _found(
        self, cue: Token, stance: Stance, source: Token | None, content: list[Token], end: Token | None = None
    ) -> Found:
        cue_span = Span(cue.start, (end or cue).end)
        spans = tuple(_runs(sorted(content, key=lambda t: t.i)))
        speakers = self._resolver.parties(source) if source is not None else []
        span = _source_span(source) if source is not None else None
        record = Attribution(
            speaker=speakers[0].actor if speakers else None,
            text=span.of(self._doc.text) if span is not None else "",
            span=span,
            cue=cue_span.of(self._doc.text),
            cue_span=cue_span,
            content=spans,
            stance=stance,
        )
        unnamed = source is not None and self._speech.is_unnamed(source) and not any(s.actor.code for s in speakers)
        return Found(record, cue, source, frozenset(t.i for t in content), unnamed)


def innermost(found: list[Found], token: Token) -> Found | None:
    """The attribution with the smallest content that holds the token, its own cue aside."""
    holding = [f for f in found if token.i in f.inside and f.cue is not token]
    return min(holding, key=lambda f: len(f.inside), default=None)


def _source_span(source: Token) -> Span:
    """The whole phrase up to a relative clause, without its preposition."""
    left_out = {
        t.i for c in source.children if c.dep in ("case", "acl:relcl", "parataxis", "punct") for t in c.subtree()
    }
    kept = [t for t in source.subtree() if t.i not in left_out]
    runs = [run for run in _runs(kept) if run.start <= source.start < run.end]
    return runs[0] if runs else words(source)


def _runs(tokens: list[Token]) -> Iterator[Span]:
    """Unbroken runs of tokens as spans, trimmed of punctuation at the ends that closes nothing."""
    run: list[Token] = []
    for token in tokens:
        if run and token.i != run[-1].i + 1:
            yield from _trimmed(run)
            run = []
        run.append(token)
    yield from _trimmed(run)


def _trimmed(run: list[Token]) -> Iterator[Span]:
    while run and run[-1].text in ",;:":
        run = run[:-1]
    while run and run[0].text in ",;:.":
        run = run[1:]
    if run and not (len(run) == 1 and run[0].pos == "PUNCT"):
        yield Span(run[0].start, run[-1].end)


def _quoted(sentence: Sentence) -> list[Token]:
    """Tokens between quotation marks."""
    inside, out = False, []
    for token in sentence.tokens:
        if token.text in ("«", "“"):
            inside = True
        elif token.text in ("»", "”"):
            inside = False
        elif token.text in ('"', "``", "''"):
            inside = not inside
        if inside or token.text in ("»", "”"):
            out.append(token)
    return out
