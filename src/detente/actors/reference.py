"""Words that stand for somebody named elsewhere: pronouns, possessives, "the two countries"."""

from collections.abc import Iterable, Iterator

from detente.actors.mentions import Mentions, words
from detente.actors.party import STATE_SECTOR, Actors, Party, actor_of, inside
from detente.languages import Office, Pack
from detente.parse.doc import Doc, Token
from detente.records import Span

BACK = 3  # sentences in which an antecedent is looked for


class References:
    """References of one Doc."""

    def __init__(self, doc: Doc, mentions: Mentions, pack: Pack, actors: Actors) -> None:
        self._doc = doc
        self._mentions = mentions
        self._pack = pack
        self._actors = actors

    def is_pair(self, token: Token) -> bool:
        """ "The two countries", without saying which."""
        if token.lemma.lower() not in self._pack.pair or token.pos not in ("NOUN", "PROPN"):
            return False
        if any(c.rel in ("nmod", "compound") or (c.rel == "amod" and self._mentions.at(c)) for c in token.children):
            return False
        return any(c.lower in self._pack.pair_words for c in token.children)

    def two(self, token: Token, pair: tuple[Party, ...]) -> Iterable[Party]:
        """The parties of the last mutual act, else the last sentence's two states."""
        span = words(token)
        sector = (self._actors.office(token) or Office("", STATE_SECTOR)).sector
        codes: list[tuple[str | None, Span]] = [(p.actor.code, p.source) for p in pair]
        if len(codes) != 2:
            codes = self._last_two(token)
        return [Party(token, actor_of(code, sector, self._doc.text, span), "pair", source) for code, source in codes]

    def _last_two(self, token: Token) -> list[tuple[str | None, Span]]:
        for index in range(token.sent.index, max(-1, token.sent.index - BACK - 1), -1):
            span = self._doc.sentences[index].span
            states: dict[str, Span] = {}
            for name in self._mentions.names:
                if name.code and inside(name.span, span) and name.span.end <= token.start and name.kind != "body":
                    states.setdefault(name.code, name.span)
            if len(states) > 1:
                return [(code, where) for code, where in list(states.items())[:2]]
        return []

    def pronoun(self, token: Token) -> Iterable[Party]:
        """A relative pronoun by the noun it hangs on; a personal or possessive one by the last subject that fits."""
        clause = next((t for t in (token, *token.ancestors()) if t.dep == "acl:relcl"), None)
        if clause is not None and token.morph.get("PronType") == "Rel":
            return self._actors.parties(clause.head) or self._actors.reach(clause.head)
        reflexive = token.morph.get("Reflex") == "Yes" and token.morph.get("Poss") != "Yes"
        if token.rel == "expl" or reflexive or token.morph.get("PronType") in ("Ind", "Int", "Dem", "Neg"):
            return ()
        if token.lower in self._pack.first_person or token.morph.get("Person") in ("1", "2"):
            return ()
        for known in self._subjects(token):
            span = token.span
            return [
                Party(token, actor_of(p.actor.code, p.actor.sector, self._doc.text, span), "pronoun", p.source)
                for p in known
            ]
        return ()

    def _subjects(self, token: Token) -> Iterator[list[Party]]:
        """Earlier subjects that agree in number, nearest sentence first, within a sentence its main subject first."""
        plural = token.morph.get("Number") == "Plur" and token.morph.get("Poss") != "Yes"
        for index in range(token.sent.index, max(-1, token.sent.index - BACK), -1):
            tokens = self._doc.sentences[index].tokens
            nominal = [t for t in tokens if t.rel == "nsubj" and t.i < token.i and t.pos in ("NOUN", "PROPN")]
            nominal.sort(key=_depth)
            for subject in nominal:
                if token in subject.subtree():
                    continue
                found = [p for p in self._actors.parties(subject) if p.actor.code or p.actor.sector]
                if found and (not plural or len(found) > 1 or subject.morph.get("Number") == "Plur"):
                    yield found


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors())
