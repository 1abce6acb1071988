"""What is read of a document before its sentences are coded, and what coding them leaves behind."""

from dataclasses import dataclass, field

from detente.actors.mentions import Mentions
from detente.actors.resolve import Resolver
from detente.events.attribution import Found
from detente.events.roles import Roles
from detente.events.triggers import Row
from detente.parse.doc import Doc, Token
from detente.records import Claim, Document


@dataclass(slots=True)
class Trace:
    """What a sentence's words did: for `detente explain`. `why` is empty for a draft that became a claim."""

    token: Token
    row: Row
    why: str


@dataclass(slots=True)
class Context:
    """All that was read of one document before its sentences are coded.

    `told`: the latest claim by type and parties.
    """

    document: Document
    doc: Doc
    mentions: Mentions
    resolver: Resolver
    roles: Roles
    attributions: list[Found]
    traces: list[Trace] = field(default_factory=list)
    told: dict[tuple[str, frozenset[str | None]], Claim] = field(default_factory=dict)
