"""Noun phrase -> actors: which state or body, which sector, at the document's date.

A phrase is resolved by what stands in it, in this order: a name of the gazetteer; a noun of persons or groups
(offices.csv) with the state it belongs to; a person's name with a title or met earlier in the document; a pronoun or
"the two countries" by what was last spoken of. What cannot be resolved keeps its words, with a null code.
"""

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from detente.actors.gazetteer import SAME, Found
from detente.actors.mentions import Mentions, cases, conjuncts, words
from detente.actors.party import STATE_SECTOR, Party, actor_of, inside
from detente.actors.reference import References
from detente.actors.terms import Holders
from detente.languages import Office, Pack
from detente.parse.doc import Doc, Token
from detente.records import Actor, Span

OWNERS = frozenset({"amod", "compound", "nummod", "nmod", "det", "appos", "flat", "advmod", "obl", "dep", "conj"})
NESTED = 3  # "the head of the navy of the Republic of Korea" goes no deeper
PARTIAL = "PRE"  # partially recognised entities have their sovereign's code and this sector (PLOVER manual)
GENERIC = frozenset({"GOV", "UNK", "SOC"})  # a head of, member of … takes the sector of what it is head of


class Resolver:
    """Actors of one Doc. `pair` is set by the coder: the parties of the last mutual act, for "the two countries".

    `nobody`: words of time in lower case, which are no actors. `cities`: city -> code of its state,
    for a name that nothing else explains. `holders`: who held which office, on the day `published`.
    """

    def __init__(
        self,
        doc: Doc,
        mentions: Mentions,
        offices: dict[str, Office],
        pack: Pack,
        nobody: frozenset[str] = frozenset(),
        cities: dict[str, str] | None = None,
        holders: Holders | None = None,
        published: date | None = None,
    ) -> None:
        self.doc = doc
        self.mentions = mentions
        self.pair: tuple[Party, ...] = ()
        self._offices = offices
        self._pack = pack
        self._nobody = nobody
        self._cities = cities or {}
        self._holders = holders
        self._published = published
        self._memory: dict[str, Party] = {}
        self._known: dict[int, tuple[Party, ...]] = {}
        self._busy: set[int] = set()
        self._references = References(doc, mentions, pack, self)

    def parties(self, head: Token) -> list[Party]:
        """The actors of a phrase, coordinated ones included; empty if it names a thing."""
        found: list[Party] = []
        for token in conjuncts(head):
            for party in self.one(token):
                same = (party.actor.code, party.actor.sector, party.actor.text)
                if all((p.actor.code, p.actor.sector, p.actor.text) != same for p in found):
                    found.append(party)
        return found

    def one(self, token: Token) -> tuple[Party, ...]:
        """The actors that one token heads, without those coordinated with it."""
        if token.i in self._known:
            return self._known[token.i]
        if token.i in self._busy:  # "its ally's ally": a phrase cannot be resolved through itself
            return ()
        self._busy.add(token.i)
        found = tuple(self._resolve(token))
        self._busy.discard(token.i)
        self._known[token.i] = found
        return found

    def office(self, token: Token) -> Office | None:
        """The row of offices.csv of a noun, that of two words first ("police officer")."""
        lemma = token.lemma.lower()
        if token.pos not in ("NOUN", "PROPN", "ADJ"):
            return None
        for child in token.children:
            if child.rel in ("compound", "amod"):
                found = self._offices.get(f"{child.lemma.lower()} {lemma}")
                if found is not None:
                    return found
        return self._offices.get(lemma) or self._offices.get(token.lower)

    def is_time(self, token: Token) -> bool:
        """A noun of time: a weekday, a month, "the morning", "five years"."""
        return token.lemma.lower() in self._nobody or token.lower in self._nobody

    def owners(self, token: Token, depth: int = NESTED) -> list[Party]:
        """The states and bodies that a phrase belongs to: demonym, possessor, compound, genitive, "in" for groups."""
        if depth == 0:
            return []
        found: list[Party] = []
        for child in token.children:
            name = self.mentions.at(child)
            # A demonym is an owner whatever the parser makes of it ("villages ukrainiens" with a participle).
            if child.rel in OWNERS or (name is not None and name.kind == "demonym" and child.rel in ("acl", "xcomp")):
                found += self._owner(token, child, depth)
        return found

    def _owner(self, token: Token, child: Token, depth: int) -> Iterator[Party]:
        name = self.mentions.at(child)
        inside = name is not None and self.mentions.at(token) == name
        if name is not None and name.code and not inside and (name.kind == "demonym" or child.rel == "compound"):
            for each in (child, *(c for c in child.children if c.rel == "conj")):
                other = self.mentions.at(each)
                if other is not None and other.code:
                    yield self._named(each, other, "owner_adjective")
        elif child.dep == "nmod:poss" or child.morph.get("Poss") == "Yes":
            yield from self.parties(child)
        elif child.rel in ("nmod", "obl", "appos", "dep"):
            yield from self._owning_phrase(child, depth)
        elif child.rel in ("compound", "amod"):  # "Israeli army bulldozers": the adjective hangs on the army
            yield from (p for p in self.owners(child, depth - 1) if p.rule == "owner_adjective")

    def _owning_phrase(self, child: Token, depth: int) -> Iterator[Party]:
        case = set(cases(child))
        if case & set(self._pack.genitive) or (not case and child.rel == "nmod"):
            yield from self.parties(child) or self.owners(child, depth - 1)

    def reach(self, token: Token) -> list[Party]:
        """The actors that a phrase is about though its head is a thing: "Syria's membership", "sites in Syria"."""
        found = self.owners(token)
        if not found:
            for child in token.children:
                if child.rel in ("nmod", "acl", "obl") and child.pos in ("NOUN", "PROPN"):
                    found = self.parties(child) or self.owners(child)
                    if found:
                        break
        return found

    def _resolve(self, token: Token) -> Iterable[Party]:
        if token.pos == "PRON" or token.morph.get("Poss") == "Yes":
            return self._references.pronoun(token)
        name = self.mentions.at(token)
        if name is not None and name.code is None:
            return ()
        office = self.office(token)
        if name is not None and name.kind != "demonym":
            return (self._named(token, name, f"name_{name.kind}"),)
        if self._references.is_pair(token):
            return self._references.two(token, self.pair)
        if name is not None and token.pos in ("NOUN", "PROPN"):
            return self._people(token, name)
        if office is not None:
            return self._role(token, office)
        if token.pos == "PROPN":
            return self._person(token) if not self.is_time(token) else ()
        if token.lemma.lower() in self._pack.contains:
            return self._members(token)
        return ()

    def _named(self, token: Token, name: Found, rule: str) -> Party:
        actor = actor_of(name.code, name.sector or STATE_SECTOR, self.doc.text, name.span)
        return Party(token, actor, rule, name.span)

    def _people(self, token: Token, name: Found) -> Iterable[Party]:
        """Counted people ("three Kenyans") are civilians; "the Russians" act for their state."""
        counted = any(child.rel == "nummod" for child in token.children)
        definite = any(child.morph.get("Definite") == "Def" or child.lower == "the" for child in token.children)
        sector = STATE_SECTOR if definite and not counted else "CVL"
        span = words(token)
        return (Party(token, actor_of(name.code, sector, self.doc.text, span), "name_people", name.span),)

    def _role(self, token: Token, office: Office, owners: list[Party] | None = None) -> Iterable[Party]:
        """A noun of persons or groups with the states it belongs to."""
        owners = owners or self.owners(token) or self._shared_owners(token) or self._at_home(token)
        owners = [owner for owner in owners if owner.actor.code] or owners  # "the US secretary of state"
        # "Nigerian troops of Cameroon" are Nigerian: after an adjective, a genitive says where.
        owners = [owner for owner in owners if owner.rule == "owner_adjective"] or owners
        out = []
        office = self._modified(token, office)
        for owner in owners:
            sector = office.sector
            nested = owner.actor.sector
            if office.sector in GENERIC and nested not in (None, STATE_SECTOR) and owner.rule == "role":
                sector = nested or sector
            if office.sector in GENERIC and nested == PARTIAL:
                sector = PARTIAL
            if office.kind == "thing" and owner.rule == "role":
                sector = nested or sector
            span = words(token, owner.token if owner.token.sent is token.sent else None)
            if len(owners) > 1:
                span = owner.actor.span if owner.token.sent is token.sent else words(token)
            code = owner.actor.code
            out.append(Party(token, actor_of(code, sector, self.doc.text, span), "role", owner.source))
        out = out or list(self._ownerless(token, office))
        for part in (token, *token.children):
            if part.pos == "PROPN" and part.rel in ("flat", "appos", "compound", "nmod") and out and out[0].actor.code:
                self._remember(part, out[0])
        return out

    def _modified(self, token: Token, office: Office) -> Office:
        """ "police officers", "rebel forces": the modifier says whose."""
        if office.sector not in GENERIC | {"MIL"}:
            return office
        for child in token.children:
            if child.rel in ("compound", "amod") and self.mentions.at(child) is None:
                found = self.office(child)
                if found is not None and found.kind == "group" and found.sector not in GENERIC:
                    return found
        return office

    def _shared_owners(self, token: Token) -> list[Party]:
        """One adjective or genitive for several coordinated nouns: "Russian troops and sailors"."""
        beside = [token.head] if token.rel == "conj" else [c for c in token.children if c.rel == "conj"]
        for other in beside:
            if other.pos == "NOUN" and self.office(other) is not None:
                found = self.owners(other, 1)
                if found:
                    return found
        return []

    def _at_home(self, token: Token) -> list[Party]:
        """Where they are, for those of whom nothing else is said: "generals in Niger", "rebels from Uganda"."""
        around = {*self._pack.place, *self._pack.origin}
        return [
            party
            for child in token.children
            if child.rel in ("nmod", "obl") and set(cases(child)) & around and child.pos == "PROPN"
            for party in self.parties(child)
            if party.actor.code
        ]

    def _around(self, token: Token) -> list[Party]:
        """The one state in which the sentence takes place: "The president declared a curfew in Algiers"."""
        span = token.sent.span
        names = [n for n in self.mentions.names if n.code and inside(n.span, span)]
        heads = [t for t in token.sent.tokens if self.mentions.heads(t)]
        places = [t for t in heads if set(cases(t)) & set(self._pack.place) and t.rel in ("obl", "nmod")]
        if len({n.code for n in names}) != 1 or not places:
            return []
        return list(self.one(places[0]))

    def _ownerless(self, token: Token, office: Office) -> Iterator[Party]:
        """The same role met before, the name beside it, or for groups at home the one state of the sentence."""
        span = words(token)
        key = token.lemma.lower()
        for child in token.children:
            if child.rel in ("flat", "appos", "compound") and child.pos == "PROPN":
                known = self._memory.get(child.lower)
                if known is not None:
                    yield Party(
                        token,
                        actor_of(known.actor.code, known.actor.sector, self.doc.text, span),
                        "name_met",
                        known.source,
                    )
                    return
                held = self._held(list(_name_parts(child)), span)  # "le président Reagan"
                if held is not None:
                    self._remember(child, Party(token, held, "office_holder", child.span))
                    yield Party(token, held, "office_holder", child.span)
                    return
        definite = any(child.rel == "det" and child.morph.get("Definite") == "Def" for child in token.children)
        if office.kind == "person" and definite and key in self._memory:
            known = self._memory[key]
            yield Party(token, actor_of(known.actor.code, office.sector, self.doc.text, span), "role_met", known.source)
            return
        code, source = next(((p.actor.code, p.source) for p in self._around(token)), (None, span))
        if code is None and office.kind == "group" and office.sector != "GOV":
            states = {n.code: n for n in self.mentions.names if n.code and inside(n.span, token.sent.span)}
            if len(states) == 1:
                code, source = next((c, n.span) for c, n in states.items())
        yield Party(
            token,
            actor_of(code, office.sector, self.doc.text, span),
            "role_at_home" if code else "role_unknown",
            source,
        )

    def _person(self, token: Token) -> Iterable[Party]:
        """A proper name: by the title beside it, by an earlier mention, else unresolved."""
        span = words(token)
        parts = list(_name_parts(token))
        titled = list(self._titled(token, parts, span))
        if any(p.actor.code for p in titled):
            self._remember(token, titled[0])
            return titled[:1]
        known = next((self._memory[part.lower] for part in parts if part.lower in self._memory), None)
        if known is not None:
            actor = actor_of(known.actor.code, known.actor.sector, self.doc.text, span)
            return (Party(token, actor, "name_met", known.source),)
        held = self._held(parts, span)
        if held is not None:
            party = Party(token, held, "office_holder", span)
            self._remember(token, party)
            return (party,)
        if titled:
            return titled[:1]
        city = self._city(parts)
        if city is not None:
            return (Party(token, actor_of(city, STATE_SECTOR, self.doc.text, span), "city", span),)
        adjectives = [c for c in token.children if c.rel in ("amod", "compound") and self.mentions.at(c) is not None]
        owners = [p for child in adjectives for p in self._owner(token, child, 1)]
        code = owners[0].actor.code if owners else None
        return (Party(token, actor_of(code, None, self.doc.text, span), "name_unknown", span),)

    def _held(self, parts: list[Token], span: Span) -> Actor | None:
        """The holder of an office of that name, at the document's date."""
        found = self._holders.find(self._whole(parts), self._published) if self._holders else None
        if found is None:
            return None
        term, sector = found
        actor = actor_of(term.code, sector, self.doc.text, span)
        return msgspec.structs.replace(actor, name=term.name, office=term.office)

    def _city(self, parts: list[Token]) -> str | None:
        """The state of a city, if the words are its whole name and no more."""
        return self._cities.get(self._whole(parts).translate(SAME))

    def _whole(self, parts: list[Token]) -> str:
        first, last = min(parts, key=lambda t: t.i), max(parts, key=lambda t: t.i)
        return self.doc.text[first.start : last.end]

    def _titled(self, token: Token, parts: list[Token], span: Span) -> Iterator[Party]:
        """The person as the holder of the title beside the name, of the state that title or name belongs to."""
        titles = [
            child
            for part in parts
            for child in part.children
            if child.rel in ("appos", "compound", "flat", "nmod", "amod")
            and not any(cases(child))
            and self.office(child)
        ]
        if not titles and token.rel in ("appos", "flat", "nmod") and self.office(token.head) and not any(cases(token)):
            titles = [token.head]
        for title in titles:
            made = list(self.one(title))
            sector = made[0].actor.sector if made else None
            coded = [p for p in made if p.actor.code] or [p for part in parts for p in self.owners(part, 1)]
            if coded and title.pos != "PROPN":
                self._memory[title.lemma.lower()] = coded[0]
            for party in coded or made:
                actor = actor_of(party.actor.code, party.actor.sector if not coded else sector, self.doc.text, span)
                yield Party(token, actor, "title", party.source)

    def _remember(self, token: Token, party: Party) -> None:
        """A person's names, each of them, and the role, for later mentions without title."""
        for part in (token, *(c for c in token.children if c.rel in ("flat", "compound"))):
            if part.pos == "PROPN" and self.mentions.at(part) is None:
                self._memory[part.lower] = party
        if party.token.pos == "NOUN":
            self._memory[party.token.lemma.lower()] = party

    def _members(self, token: Token) -> Iterable[Party]:
        """What a phrase counts: "hundreds of protesters", "a group of soldiers", "trois cents policiers"."""
        for child in token.children:
            if child.rel in ("nmod", "obl", "obj") and set(cases(child)) & set(self._pack.genitive):
                return self.parties(child)
            office = self.office(child) if child.rel == "amod" else None
            if office is not None:  # a numeral taken for the head of the phrase, its noun for an adjective
                return self._role(child, office, self.owners(token, 1))
        return ()


def _name_parts(token: Token) -> Iterator[Token]:
    """The words of a proper name, from its head down."""
    yield token
    for child in token.children:
        if child.rel in ("flat", "compound") and child.pos == "PROPN":
            yield from _name_parts(child)
