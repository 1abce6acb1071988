"""Movements: the months in which a relation went furthest from what it had been, in words that anybody can check.

A first, plain measure: no interval and no test stands behind it, as many events as there are are taken for all.
"""

from collections.abc import Iterable
from datetime import date

from detente.records import Record
from detente.relations.months import Month, Relation, month_of, number

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
    """The largest movement of each relation, the largest first; the first month of all has nothing before it."""
    known = list(relations)
    months = [month.month for relation in known for month in relation.months if month.month and sum(month.quads)]
    if not months:
        return []
    found = [max(moved, key=_size) for relation in known if (moved := _movements(relation, min(months)))]
    return sorted(found, key=_size, reverse=True)[:most]


def _movements(relation: Relation, first: date) -> list[Movement]:
    by_number = {number(month.month): month for month in relation.months if month.month and sum(month.quads)}
    return [_movement(relation, at, by_number, number(first)) for at in by_number if at > number(first)]


def _movement(relation: Relation, at: int, by_number: dict[int, Month], first: int) -> Movement:
    """A month without events had a balance of 0."""
    before = [by_number[n].balance if n in by_number else 0.0 for n in range(max(first, at - BEFORE), at)]
    month = by_number[at]
    return Movement(
        a=relation.a,
        b=relation.b,
        month=month_of(at),
        balance=month.balance,
        usual=sum(before) / len(before),
        events=sum(month.quads),
    )


def _size(movement: Movement) -> tuple[float, str, str, date]:
    return abs(movement.change), movement.a, movement.b, movement.month
