"""Slots -> phrases -> parties, by Universal Dependencies: the same for every language.

subj and obj are logical: the subject of a passive is its object, its agent the subject. Conjoined verbs share their
subject, infinitives take that of the verb that controls them, participles the noun they modify.
"""

from collections.abc import Iterator, Sequence

from detente.actors.mentions import cases, conjuncts
from detente.actors.party import Party
from detente.actors.resolve import Resolver
from detente.languages import Pack
from detente.parse.doc import Token

VERBAL = frozenset({"VERB", "AUX"})
PHRASE = frozenset({"obl", "nmod", "iobj", "advmod", "dep", "xcomp", "advcl", "appos"})
CLAUSES = ("xcomp", "ccomp", "acl", "advcl")
CORE = ("subj", "obj", "xcomp", "ccomp", "ccomp.subj", "iobj", "poss")
DEEP = 6
LEVELS = 3  # how far below a trigger a prepositional phrase may hang


class Roles:
    """Slots of one Doc's tokens."""

    def __init__(self, resolver: Resolver, pack: Pack) -> None:
        self._resolver = resolver
        self.pack = pack
        self._lemmas: dict[tuple[int, str], frozenset[str]] = {}  # every row of a trigger asks for the same few slots

    def parties(self, token: Token, slot: str, besides: Sequence[Party] = ()) -> list[Party]:
        """The actors in a slot, `besides` those that have a role already.

        A phrase whose head is a thing is searched for the actor it belongs to.
        """
        taken = {p.token.i for p in besides}
        if slot == "adj":
            return [p for p in self._resolver.owners(token, 1) if p.rule == "owner_adjective"]
        levels = iter([self.phrases(token, slot)]) if slot in CORE else self._prepositional(token, slot)
        for phrases in levels:
            known: list[Party] = []
            unknown: list[Party] = []  # phrases of persons or groups without a state
            around: list[Party] = []  # what things belong to
            for phrase in phrases:
                if phrase.i in taken:
                    continue
                here = self._resolver.parties(phrase)
                (known if any(p.actor.code for p in here) else unknown).extend(here)
                if not here:
                    around += self._resolver.owners(phrase) if slot == "subj" else self._resolver.reach(phrase)
            if known or unknown or around:
                return known or unknown or around
        return []

    def phrases(self, token: Token, slot: str) -> list[Token]:
        """Heads of the phrases in a slot: subj, obj, iobj, poss, xcomp, ccomp, or a preposition's lemma.

        "ccomp.subj" is the subject of the clause that is said or asked for: "demanded that Iran release them".
        """
        if slot == "subj":
            return self.subjects(token)
        if slot == "obj":
            return self.objects(token)
        if slot in ("xcomp", "ccomp"):
            return list(token.having(slot))
        if slot == "ccomp.subj":
            return [c for clause in token.having("ccomp", "advcl", "xcomp") for c in clause.having("nsubj")]
        if slot == "iobj":
            return list(token.having("iobj"))
        if slot == "poss":
            return [c for c in token.children if c.dep == "nmod:poss" or c.morph.get("Poss") == "Yes"]
        return next(self._prepositional(token, slot), [])

    def _prepositional(self, token: Token, slot: str) -> Iterator[list[Token]]:
        """Phrases with the preposition, nearest first: on the trigger, its object or verb; then below names and things.

        Small parsers hang "par la Chine d'un diplomate" or "of Chad with Sudan" under the name before: so names, which
        rarely have complements, and things are searched further down.
        """
        places = [token]
        if token.pos in VERBAL:
            inner = [*token.having("obj", "xcomp"), *token.having("nsubj:pass")]
            places += [each for head in inner for each in conjuncts(head)]
        elif token.rel in ("obj", "obl", "nsubj", "xcomp") and token.head.pos in VERBAL:
            carried = token.dep != "nsubj" or self.carries(token.head, token)
            if carried and slot not in self.pack.agent:  # the agent of its verb is not the noun's
                places.append(token.head)
            if carried and token.dep == "nsubj":  # "talks took place between …"
                places += list(token.head.having("obj"))
        elif token.rel == "conj":
            places += [t for t in token.ancestors() if t.pos not in VERBAL][:1]
        for _ in range(LEVELS):
            found = [phrase for place in places for phrase in self._hanging(place, slot) if phrase is not token]
            if found:
                yield found
            places = [c for place in places for c in place.children if c is not token and self._passes(c, place)]

    def _hanging(self, place: Token, slot: str) -> Iterator[Token]:
        *_, noun, last = ("", "", *slot.split())
        for child in place.children:
            if noun and child.lemma.lower() == noun:  # "près de la frontière", "à l'encontre de l'Iran"
                yield from (grand for grand in child.children if last in cases(grand))
            if child.rel not in PHRASE or self._resolver.mentions.within(child):
                continue
            if slot in cases(child) or (slot in self.pack.dative and child.rel == "iobj" and child.pos == "PRON"):
                yield child

    def _passes(self, child: Token, place: Token) -> bool:
        """A name's complements may belong higher up; so may those of a thing in the genitive, and of a participle."""
        if child.dep == "acl":
            return child.morph.get("VerbForm") == "Part" and place.pos not in VERBAL
        if place.pos in VERBAL:
            return child.rel == "obl" and child.pos == "NOUN" and not self._resolver.parties(child)
        if self._resolver.mentions.at(child) is not None:
            return child.rel in ("nmod", "obl", "amod", "acl", "appos")
        if child.rel not in ("nmod", "obl"):
            return False
        bare = not any(c.rel in ("det", "nummod") for c in child.children)  # "mise en garde de …"
        return bare or bool(set(cases(child)) & {*self.pack.genitive, *self.pack.agent})

    def is_passive(self, token: Token) -> bool:
        """A passive verb: by its auxiliary, its subject, or as a past participle that modifies a noun."""
        if self._is_reflexive(token) or token.lemma.lower() in self.pack.moving:
            return False
        if token.dep == "acl" and any(token.having("obj")):
            return False
        labels = {c.dep for c in token.children}
        if labels & {"aux:pass", "obl:agent"}:
            return True
        if labels & {"nsubj:pass", "csubj:pass"}:  # with the auxiliary of an active perfect it is a slip of the parser
            return "aux" not in labels
        if token.pos not in VERBAL or token.morph.get("VerbForm") != "Part" or token.morph.get("Tense") == "Pres":
            return False
        if token.dep == "acl":
            return not any(c.rel in ("aux", "nsubj") for c in token.children)
        if token.rel == "conj" and not any(c.rel in ("aux", "nsubj") for c in token.children):
            return token.head.pos in VERBAL and self.is_passive(token.head)
        return False

    def _is_reflexive(self, token: Token) -> bool:
        """ "s'est retiré": some treebanks give it the labels of a passive."""
        return any(
            c.rel in ("expl", "obj") and c.lemma.lower() in self.pack.reflexive for c in token.children
        ) and not (any(c.dep == "aux:pass" for c in token.children))

    def subjects(self, token: Token, depth: int = DEEP) -> list[Token]:
        """Logical subject of a verb, of a predicate with a copula, or of the clause that a noun's verb heads."""
        if depth == 0:
            return []
        if self.is_passive(token):
            return [
                c
                for c in token.children
                if c.dep == "obl:agent" or (c.rel == "obl" and set(cases(c)) & set(self.pack.agent))
            ]
        own = [c for c in token.children if c.dep in ("nsubj", "nsubj:outer", "nsubj:pass")]
        return own or self._inherited(token, depth)

    def _inherited(self, token: Token, depth: int) -> list[Token]:
        head = token.head
        if token.is_root:
            return []
        if token.rel == "conj" and token.pos in VERBAL and head.pos in (*VERBAL, "ADJ", "NOUN"):
            return self._surface(head, depth - 1)
        if token.rel == "xcomp":
            controllers = [
                c
                for c in head.children
                if (c.rel in ("obj", "iobj") or (c.rel == "obl" and set(cases(c)) & set(self.pack.dative)))
                and c.i < token.i
                and head.lemma.lower() not in self.pack.promising
                and self._resolver.parties(c)
            ]
            return controllers if controllers and token.pos in VERBAL else self._surface(head, depth - 1)
        if (
            token.rel in ("advcl", "parataxis", "ccomp")
            and token.pos in VERBAL
            and token.morph.get("VerbForm") != "Fin"
        ):
            return self._surface(head, depth - 1)
        if token.dep == "acl" and token.pos in VERBAL:
            if token.morph.get("VerbForm") in ("Ger", "Part"):
                return [head]
            return [c for c in head.children if c.dep == "nmod:poss"] or self._governor(head, depth - 1)
        return []

    def _governor(self, noun: Token, depth: int) -> list[Token]:
        """Who has the plan, the right, the duty to …: the subject of the noun's verb."""
        if noun.rel in ("obj", "obl", "xcomp") and noun.head.pos in VERBAL:
            return self._surface(noun.head, depth)
        return []

    def _surface(self, token: Token, depth: int) -> list[Token]:
        """The grammatical subject, of a passive too: it controls what follows ("was forced to leave")."""
        passive = [c for c in token.children if c.dep == "nsubj:pass"]
        return passive or self.subjects(token, depth)

    def objects(self, token: Token) -> list[Token]:
        """Logical object of a verb; that of a conjoined verb if it has none of its own."""
        if self.is_passive(token):
            passive = list(token.having("nsubj:pass"))
            if passive:
                return passive
            if token.dep == "acl":
                return [token.head]
            return self._surface(token.head, DEEP) if token.rel == "conj" else []
        own = list(token.having("obj")) or self._bare(token)
        own = own or [  # "broke off talks": the particle taken for a preposition
            c for c in token.children if c.rel == "obl" and set(cases(c)) & set(self.pack.particles)
        ]
        if own or token.pos not in VERBAL:
            return own
        later = [c for c in token.children if c.rel == "conj" and c.pos in VERBAL and not any(c.having("nsubj"))]
        return [obj for verb in later[:1] for obj in verb.having("obj")] if later and later[0].i - token.i <= 2 else []

    def lemmas(self, token: Token, slot: str) -> frozenset[str]:
        """Lemmas (and forms) of the heads in a slot, coordinated ones too, and of the words compounded with them."""
        key = (token.i, slot)
        if key not in self._lemmas:
            self._lemmas[key] = frozenset(self._read_lemmas(token, slot))
        return self._lemmas[key]

    def _bare(self, token: Token) -> list[Token]:
        """An oblique phrase without preposition that is no time: the object behind an adverbial, misread."""
        if token.pos not in VERBAL:
            return []
        bare = [c for c in token.children if c.rel == "obl" and c.i > token.i and c.pos in ("NOUN", "PROPN")]
        return [
            c for c in bare if not any(g.rel in ("case", "mark") for g in c.children) and not self._resolver.is_time(c)
        ][:1]

    def _read_lemmas(self, token: Token, slot: str) -> set[str]:
        found = set()
        phrases = (
            [c for c in token.children if c.rel in ("amod", "compound")] if slot == "adj" else self.phrases(token, slot)
        )
        for phrase in phrases:
            for each in conjuncts(phrase):
                found |= {each.lemma.lower(), each.lower}
                found |= {
                    c.lemma.lower()
                    for c in each.children
                    if c.rel in ("compound", "flat", "amod") and c.pos not in VERBAL
                }
                if each.lemma.lower() in self.pack.contains:
                    found |= {c.lemma.lower() for c in each.having("nmod", "amod", "obl", "obj")}
        return found

    def fits(self, token: Token, where: dict[str, tuple[str, ...]], unless: dict[str, tuple[str, ...]]) -> bool:
        """True if every slot of `where` is filled by one of its lemmas and no slot of `unless` is."""
        return all(not self.lemmas(token, slot).isdisjoint(lemmas) for slot, lemmas in where.items()) and all(
            self.lemmas(token, slot).isdisjoint(lemmas) for slot, lemmas in unless.items()
        )

    def carries(self, verb: Token, noun: Token) -> bool:
        """The verb says that the noun's event happens: a light verb, a verb of happening, a passive of these."""
        lemma = verb.lemma.lower()
        if noun.dep == "nsubj":
            idioms = {f"{lemma} {c.lemma.lower()}" for c in verb.children}  # "take place", "avoir lieu"
            return lemma in self.pack.occur or not idioms.isdisjoint(self.pack.occur)
        return lemma in self.pack.light

    def slot_of(self, token: Token) -> tuple[Token, set[str]] | None:
        """The word that governs an event and the slots in which the event stands there; None at the top.

        A conjoined event stands where the first one stands, a counted one ("a series of strikes") where its count
        stands.
        """
        while (
            not token.is_root
            and token.rel == "conj"
            and token.pos in ("NOUN", "PROPN")
            and token.head.pos in ("NOUN", "PROPN")
        ):
            token = token.head
        while not token.is_root and token.rel == "nmod" and token.head.lemma.lower() in self.pack.contains:
            token = token.head
        if token.is_root:
            return None
        slots = set(cases(token)) if token.rel in PHRASE else set()
        if token.rel == "obj" or token.dep == "nsubj:pass":
            slots.add("obj")
        elif token.dep == "nsubj":
            slots.add("subj")
        elif token.rel in CLAUSES:
            slots |= {token.rel} | ({"acl", "xcomp", "ccomp"} if token.rel == "acl" else set()) | set(cases(token))
            if token.rel in ("xcomp", "ccomp") or (token.rel == "advcl" and not _is_clause(token)):
                slots |= {"xcomp", "ccomp"}
            if token.dep == "acl" and self.is_passive(token) is False and token.morph.get("VerbForm") == "Part":
                slots = set()
        if token.dep == "acl:relcl":
            return None
        return token.head, slots


def _is_clause(token: Token) -> bool:
    """A verb with a subject or tense of its own: "after they had fled", not "for bombing"."""
    return token.morph.get("VerbForm") == "Fin" or any(c.rel in ("nsubj", "aux") for c in token.children)
