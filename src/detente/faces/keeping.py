"""Commands that write to the ledger: ingest, recode, judge, and `ledger check` and `compact`."""

from collections.abc import Generator, Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from detente import settings
from detente.errors import UsageError
from detente.faces.run import Run
from detente.faces.runs import items_of, options_of
from detente.ledger import check, compact
from detente.ledger.ingest import ingest as _ingest
from detente.ledger.ingest import outdated
from detente.ledger.ingest import recode as _recode
from detente.ledger.store import Ledger
from detente.ledger.writer import REJECTS, now
from detente.pipeline import Pipeline
from detente.records import Judgement, Known, Reading, Reject, Verdict, digest


def opened(folder: str | None) -> tuple[Ledger, settings.Settings]:
    """The ledger that the call or the settings name, and the settings."""
    known = settings.read({"ledger": folder})
    return Ledger(Path(known.ledger), lambda message: click.echo(f"warning: {message}", err=True)), known


def ingest(inputs: tuple[str, ...], folder: str | None, given: dict[str, Any]) -> int:
    """Read, code, record; the exit code."""
    ledger, known = opened(folder)
    items = items_of(inputs)
    run = Run("ingest", rejects=ledger.folder / REJECTS)
    with ledger.writing(make=True) as writer:
        _take(run, _ingest(writer, Pipeline(known), items, options_of(given, known), known.shard))
    return run.close()


def recode(folder: str | None, *, every: bool) -> int:
    """A new reading of what an older coder read; the exit code."""
    ledger, known = opened(folder)
    pipeline, run = Pipeline(known), Run("recode")
    with ledger.writing() as writer:
        with writer.reading() as reader:
            wanted = outdated(reader, pipeline, every=every)
        _take(run, _recode(writer, pipeline, wanted, known.shard))
    return run.close()


def _take(run: Run, outcomes: Generator[Reading | Reject | Known, None, None]) -> None:
    """Count what comes. Closed in any case, so that what was coded until then is recorded."""
    with closing(outcomes) as source:
        for made in run.watch(source):
            run.take(made)


def judge(spoken: str, claims: tuple[str, ...], by: str, note: str | None, folder: str | None) -> None:
    """Record a verdict; UsageError if it is on another number of claims or on one that is not there."""
    verdict = Verdict(spoken)
    if len(claims) != (2 if verdict.compares else 1):
        raise UsageError(f"{verdict.value} speaks of {'two claims' if verdict.compares else 'one claim'}")
    if len(set(claims)) != len(claims):
        raise UsageError("a claim cannot be compared with itself; name two")
    ledger, _ = opened(folder)
    with ledger.writing() as writer:
        with writer.reading() as reader:
            there = {claim for claim in claims if reader.rows("SELECT 1 FROM claims WHERE id = ?", [claim])}
        if missing := [claim for claim in claims if claim not in there]:
            raise UsageError(f"no claim {', '.join(missing)} in {ledger.folder}; see `detente relations A-B --ids`")
        at = now()
        key = digest(verdict.value, *sorted(claims), by, str(at))
        writer.judge(Judgement(id=key, claims=claims, verdict=verdict, by=by, judged=at, note=note))
    click.echo(f"{by}: {verdict.value}: {' '.join(claims)}")


def compacted(folder: str | None) -> None:
    """Compact, month by month; print what was done and the version of what is there now."""
    ledger, _ = opened(folder)
    with ledger.writing():
        for month, saved in compact.compact(ledger.folder):
            click.echo(f"{month}: {saved:,} files fewer")
    with ledger.reading() as reader:
        click.echo(f"version {reader.version}")


def checked(folder: str | None) -> int:
    """Say what is wrong with the ledger; the exit code is 1 if anything is."""
    ledger, _ = opened(folder)
    with ledger.reading() as reader:
        problems = [*check.files(ledger.folder), *check.contents(reader)]
        counts = reader.rows(
            "SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM claims) AS claims, "
            "(SELECT count(*) FROM events) AS events"
        )[0]
        version = reader.version
    _say(f"wrong: {problem}" for problem in problems)
    listed = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    click.echo(f"{ledger.folder}: {listed}, version {version}: {len(problems):,} problems")
    return 1 if problems else 0


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)
