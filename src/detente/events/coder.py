"""Doc -> claims: finds the triggers, fills their roles, composes them, judges how real they are and who says so."""

from detente.actors.gazetteer import Gazetteer, cities
from detente.actors.mentions import Mentions
from detente.actors.party import Party
from detente.actors.resolve import Resolver
from detente.actors.terms import Holders
from detente.events import triggers
from detente.events.attribution import Attributor, Found, Speech, innermost
from detente.events.compose import Draft
from detente.events.context import Contexts
from detente.events.drafts import TALKED, Drafter
from detente.events.ontology import Ontology
from detente.events.reading import Context, Trace
from detente.events.reality import Judge, Status
from detente.events.roles import Roles
from detente.events.when import Clock, Expression, is_historical, moment_of
from detente.languages import Language
from detente.parse.doc import Doc, Sentence, Token
from detente.records import Actor, Claim, Document, Evidence, Reading, Reality, Stance, digest

# PLOVER manual, "future": what will be one of these is an agreement now; what will be a retreat, a concession.
REDUCED = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}


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
        rows = triggers.load(language.folder, set(ontology.types))
        self._drafter = Drafter(rows, triggers.load_operators(language.folder), ontology)
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
        expressions = self._clock.read(context.doc, sentence, context.document.published)
        claims: list[Claim] = []
        for draft, unfit in self._drafter.drafts(context, sentence):
            if unfit:
                context.traces.append(Trace(draft.trigger, draft.row, unfit))
                continue
            claim = self._claim(context, draft, sentence, expressions)
            known = any(_same_act(claim, other) for other in claims)
            why = "same act as another claim of the sentence" if known else ""
            context.traces.append(Trace(draft.trigger, draft.row, why))
            if not known:
                claims = [other for other in claims if not _same_act(other, claim)]  # those that say less
                claims.append(claim)
                self._remember(context, draft, claim)
        return claims

    @staticmethod
    def _remember(context: Context, draft: Draft, claim: Claim) -> None:
        """What later sentences refer back to: "the two countries", "this cooperation"."""
        context.told[claim.type, frozenset(a.code for a in (*claim.actor, *claim.recipient))] = claim
        if len(claim.actor) > 1 and not claim.recipient:
            context.resolver.pair = tuple(draft.actor)
        elif claim.type in TALKED and draft.actor and draft.recipient:
            context.resolver.pair = (draft.actor[0], draft.recipient[0])

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
