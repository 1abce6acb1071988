"""What resolving a phrase gives: an actor, the token that heads it, and how it was found."""

from typing import NamedTuple, Protocol

from detente.languages import Office
from detente.parse.doc import Token
from detente.records import Actor, Span

STATE_SECTOR = "GOV"  # a bare state acts through its government (PLOVER manual, actors)


class Party(NamedTuple):
    """An actor with the token that heads it and how it was resolved."""

    token: Token
    actor: Actor
    rule: str
    source: Span


class Actors(Protocol):
    """What reference needs of the resolver."""

    def parties(self, head: Token) -> list[Party]:
        """The actors of a phrase."""
        ...

    def reach(self, token: Token) -> list[Party]:
        """The actors that a thing belongs to."""
        ...

    def office(self, token: Token) -> Office | None:
        """The row of offices.csv of a noun."""
        ...


def actor_of(code: str | None, sector: str | None, text: str, span: Span) -> Actor:
    """An actor as the document's words name it."""
    return Actor(code=code, sector=sector, text=span.of(text), span=span)


def inside(inner: Span, outer: Span) -> bool:
    """True if one span lies within the other."""
    return outer.start <= inner.start and inner.end <= outer.end
