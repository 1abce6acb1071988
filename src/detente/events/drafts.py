"""Sentence -> drafts: every trigger word by its row with its parties, and what the words that govern it make of it."""

import msgspec

from detente.actors.party import Party
from detente.events.compose import Composer, Draft
from detente.events.ontology import Ontology
from detente.events.reading import Context
from detente.events.triggers import Lexicon, Operator, Row
from detente.parse.doc import Sentence, Token

# Acts that make two parties a pair, and whose nouns refer back to one: "the talks", "this visit".
TALKED = frozenset({"CONSULT", "COOPERATE", "AGREE"})
# Acts on a thing that a row names, which concern its owner if nobody else is named: "rejected a Senegalese plan".
OWNED = frozenset({"REJECT", "SANCTION", "COERCE", "ACCUSE", "SUPPORT"})


class Drafter:
    """Makes drafts with the trigger and operator tables of one language."""

    def __init__(self, rows: Lexicon[Row], operators: Lexicon[Operator], ontology: Ontology) -> None:
        self._rows = rows
        self._operators = operators
        self._ontology = ontology

    def drafts(self, context: Context, sentence: Sentence) -> list[tuple[Draft, str]]:
        """The drafts of a sentence in the order of their triggers, each with the reason why it is no claim, or ""."""
        composer = Composer(context.roles, self._operators, self._ontology)
        found = [draft for token in sentence.tokens if (draft := self._draft(context, token)) is not None]
        whole = {draft.token.i: draft for draft in found if not _missing(draft)}
        drafts: list[Draft] = []
        taken: set[int] = set()
        for draft in found:
            made = [d for d in composer.apply(draft) if not self._yields(d, draft, whole, context)]
            drafts += made
            taken |= {word.i for d in made if d.composed for rule, word in d.rules if rule.startswith("operator:")}
        drafts.sort(key=lambda d: (d.trigger.i, d.token.i))
        return [(draft, self._why_not(draft, drafts, taken, context)) for draft in drafts]

    @staticmethod
    def _yields(composed: Draft, base: Draft, whole: dict[int, Draft], context: Context) -> bool:
        """A word without its parties takes nothing from one that has them; a row that names both words is surer."""
        own = whole.get(composed.top.i)
        if not composed.composed or own is None:
            return False
        return base.token.i not in whole or _says_more(own, composed, context)

    def _why_not(self, draft: Draft, drafts: list[Draft], taken: set[int], context: Context) -> str:
        consumed = not draft.composed and draft.token.i in taken and draft.top is draft.token
        if consumed or self._inside_row(draft, drafts, context):
            return "part of another event"
        return self._unfit(draft)

    def _draft(self, context: Context, token: Token) -> Draft | None:
        """The event of a trigger word, by its most specific row that fits."""
        rows = self._rows.at(token)
        if not rows or context.mentions.at(token) is not None:
            return None
        fitting = [row for row in rows if context.roles.fits(token, row.where, row.unless)]
        first = None
        for row in sorted(fitting, key=lambda row: -(len(row.where) + 2 * row.lemma.count(" "))):
            draft = self._fill(context, token, row)
            if not _missing(draft):
                return draft
            first = first or draft
        return first  # what governs the word may still name the missing side: "came under attack from Iran"

    def _fill(self, context: Context, token: Token, row: Row) -> Draft:
        actor: list[Party] = []
        recipient: list[Party] = []
        for slot in row.actor:
            found = context.roles.parties(token, slot)
            if row.mutual:
                _extend(actor, found)
            else:
                actor = _better(actor, found)
        for slot in row.recipient:
            found = [p for p in context.roles.parties(token, slot, besides=actor) if not _among(p, actor)]
            if row.mutual:
                _extend(actor, found)
            else:
                recipient = _better(recipient, found)
        if not recipient and row.type in OWNED and "obj" in row.where:
            things = context.roles.phrases(token, "obj")
            recipient = [p for thing in things for p in context.roles.parties(thing, "adj") if not _among(p, actor)]
        if row.mutual and sum(p.actor.code is not None for p in actor) > 1:
            actor = [p for p in actor if p.actor.code]  # whoever else a slot held was no party
        if row.type in TALKED and not any(p.actor.code for p in (*actor, *recipient)):
            met = self._last_met(context, token, mutual=row.mutual)
            actor, recipient = met if met[0] else (actor, recipient)
        draft = Draft(token, row, row.type, row.mode, row.mutual, actor, recipient, token, token)
        draft.rules.append((f"trigger:{row.type.lower()}:{row.lemma}", token))
        return draft

    def _last_met(self, context: Context, token: Token, *, mutual: bool) -> tuple[list[Party], list[Party]]:
        """ "The talks", "this visit" without parties: those who met last; so, too, what "this meeting" foreshadows."""
        subjects = [] if token.rel == "nsubj" or token.is_root else context.roles.subjects(token.head)
        again = _is_definite(token) or any(_is_definite(s) and self._talks(s) for s in subjects)
        if not again or len(context.resolver.pair) < 2:
            return [], []
        pair = [
            Party(token, msgspec.structs.replace(p.actor, text=token.text, span=token.span), "pair", p.source)
            for p in context.resolver.pair
        ]
        return (pair, []) if mutual else (pair[:1], pair[1:2])

    def _talks(self, token: Token) -> bool:
        return any(row.type in TALKED for row in self._rows.at(token))

    def _inside_row(self, draft: Draft, drafts: list[Draft], context: Context) -> bool:
        """The noun of "sign an agreement" is no event beside the signing."""
        for other in drafts:
            if other is draft or other.token is draft.token or self._unfit(other):
                continue
            for slot in other.row.where:
                if draft.token in context.roles.phrases(other.token, slot) and not draft.composed:
                    return True
        return False

    def _unfit(self, draft: Draft) -> str:
        """Why a draft is no claim, or nothing."""
        if not draft.composed and _missing(draft):
            return f"no {' and no '.join(_missing(draft))} found"
        known = [any(p.actor.sector for p in side) for side in (draft.actor, draft.recipient)]
        if not any(p.actor.code for p in (*draft.actor, *draft.recipient)) and not all(known):
            return "no state or body among its parties"
        if draft.mutual and len(draft.actor) < 2:
            return "only one party to a mutual act"
        if not draft.mutual and not draft.actor and not draft.recipient:
            return "no parties"
        if self._ontology.types[draft.type].recipient == "required" and not (draft.recipient or draft.mutual):
            return f"{draft.type} needs a recipient"
        return ""


def _is_definite(token: Token) -> bool:
    """ "the" or "this"."""
    return any(
        c.rel == "det" and (c.morph.get("Definite") == "Def" or c.morph.get("PronType") == "Dem")
        for c in token.children
    )


def _says_more(own: Draft, composed: Draft, context: Context) -> bool:
    """The governing word's own row has a condition that the event's word fills: "denounced the treaty"."""
    names = any(composed.token in context.roles.phrases(own.token, slot) for slot in own.row.where)
    return names and bool(own.recipient or own.mutual or not composed.recipient)


def _missing(draft: Draft) -> list[str]:
    """The sides that the row needs and nobody fills."""
    sides = {"actor": draft.actor, "recipient": draft.recipient}
    missing = [side for side in draft.row.needs if not _acting(sides[side])]
    return [side for side in missing if not (side == "recipient" and draft.mutual and len(draft.actor) > 1)]


def _acting(parties: list[Party]) -> bool:
    return any(p.actor.code or p.actor.sector or p.rule == "name_unknown" for p in parties)


def _among(party: Party, others: list[Party]) -> bool:
    """The same actor, or the same words, already has a role."""
    return any(
        p.actor.span == party.actor.span
        or (p.actor.code is not None and p.actor.code == party.actor.code and p.actor.sector == party.actor.sector)
        for p in others
    )


def _better(parties: list[Party], more: list[Party]) -> list[Party]:
    """The first slot that is filled counts, unless only a later one names a state or body."""
    known = any(p.actor.code for p in parties)
    return more if more and (not parties or (not known and any(p.actor.code for p in more))) else parties


def _extend(parties: list[Party], more: list[Party]) -> None:
    for party in more:
        if not any(
            p.actor.code == party.actor.code and (p.actor.code or p.actor.text == party.actor.text) for p in parties
        ):
            parties.append(party)
