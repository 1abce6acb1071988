"""Doc -> claims: finds the triggers, fills their roles, composes them, judges how real they are and who says so."""

from dataclasses import dataclass, field

import msgspec

from detente.actors.gazetteer import Gazetteer, cities
from detente.actors.mentions import Mentions
from detente.actors.party import Party
from detente.actors.resolve import Resolver
from detente.actors.terms import Holders
from detente.events import triggers
from detente.events.attribution import Attributor, Found, Speech, innermost
from detente.events.compose import Composer, Draft
from detente.events.context import Contexts
from detente.events.ontology import Ontology
from detente.events.reality import Judge, Status
from detente.events.roles import Roles
from detente.events.triggers import Row
from detente.events.when import Clock, Expression, is_historical, moment_of
from detente.languages import Language
from detente.parse.doc import Doc, Sentence, Token
from detente.records import Actor, Claim, Document, Evidence, Reading, Reality, Stance, digest

# PLOVER manual, "future": what will be one of these is an agreement now; what will be a retreat, a concession.
REDUCED = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}

TALKED = frozenset(
    {"CONSULT", "COOPERATE", "AGREE"}
)  # acts that make two parties a pair, and nouns that refer back to one


@dataclass(slots=True)
class Trace:
    """What a sentence's words did: for `detente explain`. `why` is empty for a draft that became a claim."""

    token: Token
    row: Row
    why: str


@dataclass(slots=True)
class Context:
    """All that was read of one document before its sentences are coded."""

    document: Document
    doc: Doc
    mentions: Mentions
    resolver: Resolver
    roles: Roles
    attributions: list[Found]
    traces: list[Trace] = field(default_factory=list)
    told: dict[tuple[str, frozenset[str | None]], Claim] = field(
        default_factory=dict
    )  # by type and parties, the latest


class Coder:
    """The coder of one language: all its tables, loaded once; no state of a document."""

    def __init__(self, language: Language, ontology: Ontology) -> None:
        self.name = language.coder
        self._pack = language.pack
        self._ontology = ontology
        self._gazetteer = Gazetteer(language.names())
        self._cities = cities()
        self._holders = Holders()
        self._offices = {office.lemma: office for office in language.offices()}
        self._rows = triggers.load(language.folder, set(ontology.types))
        self._operators = triggers.load_operators(language.folder)
        self._judge = Judge(language.folder)
        self._speech = Speech(language.folder)
        self._clock = Clock(language.folder)
        self._contexts = Contexts(language.folder)

    def code(self, document: Document, doc: Doc) -> Reading:
        """Everything read in one document."""
        context = self.prepare(document, doc)
        claims: dict[str, Claim] = {}
        for sentence in doc.sentences:
            for claim in self.sentence(context, sentence):
                claims.setdefault(claim.id, claim)
        return Reading(
            document=document,
            claims=tuple(claims.values()),
            attributions=tuple(found.record for found in context.attributions),
            sentences=len(doc.sentences),
            coder=self.name,
        )

    def prepare(self, document: Document, doc: Doc) -> Context:
        """Names, roles and attributions of a document."""
        year = document.published.year if document.published else None
        mentions = Mentions(doc, self._gazetteer.find(document.text, year))
        resolver = Resolver(
            doc, mentions, self._offices, self._pack, self._clock.names, self._cities, self._holders, document.published
        )
        roles = Roles(resolver, self._pack)
        attributions = Attributor(doc, roles, resolver, self._speech).read()
        return Context(document, doc, mentions, resolver, roles, attributions)

    def status(self, context: Context, token: Token) -> Status:
        """How real what a token reports is, trigger or not; who denies it counts."""
        status = self._judge.status(token, context.roles)
        said = innermost(context.attributions, token)
        if said is not None and said.unnamed and not status.hearsay:
            self._judge.add(status, "hearsay", said.cue, "unnamed_source")
            status = self._judge.close(status)
        return status

    def sentence(self, context: Context, sentence: Sentence) -> list[Claim]:
        """The claims of one sentence, in the order of their triggers; the same act is not coded twice."""
        if is_heading(context.doc, sentence):
            return []
        composer = Composer(context.roles, self._operators, self._ontology)
        drafts: list[Draft] = []
        taken: set[int] = set()
        found = [draft for token in sentence.tokens if (draft := self._draft(context, token)) is not None]
        whole = {draft.token.i: draft for draft in found if not _missing(draft)}
        for draft in found:
            made = composer.apply(draft)
            # A word without its parties takes nothing from one that has them; a row that names both words is surer.
            made = [
                d
                for d in made
                if not (
                    d.composed
                    and d.top.i in whole
                    and (draft.token.i not in whole or _says_more(whole[d.top.i], d, context))
                )
            ]
            drafts += made
            taken |= {word.i for d in made if d.composed for rule, word in d.rules if rule.startswith("operator:")}
        expressions = self._clock.read(context.doc, sentence, context.document.published)
        claims: list[Claim] = []
        for draft in sorted(drafts, key=lambda d: (d.trigger.i, d.token.i)):
            consumed = not draft.composed and draft.token.i in taken and draft.top is draft.token
            why = (
                "part of another event" if consumed or self._inside_row(draft, drafts, context) else self._unfit(draft)
            )
            claim = None if why else self._claim(context, draft, sentence, expressions)
            if claim is not None and any(_same_act(claim, other) for other in claims):
                claim, why = None, "same act as another claim of the sentence"
            elif claim is not None:
                claims = [other for other in claims if not _same_act(other, claim)]  # one that says less
            context.traces.append(Trace(draft.trigger, draft.row, why))
            if claim is not None:
                claims.append(claim)
                context.told[claim.type, frozenset(a.code for a in (*claim.actor, *claim.recipient))] = claim
                if len(claim.actor) > 1 and not claim.recipient:
                    context.resolver.pair = tuple(draft.actor)
                elif claim.type in TALKED and draft.actor and draft.recipient:
                    context.resolver.pair = (draft.actor[0], draft.recipient[0])
        return claims

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

    @staticmethod
    def _again(context: Context, draft: Draft, status: Status) -> None:
        """What was only possible when first told stays so when it is taken up: "this cooperation"."""
        parties = [*draft.actor, *draft.recipient]
        before = context.told.get((draft.type, frozenset(p.actor.code for p in parties)))
        if before is not None and all(p.rule == "pair" for p in parties) and status.reality is Reality.ACTUAL:
            status.reality = before.reality
            status.certainty = min(status.certainty, before.certainty)
            rule = f"reality:as_before:{before.reality.value}"
            status.evidence.append(Evidence(rule=rule, words=draft.token.text, span=draft.token.span))

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

    def _claim(self, context: Context, draft: Draft, sentence: Sentence, expressions: list[Expression]) -> Claim:
        document, text = context.document, context.document.text
        status = self.status(context, draft.top)
        for effect, token in draft.effects:
            self._judge.add(status, effect.value, token, "operator")
        status = self._judge.close(status)
        self._again(context, draft, status)
        said = self._said(context, draft)
        moment, when = moment_of(draft.token, text, expressions, document.published)
        reality, kind, mode = self._reduce(draft, status)
        if reality is Reality.ACTUAL and is_historical(moment, document.published):
            reality = Reality.HISTORICAL
        if said is not None and said.record.stance is Stance.DENIES and reality is Reality.ACTUAL:
            reality = Reality.NEGATION
        actor = tuple(p.actor for p in draft.actor)
        recipient = tuple(p.actor for p in draft.recipient)
        evidence = [Evidence(rule=rule, words=token.text, span=token.span) for rule, token in draft.rules]
        evidence += [_how(p, text) for p in (*draft.actor, *draft.recipient)]
        evidence += status.evidence + ([when] if when else [])
        return Claim(
            id=digest(
                document.id, kind, draft.trigger.start, draft.trigger.end, *_keys(actor), "to", *_keys(recipient)
            ),
            document=document.ref,
            sentence=sentence.span,
            trigger=draft.trigger.span,
            type=kind,
            mode=mode,
            context=self._contexts.near(draft.token),
            actor=actor,
            recipient=recipient,
            when=moment,
            reality=reality,
            hearsay=status.hearsay,
            attribution=said.record if said else None,
            certainty=status.certainty,
            score=self._ontology.score(kind, mode),
            quad=self._ontology.quad(kind),
            evidence=tuple(evidence),
            coder=self.name,
        )

    def _said(self, context: Context, draft: Draft) -> Found | None:
        """Who says so: never the claim's own trigger."""
        own = {draft.trigger.i, draft.top.i, draft.token.i}
        holding = [f for f in context.attributions if draft.trigger.i in f.inside and f.cue.i not in own]
        return min(holding, key=lambda f: len(f.inside), default=None)

    def _reduce(self, draft: Draft, status: Status) -> tuple[Reality, str, str | None]:
        """PLOVER's reductions: a future meeting is an agreement that is actual."""
        if status.reality is Reality.FUTURE and draft.type in REDUCED:
            return Reality.ACTUAL, REDUCED[draft.type], None
        return status.reality, draft.type, draft.mode


def is_heading(doc: Doc, sentence: Sentence) -> bool:
    """A short line without end punctuation and finite verb, in a text of several lines."""
    if len(doc.sentences) == 1 or sentence.tokens[-1].pos == "PUNCT" or len(sentence.tokens) > 14:
        return False
    span = sentence.span
    before, after = doc.text[: span.start].rstrip(" \t"), doc.text[span.end :].lstrip(" \t")
    alone = (not before or before.endswith("\n")) and (not after or after.startswith("\n"))
    return alone and not any(t.morph.get("VerbForm") == "Fin" and t.is_root for t in sentence.tokens)


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


def _keys(actors: tuple[Actor, ...]) -> list[str]:
    return [f"{a.code or a.text}:{a.sector}" for a in actors]


def _same_act(a: Claim, b: Claim) -> bool:
    """The same type between the same parties in the same status."""
    if a.type != b.type or a.reality != b.reality:
        return False
    mine, theirs = [set(_keys(c.actor)) for c in (a, b)], [set(_keys(c.recipient)) for c in (a, b)]
    return mine[0] <= mine[1] and theirs[0] <= theirs[1]


def _how(party: Party, text: str) -> Evidence:
    return Evidence(rule=f"actor:{party.rule}", words=party.source.of(text), span=party.source)
