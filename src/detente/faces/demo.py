"""`detente demo`: the sample dispatches become a ledger; what moved, one event with its claims, where to look next."""

from collections.abc import Iterator
from pathlib import Path

import click

import detente
from detente.errors import UsageError
from detente.faces import keeping, relating
from detente.ledger.reader import Reader
from detente.relations.months import events, relations
from detente.relations.movements import Movement, movements

MOST = 5
NAME = "sample/dispatches.jsonl"
HERE = Path(detente.__file__).parent  # in a wheel the sample lies beside the code, in a checkout at its top
PLACES = (HERE / NAME, HERE.parents[1] / NAME)


def demo(folder: str | None) -> int:
    """Ingest the sample and print what there is to see; the exit code."""
    sample = next((place for place in PLACES if place.exists()), None)
    if sample is None:
        raise UsageError(f"no sample at {' or '.join(map(str, PLACES))}. Reinstall detente")
    code = keeping.ingest((str(sample),), folder, {})
    ledger, _ = keeping.opened(folder)
    with ledger.reading() as reader:
        for line in _told(reader, str(ledger.folder)):
            click.echo(line)
    return code


def _told(reader: Reader, folder: str) -> Iterator[str]:
    found = relations(reader)
    yield "The largest movements: a month's sum of scores against the mean of the months before it (up to 12)"
    yield ""
    moved = movements(found, MOST)
    for one in moved:
        yield (
            f"  {one.a}-{one.b}  {one.month:%Y-%m}  {one.change:+6.1f}"
            f"  (usual {one.usual:+.1f}, then {one.balance:+.1f} from {relating.count(one.events, 'event')})"
        )
    yield ""
    yield "The best told event of the first, with the claims behind it"
    yield ""
    yield from ("  " + line for line in _event(reader, moved[0]))
    yield ""
    yield "Where to look next"
    yield ""
    pair, where = f"{moved[0].a}-{moved[0].b}", "" if folder == "ledger" else f" --ledger {folder}"
    for command, what in (
        (f"detente relations{where}", "every relation in a line"),
        (
            f"detente relations {pair} --since {moved[0].month:%Y-%m}{where}",
            "one, with the sentences behind each figure",
        ),
        (f'detente sql "SELECT type, count(*) FROM claims GROUP BY type"{where}', "ask anything"),  # noqa: S608 - text
        (f"detente ingest your-articles.jsonl{where}", "add your own"),
    ):
        yield f"  {command:<66} {what}"


def _event(reader: Reader, movement: Movement) -> Iterator[str]:
    """The event of a movement's month that the most outlets tell."""
    told = list(events(reader, (movement.a, movement.b), movement.month))
    month = [
        (event, claims) for event, claims in told if event.start and f"{event.start:%Y-%m}" == f"{movement.month:%Y-%m}"
    ]
    event, claims = max(month, key=lambda pair: (pair[0].counts, pair[0].outlets, pair[0].origins, pair[0].id))
    return relating.event_lines(event, claims)
