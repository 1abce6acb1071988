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
from detente.relations.months import Month, Relation, events, pair_of, relations

BARS = "▁▂▃▄▅▆▇█"
HEAD = ("verbal coop.", "material coop.", "verbal confl.", "material confl.", "score")
WIDTH = max(map(len, HEAD))


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
    months = [month.month for relation in found for month in relation.months if month.month]
    period = f"{min(months):%Y-%m} to {max(months):%Y-%m}" if months else "undated"
    yield _row("relation", *HEAD) + f"  {period}"
    for relation in found:
        yield _row(relation.name, *relation.quads, score(relation.score)) + f"  {spark(relation, months)}"


def one_relation(relation: Relation, told: Iterable[tuple[Event, list[Told]]], *, ids: bool) -> Iterator[str]:
    """Its months, then the events of each with the claims behind them."""
    yield _row(relation.name, *HEAD) + "  beside, not counted"
    for month in relation.months:
        beside = ", ".join(f"{kind} {count}" for kind, count in month.beside.items())
        yield (_row(name(month), *month.quads, score(month.score)) + f"  {beside}").rstrip()
    yield _row("all", *relation.quads, score(relation.score))
    if any(month.month for month in relation.months):
        yield f"{'score':<10}{spark(relation, [month.month for month in relation.months if month.month])}"
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


def spark(relation: Relation, months: Collection[date]) -> str:
    """A bar a month for the mean score, from -10 at the bottom to 10 at the top; a dot where nothing counts."""
    scores = {month.month: month.score for month in relation.months}
    bars = []
    for number in range(_number(min(months)), _number(max(months)) + 1):
        value = scores.get(date(number // 12, number % 12 + 1, 1))
        bars.append("·" if value is None else BARS[min(7, int((value + 10) / 20 * 8))])
    return "".join(bars)


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _row(first: str, *cells: Any) -> str:  # noqa: ANN401 - numbers and words
    return f"{first:<10}" + "".join(f"{cell:>{WIDTH + 2}}" for cell in cells)


def count(number: int, what: str) -> str:
    """`1 report`, `2 reports`."""
    return f"{number} {what}{'s' * (number != 1)}"
