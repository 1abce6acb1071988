"""How real: for any token of a Doc, from its own clause outward through everything it depends on.

The word's own clause gives tense, mood, negation and modals; then each governing word that changes the status of what
it governs (hedges.toml) adds its effect, until a clause stands on its own. PLOVER's auxiliary modes are the outcome;
hearsay (French conditional, "reportedly", "alleged") is kept apart. After Saurí and Pustejovsky's De Facto (2012):
polarity and modality are composed along the path to the root.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from detente.events.roles import VERBAL, Roles
from detente.parse.doc import Token
from detente.records import Evidence, Reality
from detente.tables import read_toml

Gives = Literal["future", "hypothetical", "negation", "hearsay", "actual", "stop"]
LONGEST_PATH = 12


class Hedge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words and what they make of the event that they govern or modify.

    `certainty`: the probability that what is said is so, given such a word; null leaves the reality's own.
    `finite`: what it gives a finite complement, if that differs ("hopes that").
    """

    lemmas: tuple[str, ...]
    gives: Gives
    certainty: float | None = None
    finite: Gives | None = None


class HedgeFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """hedges.toml: `aux` and `verb` govern, `noun` and `adjective` too, `adverb` and `mark` modify.

    `negators` negate the word they hang on, those of `needs_particle` only beside a `particle`;
    `restrictors` undo a negator ("ne … que", "not only").
    `conditional`: what a conditional is elsewhere: after `if_marks`, with a `modal` lemma, below a past verb of saying.
    """

    certainty: dict[str, float]
    hearsay_factor: float
    negators: tuple[str, ...]
    restrictors: tuple[str, ...] = ()
    particle: tuple[str, ...] = ()
    needs_particle: tuple[str, ...] = ()
    negating_marks: tuple[str, ...] = ()
    if_marks: tuple[str, ...]
    conditional_is_hearsay: bool
    wish: tuple[str, ...] = ()
    backshift: tuple[str, ...] = ()
    default_infinitive: Gives = "hypothetical"
    aux: tuple[Hedge, ...] = ()
    verb: tuple[Hedge, ...] = ()
    noun: tuple[Hedge, ...] = ()
    adjective: tuple[Hedge, ...] = ()
    adverb: tuple[Hedge, ...] = ()
    mark: tuple[Hedge, ...] = ()


@dataclass(slots=True)
class Status:
    """How real, with the words that show it. `certainty` as in Claim."""

    reality: Reality = Reality.ACTUAL
    hearsay: bool = False
    certainty: float = 1.0
    evidence: list[Evidence] = field(default_factory=list)
    negations: int = 0
    effects: set[str] = field(default_factory=set)
    bounds: list[float] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)


class Judge:
    """Reads the status of any token. One per language; holds no state of a document."""

    def __init__(self, folder: Path) -> None:
        table = read_toml(folder / "hedges.toml", HedgeFile)
        self.table = table
        self._aux = _by_lemma(table.aux)
        self._verb = _by_lemma(table.verb)
        self._noun = _by_lemma(table.noun)
        self._adjective = _by_lemma(table.adjective)
        self._adverb = _by_lemma(table.adverb)
        self._mark = _by_lemma(table.mark)

    def status(self, token: Token, roles: Roles) -> Status:
        """The status of what the token reports: an event's trigger, or any other word."""
        status = Status()
        node: Token | None = token
        for _ in range(LONGEST_PATH):
            if node is None:
                break
            status.seen.add(node.i)
            self._own(node, status)
            node = self._up(node, status, roles)
        self._question(token, status)
        return self._conclude(status)

    def add(self, status: Status, gives: str, token: Token, rule: str, certainty: float | None = None) -> None:
        """Note an effect with the word that has it."""
        if gives in ("actual", "stop"):
            return
        if gives == "negation":
            status.negations += 1
        elif gives == "hearsay":
            status.hearsay = True
        status.effects.add(gives)
        if certainty is not None:
            status.bounds.append(certainty)
        status.evidence.append(Evidence(rule=f"reality:{rule}", words=token.text, span=token.span))

    def close(self, status: Status) -> Status:
        """The conclusion again, after effects were added from outside."""
        status.bounds = list(status.bounds)
        return self._conclude(status)

    def _own(self, node: Token, status: Status) -> None:
        """What hangs on the word itself: auxiliaries, mood and tense, negation, adverbs, adjectives."""
        negators, restricted = [], False
        for child in node.children:
            lemma = child.lemma.lower()
            if child.lower in self.table.restrictors or lemma in self.table.restrictors:
                restricted = True
            elif self._negates(child, node) and child.rel in (
                "advmod",
                "det",
                "cc",
                "obj",
                "nsubj",
                "mark",
                "discourse",
                "obl",
                "dep",
                "fixed",
            ):
                negators.append(child)
            elif child.rel in ("aux", "cop"):
                self._auxiliary(node, child, status)
            elif child.rel in ("advmod", "obl", "discourse", "parataxis", "advcl", "nmod", "case", "mark", "dep") and (
                found := self._phrase(child)
            ):
                self.add(status, found.gives, child, f"adverb:{child.lemma}", found.certainty)
            elif (
                lemma in self._adjective
                and child.rel in ("amod", "det", "compound", "acl", "nmod")
                and (child.pos != "NOUN" or child.rel == "compound")
            ):
                found = self._adjective[lemma]
                self.add(status, found.gives, child, f"adjective:{lemma}", found.certainty)
        negators += [
            grand
            for child in node.children
            if child.dep in ("nsubj", "obj", "nsubj:pass") and not restricted
            for grand in child.children
            if grand.rel in ("det", "advmod") and grand.lower in self.table.negators and not self._is_ne(grand)
        ]
        if negators and not restricted:
            self.add(status, "negation", negators[0], "negation")
        if node.pos in VERBAL:
            self._mood(node, node, status)
            if node.morph.get("VerbForm") == "Inf" and {"nsubj", "cop"} <= {c.rel for c in node.children}:
                self.add(status, "future", node, "is_to")  # "the president is to visit Baghdad"

    def _negates(self, word: Token, node: Token) -> bool:
        """A negator; one that also means something else ("plus", "personne") only beside the particle ("ne")."""
        table = self.table
        if word.lower not in table.negators and word.lemma.lower() not in table.negators:
            return False
        if word.pos in ("NOUN", "PROPN"):  # "à deux pas de la mer"
            return False
        if word.lower not in table.needs_particle:
            return True
        return any(c.lower in table.particle for c in node.children)

    def _is_ne(self, token: Token) -> bool:
        return token.pos == "ADV" and token.rel == "advmod" and token.head.pos not in ("NOUN", "PROPN", "PRON")

    def _phrase(self, child: Token) -> Hedge | None:
        """An adverb, or the head of an adverbial phrase ("in theory", "en principe")."""
        return self._adverb.get(child.lemma.lower()) or self._adverb.get(child.lower)

    def _auxiliary(self, node: Token, aux: Token, status: Status) -> None:
        if aux.rel == "aux":
            found = self._aux.get(aux.lemma.lower()) or self._aux.get(aux.lower)
            if found is not None:
                gives = found.gives
                if aux.lower in self.table.backshift and self._under_past_speech(node):
                    gives = "future"
                self.add(status, gives, aux, f"aux:{aux.lemma}", found.certainty if gives == found.gives else None)
        self._mood(node, aux, status)

    def _mood(self, node: Token, verb: Token, status: Status) -> None:
        """Finite forms of a language with mood and tense in the form: conditional and future."""
        if verb.morph.get("Tense") == "Fut" and verb.morph.get("Mood") != "Cnd":
            self.add(status, "future", verb, "tense:future")
        elif verb.morph.get("Mood") == "Cnd" and self.table.conditional_is_hearsay:
            self._conditional(node, verb, status)

    def _conditional(self, node: Token, verb: Token, status: Status) -> None:
        if self._in_condition(node):
            self.add(status, "hypothetical", verb, "conditional:if")
        elif verb.lemma.lower() in self.table.wish:
            self.add(status, "hypothetical", verb, "conditional:modal")
        elif self._under_past_speech(node):
            self.add(status, "future", verb, "conditional:reported_future")
        else:
            self.add(status, "hearsay", verb, "conditional:hearsay")

    def _in_condition(self, node: Token) -> bool:
        """The clause has, or is, an if-clause."""
        places = [node, *([node.head] if node.rel in ("conj", "xcomp") else [])]
        return any(self._if_clause(child) for place in places for child in place.children) or self._if_clause(node)

    def _if_clause(self, token: Token) -> bool:
        return token.rel in ("advcl", "ccomp") and any(
            c.rel == "mark" and (c.lower in self.table.if_marks or c.lemma.lower() in self.table.if_marks)
            for c in token.children
        )

    def _under_past_speech(self, node: Token) -> bool:
        """The clause is reported by a verb in the past: its conditional is a future seen from then."""
        for clause in (node, *node.ancestors()):
            if clause.rel in ("ccomp", "xcomp") and clause.head.pos in VERBAL:
                return self._is_past(clause.head)
            if clause.rel not in ("conj", "cop", "aux", "obj", "obl", "nmod"):
                return False
        return False

    @staticmethod
    def _is_past(verb: Token) -> bool:
        forms = [verb, *(c for c in verb.children if c.rel == "aux")]
        return any(f.morph.get("Tense") in ("Past", "Imp") for f in forms)

    def _up(self, node: Token, status: Status, roles: Roles) -> Token | None:
        """The next word outward whose status bears on this one; its effect is noted."""
        head = node.head
        marks = [c for c in node.children if c.rel == "mark"]
        for mark in marks:
            found = self._mark.get(mark.lemma.lower()) or self._mark.get(mark.lower)
            if found is not None and (node.is_root or node.rel in ("advcl", "ccomp", "acl")):
                self.add(status, found.gives, mark, f"mark:{mark.lemma}", found.certainty)
                return None
        if node.is_root:
            return None
        if node.rel == "conj":
            return self._conjoined(node, head)
        if node.rel in ("xcomp", "ccomp", "csubj"):
            return self._complement(node, head, status)
        if node.rel == "advcl":
            self._adverbial(node, marks, status)
            return None
        if node.dep == "acl" and node.morph.get("VerbForm") == "Inf":
            found = self._noun.get(head.lemma.lower()) or self._adjective.get(head.lemma.lower())
            self.add(
                status,
                found.gives if found else self.table.default_infinitive,
                head,
                f"noun:{head.lemma}",
                found.certainty if found else None,
            )
            return head if found else None
        if node.dep == "acl" and node.morph.get("VerbForm") == "Fin" and head.lemma.lower() in self._noun:
            found = self._noun[head.lemma.lower()]
            self.add(status, found.finite or found.gives, head, f"noun:{head.lemma}", found.certainty)
            return None
        if node.pos in ("NOUN", "PROPN", "ADJ") and node.rel in (
            "nsubj",
            "obj",
            "obl",
            "nmod",
            "iobj",
            "compound",
            "appos",
        ):
            return self._nominal(node, head, status, roles)
        if node.rel in ("aux", "cop", "fixed", "flat"):
            return head
        return None

    def _conjoined(self, node: Token, head: Token) -> Token | None:
        """A conjunct without tense of its own shares that of the first; a noun always does."""
        if node.pos in VERBAL:
            own = any(c.rel in ("aux", "nsubj", "cop") for c in node.children) or node.morph.get("Mood") is not None
            return None if own and head.rel not in ("ccomp", "xcomp", "advcl") else head
        return head if head.pos in ("NOUN", "PROPN", "ADJ") else None

    def _complement(self, node: Token, head: Token, status: Status) -> Token | None:
        lemma = head.lemma.lower()
        found = self._verb.get(lemma) if head.pos in VERBAL else self._adjective.get(lemma) or self._noun.get(lemma)
        infinite = node.morph.get("VerbForm") == "Inf" or (
            node.pos == "VERB" and any(c.lower == "to" and c.rel == "mark" for c in node.children)
        )
        if found is not None:
            gives = found.finite if found.finite and not infinite and node.rel != "xcomp" else found.gives
            self.add(status, gives, head, f"governor:{lemma}", found.certainty)
            # "did not say that …", "does not regret that …": what is so stays so.
            settled = gives == "actual" and not infinite and node.rel != "xcomp"
            return None if gives == "stop" or settled else head
        if infinite and node.rel == "xcomp":
            self.add(status, self.table.default_infinitive, head, "infinitive")
        return None if node.rel == "ccomp" else head

    def _adverbial(self, node: Token, marks: list[Token], status: Status) -> None:
        if any(m.lemma.lower() in self.table.negating_marks for m in marks):
            self.add(status, "negation", marks[0], "without")
        elif node.morph.get("VerbForm") == "Inf" and node.pos in VERBAL:
            self.add(status, self.table.default_infinitive, marks[0] if marks else node, "purpose")

    def _nominal(self, node: Token, head: Token, status: Status, roles: Roles) -> Token | None:
        """A noun's event under a noun ("threat of attack") or a verb ("fears an attack", "holds talks")."""
        lemma = head.lemma.lower()
        table = self._verb if head.pos in VERBAL else self._noun
        found = table.get(lemma)
        if head.pos not in VERBAL:
            if found is not None and node.rel in ("nmod", "obl", "compound"):
                self.add(status, found.gives, head, f"noun:{lemma}", found.certainty)
            elif node.rel == "nmod" and lemma not in roles.pack.contains:
                return None
            return head if found is not None or lemma in roles.pack.contains else None
        core = node.rel == "obj" or node.dep in ("nsubj:pass", "nsubj")
        if found is not None and (node.rel == "obj" or node.dep == "nsubj:pass" or node.rel == "obl"):
            self.add(status, found.gives, head, f"governor:{lemma}", found.certainty)
            return None if found.gives == "actual" and not roles.carries(head, node) else head
        if core and (node.dep != "nsubj" or lemma in roles.pack.occur) and roles.carries(head, node):
            return head
        return None

    def _question(self, token: Token, status: Status) -> None:
        last = token.sent.tokens[-1]
        if last.text == "?" or (len(token.sent.tokens) > 1 and token.sent.tokens[-2].text == "?"):
            self.add(status, "hypothetical", last, "question")

    def _conclude(self, status: Status) -> Status:
        effects, table = status.effects, self.table.certainty
        if "hypothetical" in effects:
            status.reality = Reality.HYPOTHETICAL
        elif status.negations % 2:
            status.reality = Reality.NEGATION
        elif "future" in effects:
            status.reality = Reality.FUTURE
        else:
            status.reality = Reality.ACTUAL
        certainty = min(status.bounds) if status.bounds else table[status.reality.value]
        if status.hearsay:
            certainty *= self.table.hearsay_factor
        status.certainty = round(certainty, 3)
        return status


def _by_lemma(rows: tuple[Hedge, ...]) -> dict[str, Hedge]:
    return {lemma: row for row in rows for lemma in row.lemmas}
