"""`detente demo`: the sample dispatches become a ledger; what moved, one event with its claims, where to look next."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import click

import detente
from detente.errors import UsageError
from detente.faces import keeping, relating
from detente.ledger.reader import Reader, Told
from detente.records import Event
from detente.relations.months import events, relations
from detente.relations.movements import Movement, movements

MOST = 5
QUESTION = "SELECT type, count(*) FROM events GROUP BY type"
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
        for line in _told(reader, f" --ledger {shlex.quote(folder)}" if folder else ""):
            click.echo(line)
    return code


def _told(reader: Reader, where: str) -> Iterator[str]:
    moved = movements(relations(reader), MOST)
    yield "The largest movements: the sum of a month's scores against its mean over the months before (up to 12)"
    yield ""
    for one in moved:
        yield (
            f"  {one.a}-{one.b}  {one.month:%Y-%m}  {one.change:+6.1f}"
            f"  (usual {one.usual:+.1f}, then {one.balance:+.1f} from {relating.count(one.events, 'event')})"
        )
    yield ""
    yield f"The event of {moved[0].a}-{moved[0].b} that the most outlets tell, with the claims behind it"
    yield ""
    yield from ("  " + line for line in relating.event_lines(*_best_told(reader, moved[0])))
    yield ""
    yield "Where to look next"
    yield ""
    pair = f"{moved[0].a}-{moved[0].b}"
    for command, what in (
        (f"detente relations{where}", "every relation in a line"),
        (
            f"detente relations {pair} --since {moved[0].month:%Y-%m}{where}",
            "one, with the sentences behind each figure",
        ),
        (f'detente sql{where} "{QUESTION}"', "ask anything"),
        (f"detente ingest YOUR-ARTICLES{where}", "add your own"),
    ):
        yield f"  {command:<66}  {what}"


def _best_told(reader: Reader, moved: Movement) -> tuple[Event, list[Told]]:
    """The event of a relation that the most outlets tell, in the most words of their own."""
    told = events(reader, (moved.a, moved.b))
    return max(told, key=lambda found: (found[0].counts, found[0].outlets, found[0].origins, found[0].id))
