"""Operators on events: "agreed to hold talks" is one agreement, "refused to meet" a rejection, not a meeting."""

from dataclasses import dataclass, field, replace

from detente.actors.mentions import cases
from detente.actors.party import Party
from detente.events.ontology import Ontology
from detente.events.roles import VERBAL, Roles
from detente.events.triggers import Lexicon, Operator, Row
from detente.parse.doc import Token
from detente.records import Reality

LONGEST_CHAIN = 5
CARRIES = frozenset({"begin", "light", "announce", "plan", "fail", "prevent", "undergo", "permit", "decide"})
KEEPS = frozenset({"blame", "praise"})  # the inner event stays a claim of its own
EFFECT = {"plan": Reality.FUTURE, "decide": Reality.FUTURE, "fail": Reality.NEGATION, "prevent": Reality.NEGATION}


@dataclass(slots=True)
class Draft:
    """An event under construction. `trigger` is the word that names it, `top` the outermost word that changed it."""

    token: Token
    row: Row
    type: str
    mode: str | None
    mutual: bool
    actor: list[Party]
    recipient: list[Party]
    top: Token
    trigger: Token
    rules: list[tuple[str, Token]] = field(default_factory=list)
    effects: list[tuple[Reality, Token]] = field(default_factory=list)
    composed: bool = False


class Composer:
    """Applies the operators of one language to the drafts of one Doc."""

    def __init__(self, roles: Roles, operators: Lexicon[Operator], ontology: Ontology) -> None:
        self._roles = roles
        self._operators = operators
        self._ontology = ontology

    def apply(self, draft: Draft) -> list[Draft]:
        """The draft after all operators above it; with it, events that survive beside ("condemned the attack")."""
        beside: list[Draft] = []
        node = draft.token
        for _ in range(LONGEST_CHAIN):
            found = self._operator(node)
            if found is None:
                break
            token, operator = found
            if self._ontology.compose(operator.does, draft.type, draft.mode):
                copy = replace(draft, rules=list(draft.rules), effects=list(draft.effects))
                if operator.does in KEEPS:
                    beside.append(copy)
                elif operator.does == "refuse" and self._is_outsider(token, operator, draft):
                    copy.effects.append((Reality.HYPOTHETICAL, token))
                    beside.append(copy)
            draft = self._apply(draft, token, operator)
            node = token
        return [draft, *beside]

    def _is_outsider(self, token: Token, operator: Operator, draft: Draft) -> bool:
        """Who opposes what two others may do: that stays a claim, a hypothetical one."""
        codes = {p.actor.code for p in (*draft.actor, *draft.recipient)} - {None}
        against = {p.actor.code for p in self._parties(token, operator.actor)}
        return len(codes) > 1 and not codes & against

    def _is_place(self, token: Token, verb: Token) -> bool:
        """ "Refused to meet the envoy in Geneva": where the inner verb would have taken place."""
        return verb.pos in VERBAL and token.head is verb and not set(self._roles.pack.place).isdisjoint(cases(token))

    def _operator(self, node: Token) -> tuple[Token, Operator] | None:
        """The operator whose complement the node is."""
        place = self._roles.slot_of(node)
        if place is None:
            return None
        token, slots = place
        for operator in self._operators.at(token):
            if set(operator.event) & slots and self._roles.fits(token, operator.where, {}):
                return token, operator
        return None

    def _apply(self, draft: Draft, token: Token, operator: Operator) -> Draft:
        actor = self._parties(token, operator.actor)
        recipient = [p for p in self._parties(token, operator.recipient) if not self._is_place(p.token, draft.token)]
        rule = (f"operator:{operator.does}:{operator.lemma}", token)
        made = self._ontology.compose(operator.does, draft.type, draft.mode)
        if made is None or (operator.does in CARRIES and not (operator.does == "permit" and actor)):
            self._carry(draft, operator, actor, recipient)
            if operator.does in EFFECT or (made is None and operator.does not in CARRIES | KEEPS):
                draft.effects.append((EFFECT.get(operator.does, Reality.HYPOTHETICAL), token))
            draft.rules.append(rule)
            if made is not None:
                draft.type, draft.mode = made
                draft.effects = [e for e in draft.effects if e[1] is not token]
            draft.top = token
            return draft
        everybody = [*draft.actor, *draft.recipient]
        about = everybody
        if operator.does in ("blame", "permit"):
            about = _without(draft.actor, actor) or draft.recipient
        others = recipient or about
        result = replace(draft, type=made[0], mode=made[1] or (draft.mode if made[0] == draft.type else None))
        if not actor and operator.does in ("cancel", "end", "lift", "agree"):
            actor, others = draft.actor, draft.recipient  # "talks were cancelled": nobody else is named
        result.mutual = draft.mutual and operator.does == "agree" and _same(actor, everybody)
        result.actor = everybody if result.mutual else actor
        result.recipient = [] if result.mutual else _without(others, actor)
        result.rules = [*draft.rules, rule]
        result.effects = []
        result.top = token
        result.trigger = token
        result.composed = True
        return result

    def _carry(self, draft: Draft, operator: Operator, actor: list[Party], recipient: list[Party]) -> None:
        """The inner event stays; the operator tells who did it, or to whom."""
        if operator.does == "undergo":
            draft.recipient = draft.recipient or _without(actor, draft.actor)
            draft.actor = draft.actor or recipient
        elif draft.mutual:
            known = {p.actor.code for p in draft.actor}
            draft.actor = [*(p for p in actor if p.actor.code not in known), *draft.actor]
        elif not draft.actor or all(p.actor.code is None for p in draft.actor):
            draft.actor = _without(actor, draft.recipient) or actor or draft.actor
        if not draft.recipient and not draft.mutual and operator.does != "undergo":
            draft.recipient = _without(recipient, draft.actor)

    def _parties(self, token: Token, slots: tuple[str, ...]) -> list[Party]:
        for slot in slots:
            found = self._roles.parties(token, slot)
            if found:
                return found
        return []


def _without(parties: list[Party], others: list[Party]) -> list[Party]:
    """Those that are none of the others, by code and sector, else by words."""
    taken = {_key(p) for p in others}
    return [p for p in parties if _key(p) not in taken]


def _same(some: list[Party], everybody: list[Party]) -> bool:
    """The subject is the parties themselves: "the two sides agreed to hold talks"."""
    return not some or {_key(p) for p in everybody} <= {_key(p) for p in some}


def _key(party: Party) -> tuple[str | None, str | None]:
    return (party.actor.code, None if party.actor.code else party.actor.text)
