"""A relation by month: events by quad class, their mean score; beside them what is only said, announced or denied."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from detente.errors import UsageError
from detente.ledger.reader import Reader, Told
from detente.records import Event, Record

# What does not count unless asked for. An event that counts for none of its claims stands under the first that it has.
BESIDE = ("hearsay", "future", "hypothetical", "negation")

# One row a relation and event; only what has a month can be placed in one.
EVENTS = """
SELECT DISTINCT least(d.actor, d.recipient) AS a, greatest(d.actor, d.recipient) AS b, e.*,
    CASE WHEN e.precision NOT IN ('year', 'unknown') THEN date_trunc('month', e."start")::DATE END AS month
FROM dyads d JOIN events e ON e.id = d.event
"""
BY_MONTH = """
SELECT a, b, month,
    count(*) FILTER (counted AND quad = 1) AS q1, count(*) FILTER (counted AND quad = 2) AS q2,
    count(*) FILTER (counted AND quad = 3) AS q3, count(*) FILTER (counted AND quad = 4) AS q4,
    avg(score) FILTER (counted) AS score, coalesce(sum(score) FILTER (counted), 0) AS balance, {beside}
FROM (SELECT *, counts {also} AS counted, CASE {cases} END AS kind FROM ({events}))
WHERE {where}
GROUP BY a, b, month ORDER BY a, b, month NULLS FIRST
"""


class Month(Record, frozen=True, kw_only=True):
    """One month of a relation; `month` is its first day, null for events of which the text gives no month.

    `quads`: events that count, by quad class 1 to 4 (verbal and material cooperation, verbal and material conflict).
    `score` is their mean PLOVER score (-10 to 10), `balance` the sum. `beside`: events that do not count, by kind.
    """

    month: date | None
    quads: tuple[int, int, int, int]
    score: float | None
    balance: float
    beside: dict[str, int]


class Relation(Record, frozen=True, kw_only=True):
    """A pair of states, in the order of their codes, with its months in order."""

    a: str
    b: str
    months: tuple[Month, ...]

    @property
    def name(self) -> str:
        """`PRK-RUS`."""
        return f"{self.a}-{self.b}"

    @property
    def quads(self) -> tuple[int, ...]:
        """Events that count, by quad class."""
        return tuple(sum(month.quads[quad] for month in self.months) for quad in range(4))

    @property
    def score(self) -> float | None:
        """The mean score of all events that count."""
        events = sum(self.quads)
        return sum(month.balance for month in self.months) / events if events else None


def relations(
    reader: Reader, *, pair: tuple[str, str] | None = None, since: date | None = None, also: Collection[str] = ()
) -> list[Relation]:
    """Every relation, or one; those with the most events first. `also`: kinds of BESIDE that shall count, too."""
    where, parameters = _where(pair, since)
    sql = BY_MONTH.format(
        events=EVENTS,
        where=where,
        also="".join(f" OR {kind} > 0" for kind in _known(also)),
        cases=" ".join(f"WHEN {kind} > 0 THEN '{kind}'" for kind in BESIDE),
        beside=", ".join(f"count(*) FILTER (NOT counted AND kind = '{kind}') AS {kind}" for kind in BESIDE),
    )
    rows = groupby(reader.rows(sql, parameters), key=lambda row: (row["a"], row["b"]))
    found = [Relation(a=a, b=b, months=tuple(map(_month, months))) for (a, b), months in rows]
    return sorted(found, key=lambda relation: (-sum(relation.quads), relation.name))


def events(reader: Reader, pair: tuple[str, str], since: date | None = None) -> Iterator[tuple[Event, list[Told]]]:
    """The events of a relation in order, each with the claims behind it."""
    where, parameters = _where(pair, since)
    ids = [row["id"] for row in reader.rows(f"SELECT id FROM ({EVENTS}) WHERE {where}", parameters)]
    told: dict[str, list[Told]] = {}
    for one in reader.told("event IN (SELECT unnest(?))", [ids]):
        told.setdefault(one.event, []).append(one)
    for event in reader.records(Event, "events", "id IN (SELECT unnest(?))", [ids]):
        yield event, told[event.id]


def pair_of(text: str) -> tuple[str, str]:
    """The two codes of `RUS-PRK`, in order; UsageError if it is none."""
    codes = tuple(sorted(part.strip().upper() for part in text.split("-")))
    if len(codes) != 2 or codes[0] == codes[1] or not all(len(code) == 3 and code.isalpha() for code in codes):
        raise UsageError(f"{text!r} is no pair of states; write two codes, such as RUS-PRK")
    return codes[0], codes[1]


def number(month: date) -> int:
    """Months since the year 0, so that they can be counted."""
    return month.year * 12 + month.month - 1


def month_of(number: int) -> date:
    """The first day of a month by its number."""
    return date(number // 12, number % 12 + 1, 1)


def _where(pair: tuple[str, str] | None, since: date | None) -> tuple[str, Sequence[object]]:
    conditions = {"(a, b) = (?, ?)": pair or (), '"end" >= ?': (since,) if since else ()}
    where = " AND ".join(condition for condition, values in conditions.items() if values) or "true"
    return where, [value for values in conditions.values() for value in values]


def _known(also: Collection[str]) -> Collection[str]:
    if unknown := set(also) - set(BESIDE):
        raise UsageError(
            f"{', '.join(sorted(unknown))}: no kind of claim that can count, too; known: {', '.join(BESIDE)}"
        )
    return also


def _month(row: dict[str, Any]) -> Month:
    return Month(
        month=row["month"],
        quads=(row["q1"], row["q2"], row["q3"], row["q4"]),
        score=row["score"],
        balance=row["balance"],
        beside={kind: row[kind] for kind in BESIDE if row[kind]},
    )
