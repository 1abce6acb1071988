"""Movements: the months in which a relation went furthest from what it had been, in words that anybody can check.

A first, plain measure: no interval and no test stands behind it, as many events as there are are taken for all.
"""

from collections.abc import Iterable
from datetime import date

from detente.records import Record
from detente.relations.months import Month, Relation

BEFORE = 12  # months that a month is compared with


class Movement(Record, frozen=True, kw_only=True):
    """One month of a relation: `balance` sums its events' scores, `usual` is the mean of up to 12 months before."""

    a: str
    b: str
    month: date
    balance: float
    usual: float
    events: int

    @property
    def change(self) -> float:
        """How far, and in which direction: above zero is cooperation."""
        return self.balance - self.usual


def movements(relations: Iterable[Relation], most: int) -> list[Movement]:
    """The largest movement of each relation, the largest first; the ledger's first month has nothing before it."""
    known = list(relations)
    months = [month.month for relation in known for month in relation.months if month.month and sum(month.quads)]
    if not months:
        return []
    found = [max(moved, key=_size) for relation in known if (moved := _movements(relation, min(months)))]
    return sorted(found, key=_size, reverse=True)[:most]


def _movements(relation: Relation, first: date) -> list[Movement]:
    by_number = {_number(month.month): month for month in relation.months if month.month and sum(month.quads)}
    return [_movement(relation, number, by_number, _number(first)) for number in by_number]


def _movement(relation: Relation, number: int, by_number: dict[int, Month], first: int) -> Movement:
    """A month without events had a balance of 0."""
    before = [by_number[n].balance if n in by_number else 0.0 for n in range(max(first, number - BEFORE), number)]
    month = by_number[number]
    return Movement(
        a=relation.a,
        b=relation.b,
        month=date(number // 12, number % 12 + 1, 1),
        balance=month.balance,
        usual=sum(before) / len(before) if before else 0.0,
        events=sum(month.quads),
    )


def _number(month: date) -> int:
    """Months since the year 0, so that they can be counted."""
    return month.year * 12 + month.month - 1


def _size(movement: Movement) -> tuple[float, str, str, date]:
    return abs(movement.change), movement.a, movement.b, movement.month
