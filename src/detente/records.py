"""Every record, in pipeline order: Document, Actor, Claim, Reading, Coding, Event, Judgement. Read this file first.

All are frozen. As JSON every field is written (null, [], false); a Span is [start, end], end exclusive, in Unicode code
points of Document.text.
"""

import enum
import hashlib
from datetime import date, datetime
from typing import NamedTuple

import msgspec


class Span(NamedTuple):
    """Half-open range of code points in Document.text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records: immutable, compared by value, made with keywords."""


class Origin(enum.StrEnum):
    """Where a field of a document came from."""

    INPUT = "input"  # a field of the JSON line, CSV row or Parquet row
    OPTION = "option"  # --date, --language, --outlet
    METADATA = "metadata"  # the page's own metadata
    TEXT = "text"  # read off the text itself
    URL = "url"


class Document(Record, frozen=True, kw_only=True):
    """One cleaned article.

    `id` hashes (outlet, url or ref, text); `ref` is the input's own id, which `detente code` writes back as `document`.
    `origins` says for each of title, published, language and outlet where it came from.
    """

    id: str
    ref: str
    text: str
    title: str | None = None
    published: date | None = None
    language: str
    outlet: str | None = None
    url: str | None = None
    origins: dict[str, Origin] = {}


class Reject(Record, frozen=True, kw_only=True):
    """An input that could not be read or coded: what, where, why. Never stops a run."""

    ref: str
    where: str
    reason: str
    message: str


class Evidence(Record, frozen=True, kw_only=True):
    """Words that show something, and the name of the rule that read them."""

    rule: str
    words: str
    span: Span


class Actor(Record, frozen=True, kw_only=True):
    """Who: `code` is a state (ISO 3166 alpha-3, KOS, PSE) or one of UNO EUR IGO NGO IMG MNC ISM; null if unresolved.

    `sector` is a PLOVER sector. `text` and `span` are those of the mention in the claim's own sentence (a pronoun's own
    span); what it was resolved from stands in the claim's evidence.
    """

    code: str | None
    sector: str | None
    name: str | None = None
    office: str | None = None
    text: str
    span: Span


class Precision(enum.StrEnum):
    """How exact a moment is; `published` is no date in the text but the document's own, `unknown` not even that."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    PUBLISHED = "published"
    UNKNOWN = "unknown"


class Moment(Record, frozen=True, kw_only=True):
    """When: first and last possible day, both inclusive; null where unknown."""

    start: date | None = None
    end: date | None = None
    precision: Precision = Precision.UNKNOWN


class Place(Record, frozen=True, kw_only=True):
    """Where: the country's code and the place's name as written."""

    code: str | None
    name: str
    span: Span


class Magnitude(Record, frozen=True, kw_only=True):
    """How many, as the text says."""

    dead: int | None = None
    injured: int | None = None
    size: int | None = None


class Reality(enum.StrEnum):
    """How real; PLOVER's four auxiliary modes, and `actual`."""

    ACTUAL = "actual"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATION = "negation"
    HISTORICAL = "historical"


class Stance(enum.StrEnum):
    """What a speaker does with the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    WARNS = "warns"
    DEMANDS = "demands"
    PROMISES = "promises"


class Attribution(Record, frozen=True, kw_only=True):
    """Who says so: source (`speaker`, `text`, `span`), cue and content. `within`: A says that B said."""

    speaker: Actor | None
    text: str
    span: Span | None
    cue: str
    cue_span: Span
    content: tuple[Span, ...]
    stance: Stance = Stance.ASSERTS
    within: "Attribution | None" = None


class Link(Record, frozen=True, kw_only=True):
    """A tie to another claim of the document."""

    kind: str  # condition, consequence, reaction
    claim: str


class Claim(Record, frozen=True, kw_only=True):
    """One reading of one assertion in one sentence. Parties to mutual acts are all in `actor`.

    `certainty` is the probability, as the text has it, that what the claim says is so; `score` PLOVER's
    conflict-cooperation score (-10..10); `quad` 1 to 4 (verbal/material cooperation, verbal/material conflict).
    """

    id: str
    document: str
    sentence: Span
    trigger: Span
    type: str
    mode: str | None = None
    context: tuple[str, ...] = ()
    actor: tuple[Actor, ...]
    recipient: tuple[Actor, ...] = ()
    goods: tuple[str, ...] = ()
    when: Moment = Moment()
    place: Place | None = None
    magnitude: Magnitude | None = None
    reality: Reality = Reality.ACTUAL
    hearsay: bool = False
    attribution: Attribution | None = None
    purpose: Span | None = None
    links: tuple[Link, ...] = ()
    certainty: float
    score: float
    quad: int
    evidence: tuple[Evidence, ...] = ()
    coder: str


class Reading(Record, frozen=True, kw_only=True):
    """All that one coder read in one document: the unit that is recorded and replaced."""

    document: Document
    claims: tuple[Claim, ...]
    attributions: tuple[Attribution, ...]
    sentences: int
    coder: str


class Known(Record, frozen=True, kw_only=True):
    """An input that the ledger has already."""

    document: Document


class Coding(Record, frozen=True, kw_only=True):
    """That a reading was recorded: one row of the ledger's runs.

    `run` is one call of the program, `place` the file and line that the document came from, `coded` the time in UTC.
    """

    run: str
    document: str
    place: str
    coder: str
    version: str
    coded: datetime
    sentences: int
    claims: int


class Event(Record, frozen=True, kw_only=True):
    """Claims about one happening; derived, can always be rebuilt.

    `actor` and `recipient` are codes (or the words of an actor that has none, in quotation marks). `counts`: at least
    one claim is actual or historical, no hearsay and not judged wrong. `score` is the mean of those, else of all.
    `origins` counts different sentences: a sentence printed by two outlets is one origin. The last six count claims.
    """

    id: str
    type: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    start: date | None
    end: date | None
    precision: Precision
    quad: int
    score: float
    counts: bool
    reports: int
    outlets: int
    origins: int
    actual: int
    historical: int
    hearsay: int
    future: int
    hypothetical: int
    negation: int


class Verdict(enum.StrEnum):
    """What a person says of one claim (right, wrong, unsure) or of two (same, different)."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSURE = "unsure"
    SAME = "same"
    DIFFERENT = "different"

    @property
    def compares(self) -> bool:
        """Whether it speaks of two claims."""
        return self in (Verdict.SAME, Verdict.DIFFERENT)


class Judgement(Record, frozen=True, kw_only=True):
    """A person's verdict on one claim or two, kept beside them and never an overwrite. `judged` is the time in UTC."""

    id: str
    claims: tuple[str, ...]
    verdict: Verdict
    by: str
    judged: datetime
    note: str | None = None


def digest(*parts: object) -> str:
    """128-bit hash of the parts, as 32 hexadecimal digits; stable over runs, machines and versions."""
    data = msgspec.json.encode([part if isinstance(part, str | int) or part is None else str(part) for part in parts])
    return hashlib.blake2b(data, digest_size=16).hexdigest()
