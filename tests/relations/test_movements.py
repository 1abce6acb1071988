"""Movements: a month's balance against the mean of up to twelve months before, by arithmetic that anybody can redo."""

from datetime import date

import pytest
from relating import act, ledger

from detente.records import Reality
from detente.relations.months import Month, Relation, relations
from detente.relations.movements import BEFORE, Movement, movements


def relation(a, b, balances):
    """A relation with one event in each month; a balance of None: nothing counts."""
    months = [
        Month(
            month=month and date.fromisoformat(f"{month}-01"),
            quads=(0, 0, 0, 0) if balance is None else (1, 0, 0, 0),
            score=balance,
            balance=balance or 0.0,
            beside={} if balance is not None else {"future": 1},
        )
        for month, balance in balances.items()
    ]
    return Relation(a=a, b=b, months=tuple(months))


def moved(*relations, most=99):
    """Name, month, usual and balance of each movement."""
    return [(f"{m.a}-{m.b}", f"{m.month:%Y-%m}", m.usual, m.balance) for m in movements(relations, most)]


def test_movements_compare_with_the_mean_of_the_months_before():
    """What is usual is the mean balance of the months before; the change is how far the month is from it."""
    (one,) = movements([relation("A", "B", {"2024-01": 1.0, "2024-02": 3.0, "2024-03": -4.0})], 9)
    assert one == Movement(a="A", b="B", month=date(2024, 3, 1), balance=-4.0, usual=2.0, events=1)
    assert one.change == -6.0


def test_movements_empty_months_are_0():
    """A month without events between others had a balance of 0 and counts in the mean."""
    assert moved(relation("A", "B", {"2024-01": 4.0, "2024-05": 9.0})) == [("A-B", "2024-05", 1.0, 9.0)]


def test_movements_go_back_twelve_months_at_most():
    """The thirteenth month before counts no more; the twelfth does."""
    assert BEFORE == 12
    old = {"2023-01": 120.0, "2024-01": 200.0}
    assert moved(relation("A", "B", old)) == [("A-B", "2024-01", 10.0, 200.0)]
    older = {"2022-12": 120.0, "2024-01": 200.0}
    assert moved(relation("A", "B", older)) == [("A-B", "2024-01", 0.0, 200.0)]


def test_movements_begin_with_the_first_month_of_the_ledger():
    """Months before the ledger's first, whichever relation it is of, are unknown and not 0: they lower no mean."""
    alone = relation("A", "B", {"2024-03": 2.0, "2024-04": 10.0})
    assert moved(alone) == [("A-B", "2024-04", 2.0, 10.0)]
    beside = relation("C", "D", {"2024-01": 1.0})
    assert moved(alone, beside) == [("A-B", "2024-04", 2 / 3, 10.0)]


def test_movements_first_month_of_all_is_none():
    """The first month of all has nothing to be held against; a relation's own first month, later, has: zeros."""
    first, later = relation("A", "B", {"2024-01": -5.0}), relation("C", "D", {"2024-03": 4.0})
    assert moved(first) == []
    assert moved(first, later) == [("C-D", "2024-03", 0.0, 4.0)]


def test_movements_a_relation_gives_its_largest():
    """Each relation has one movement, its largest in either direction."""
    assert moved(relation("A", "B", {"2024-01": 1.0, "2024-02": -7.0, "2024-03": 3.0})) == [
        ("A-B", "2024-02", 1.0, -7.0)
    ]


def test_movements_largest_come_first():
    """Movements come by size, whichever their direction, and no more than are asked for."""
    found = [relation(name, "Z", {"2024-02": balance}) for name, balance in (("A", 2.0), ("B", -5.0), ("C", 3.0))]
    found.append(relation("Y", "Z", {"2024-01": 9.0}))
    assert [name for name, *_ in moved(*found)] == ["B-Z", "C-Z", "A-Z"]
    assert [name for name, *_ in moved(*found, most=2)] == ["B-Z", "C-Z"]
    assert moved(*found, most=0) == []


def test_movements_order_does_not_hang_on_the_order_of_relations():
    """Movements of equal size come in the same order, however the relations came."""
    found = [relation(name, "Z", {"2024-01": 5.0, "2024-02": 10.0}) for name in "ABC"]
    assert moved(*found) == moved(*reversed(found))
    assert len(moved(*found)) == 3


def test_movements_leave_out_months_in_which_nothing_counts():
    """A month of announcements alone is no movement, and does not begin the ledger."""
    quiet = relation("A", "B", {"2023-01": None, "2024-01": 2.0, "2024-02": None, "2024-03": 7.0})
    assert moved(quiet) == [("A-B", "2024-03", 1.0, 7.0)]
    assert moved(relation("A", "B", {"2024-01": None, "2024-02": None})) == []


def test_movements_leave_out_what_has_no_month():
    """Events without a month move nothing: neither a month of their own nor the mean of others."""
    assert moved(relation("A", "B", {None: 50.0, "2024-01": 2.0, "2024-02": 3.0})) == [("A-B", "2024-02", 2.0, 3.0)]
    assert moved(relation("A", "B", {None: 50.0})) == []
    assert moved() == []


def test_movements_of_a_ledger_by_hand(tmp_path):
    """From claims to movements: sums by month, mean of the months before, hearsay left out, the number of events."""
    acts = [act("RUS", "PRK", "SUPPORT", when="2024-01-05"), act("RUS", "PRK", "AID", when="2024-04-05")]
    acts += [act("PRK", "RUS", "SUPPORT", when="2024-04-06"), act("PRK", "RUS", "AID", when="2024-04-07", hearsay=True)]
    acts += [act("USA", "PRK", "SANCTION", when="2024-02-01"), act("USA", "IRN", reality=Reality.FUTURE)]
    found = movements(relations(ledger(tmp_path, *acts)), 5)
    assert [(m.a, m.b, m.month, m.balance, m.events) for m in found] == [
        ("PRK", "RUS", date(2024, 4, 1), 15.0, 2), ("PRK", "USA", date(2024, 2, 1), -6.0, 1),
    ]  # fmt: skip
    assert [m.usual for m in found] == [pytest.approx(5 / 3), 0.0]
