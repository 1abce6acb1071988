"""`detente relations`: every relation in a line, or one month by month with the claims behind each figure."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

import click
import msgspec

from detente.errors import UsageError
from detente.faces import lines
from detente.faces.keeping import opened
from detente.ledger.reader import Told
from detente.records import Event
from detente.relations.months import Month, Relation, events, month_of, number, pair_of, relations

BARS = "▁▂▃▄▅▆▇█"
HEAD = ("verbal coop.", "material coop.", "verbal confl.", "material confl.", "score")
WIDTH = max(map(len, HEAD))
RECENT = 24  # months of a relation's line in the table
LATEST = 96  # months of the line below one relation


def show(
    pair: str | None, folder: str | None, *, since: date | None, also: Collection[str], ids: bool, as_json: bool
) -> None:
    """Print the table, or one relation."""
    ledger, _ = opened(folder)
    wanted = pair_of(pair) if pair else None
    with ledger.reading() as reader:
        found = relations(reader, pair=wanted, since=since, also=also)
        if wanted is None:
            out = [msgspec.json.encode(one).decode() for one in found] if as_json else table(found)
        elif not found:
            raise UsageError(f"nothing about {'-'.join(wanted)} in {ledger.folder}; `detente relations` lists all")
        else:
            told = list(events(reader, wanted, since))
            out = [_json(found[0], told)] if as_json else one_relation(found[0], told, ids=ids)
        for line in out:
            click.echo(line)


def _json(relation: Relation, told: list[tuple[Event, list[Told]]]) -> str:
    behind = [{"event": event, "claims": claims} for event, claims in told]
    return msgspec.json.encode({"relation": relation, "events": behind}).decode()


def table(found: Iterable[Relation]) -> Iterator[str]:
    """One line a relation."""
    found = list(found)
    if not found:
        yield "no relations: no claim in the ledger has two states in it"
        return
    months = period(found, RECENT)
    shown = f"  {months[0]:%Y-%m} to {months[-1]:%Y-%m}" if months else ""
    yield _row("relation", *HEAD) + shown
    for relation in found:
        yield (_row(relation.name, *relation.quads, score(relation.score)) + f"  {spark(relation, months)}").rstrip()


def one_relation(relation: Relation, told: Iterable[tuple[Event, list[Told]]], *, ids: bool) -> Iterator[str]:
    """Its months, then the events of each with the claims behind them."""
    yield _row(relation.name, *HEAD) + "  beside, not counted"
    for month in relation.months:
        beside = ", ".join(f"{kind} {count}" for kind, count in month.beside.items())
        yield (_row(name(month), *month.quads, score(month.score)) + f"  {beside}").rstrip()
    yield _row("all", *relation.quads, score(relation.score))
    if months := period([relation], LATEST):
        yield f"score      {spark(relation, months)}  {months[0]:%Y-%m} to {months[-1]:%Y-%m}"
    for event, claims in told:
        yield ""
        yield from event_lines(event, claims, ids=ids)


def event_lines(event: Event, claims: Iterable[Told], *, ids: bool = False) -> Iterator[str]:
    """One event: what happened, how many tell it; below it each claim with who printed it, how real, who says so."""
    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    parties = " + ".join(event.actor) or "?"
    to = f"  -> {' + '.join(event.recipient)}" if event.recipient else ""
    told = [count(event.reports, "report"), count(event.outlets, "outlet"), count(event.origins, "wording")]
    yield f"{when(event)}  {parties}  {kind}{to}  ({', '.join(told)}{'' if event.counts else '; not counted'})"
    for one in claims:
        verdict = f"; judged {one.verdict.value}" if one.verdict else ""
        yield f"  {one.outlet or 'unnamed outlet'}, {one.published or 'undated'} ({lines.status(one.claim)}{verdict})"
        if ids:
            yield f"      {one.claim.id}"
        yield f"      {lines.shown(one.claim, one.words)}"


def when(event: Event) -> str:
    """The day, or the days between which it lies."""
    if event.start is None:
        return "undated"
    return f"{event.start}" if event.start == event.end else f"{event.start} to {event.end}"


def score(value: float | None) -> str:
    """A mean score, or a dash where there is none."""
    return "-" if value is None else f"{value:+.1f}"


def name(month: Month) -> str:
    """`2024-11`."""
    return "no month" if month.month is None else f"{month.month:%Y-%m}"


def spark(relation: Relation, months: Iterable[date]) -> str:
    """A bar a month for the mean score, from -10 at the bottom to 10 at the top; a dot where nothing counts."""
    scores = {month.month: month.score for month in relation.months}
    return "".join("·" if (value := scores.get(month)) is None else _bar(value) for month in months)


def _bar(value: float) -> str:
    return BARS[min(len(BARS) - 1, int((value + 10) / 20 * len(BARS)))]


def period(found: Iterable[Relation], most: int) -> list[date]:
    """The months, without a gap, up to the last in which anything happened between any of them: `most` at most."""
    there = [number(month.month) for relation in found for month in relation.months if month.month]
    if not there:
        return []
    return [month_of(n) for n in range(max(min(there), max(there) - most + 1), max(there) + 1)]


def _row(first: str, *cells: Any) -> str:  # noqa: ANN401 - numbers and words
    return f"{first:<10}" + "".join(f"{cell:>{WIDTH + 2}}" for cell in cells)


def count(number: int, what: str) -> str:
    """`1 report`, `2 reports`."""
    return f"{number} {what}{'s' * (number != 1)}"
