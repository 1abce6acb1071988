"""The runs behind `detente read` and `detente code`: progress, output, rejects, the summary that accounts for all."""

import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from detente import plugins, settings
from detente.documents import Options, document
from detente.errors import InputError, UsageError
from detente.faces.lines import claim_lines
from detente.readers import Item
from detente.records import Document, Reading, Reject

READERS = ("files",)


def read(inputs: tuple[str, ...], output: Path | None, given: dict[str, Any]) -> int:
    """Documents as JSON lines; the exit code."""
    options = _options(given, settings.read())
    run = Run("read")
    with run.writing(output) as out:
        for item in run.watch(_items(inputs)):
            try:
                made = item if isinstance(item, Reject) else document(item, options)
            except InputError as error:
                made = Reject(ref=item.ref, where=item.where, reason=error.reason, message=str(error))
            run.take(made)
            if isinstance(made, Document):
                out.write(msgspec.json.encode(made) + b"\n")
    return run.close()


def code(inputs: tuple[str, ...], output: Path | None, given: dict[str, Any], *, as_json: bool) -> int:
    """Claims as JSON lines, or as readable lines on a terminal; the exit code."""
    from detente.pipeline import Pipeline  # noqa: PLC0415 - loads spaCy, which `read` does without

    known = settings.read()
    options = _options(given, known)
    pipeline = Pipeline(known)
    readable = output is None and not as_json and sys.stdout.isatty()
    run = Run("code")
    with run.writing(output) as out:
        for _, made in pipeline.code(run.watch(_items(inputs)), options):
            run.take(made)
            if isinstance(made, Reading):
                for claim in made.claims:
                    text = claim_lines(claim, made.document) if readable else None
                    out.write(text.encode() if text else msgspec.json.encode(claim) + b"\n")
                if readable and not made.claims:
                    out.write(f"{made.document.ref}: no events\n".encode())
    return run.close()


class Run:
    """Counts what became of every input, and says it at the end."""

    def __init__(self, verb: str) -> None:
        self._verb = verb
        self._console = Console(stderr=True, highlight=False)
        self._done = self._claims = self._sentences = self._untimed = 0
        self._rejects: list[Reject] = []
        self._beside: BinaryIO | None = None
        self._first: float | None = None

    def watch(self, items: Iterable[Item | Reject]) -> Iterator[Item | Reject]:
        """The items, with a progress line on a terminal."""
        if not self._console.is_terminal:
            yield from items
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
        with Progress(*columns, console=self._console, transient=True) as progress:
            task = progress.add_task("")
            for number, item in enumerate(items, start=1):
                progress.update(task, description=f"{number:,} inputs, {self._claims:,} claims")
                yield item

    def take(self, made: Document | Reading | Reject) -> None:
        """Count one input. The clock starts when the first is done: loading the language is no reading."""
        if isinstance(made, Reading):
            self._sentences += made.sentences
        if self._first is None:
            self._first, self._untimed = time.perf_counter(), self._sentences
        if isinstance(made, Reject):
            self._reject(made)
            return
        self._done += 1
        if isinstance(made, Reading):
            self._claims += len(made.claims)

    def _reject(self, reject: Reject) -> None:
        self._rejects.append(reject)
        if self._beside is not None:
            self._beside.write(msgspec.json.encode(reject) + b"\n")
        else:
            self._console.print(
                f"rejected {reject.where}: {reject.reason}: {reject.message}", markup=False, soft_wrap=True
            )

    @contextmanager
    def writing(self, output: Path | None) -> Iterator[BinaryIO]:
        """Where the lines go. A file is written aside and renamed when whole; rejects go to <output>.rejects.jsonl."""
        if output is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        if not output.name or os.path.isdir(output):  # noqa: PTH112 - answers False where it may not look
            raise UsageError(f"{output}: a directory. Name a file in it")
        aside, rejects = output.with_name(output.name + ".part"), output.with_name(output.name + ".rejects.jsonl")
        rejects_aside = rejects.with_name(rejects.name + ".part")
        try:
            with aside.open("wb") as out, rejects_aside.open("wb") as self._beside:
                yield out
        except BaseException as error:
            for left in (aside, rejects_aside):
                with suppress(OSError):
                    left.unlink()
            if not isinstance(error, OSError):
                raise
            raise UsageError(f"{output}: {error.strerror}. Name a file in a folder that can be written") from error
        self._beside = None
        aside.replace(output)
        if self._rejects:
            rejects_aside.replace(rejects)
        else:
            rejects_aside.unlink()
            rejects.unlink(missing_ok=True)

    def close(self) -> int:
        """Print the summary to standard error; exit code 1 if anything was rejected."""
        total = self._done + len(self._rejects)
        parts = [f"{total:,} input{'s' * (total != 1)}: {self._done:,} {'coded' if self._verb == 'code' else 'read'}"]
        if self._verb == "code":
            parts[0] += f" ({self._claims:,} claim{'s' * (self._claims != 1)})"
        if self._rejects:
            reasons = Counter(reject.reason for reject in self._rejects)
            listed = ", ".join(f"{reason} {count:,}" for reason, count in sorted(reasons.items()))
            parts.append(f"{len(self._rejects):,} rejected ({listed})")
        if self._sentences:
            parts.append(f"{self._sentences:,} sentence{'s' * (self._sentences != 1)}")
            if timed := self._sentences - self._untimed:
                seconds = max(time.perf_counter() - (self._first or 0), 1e-9)
                parts[-1] += f", {timed / seconds:,.0f} sentences/s"
            parts.append(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
        self._console.print("; ".join(parts), markup=False, soft_wrap=True)
        return 1 if self._rejects else 0


def _options(given: dict[str, Any], known: settings.Settings) -> Options:
    return Options(**given, longest=known.longest)


def _items(inputs: tuple[str, ...]) -> Iterator[Item | Reject]:
    """Every input in order. Sources are checked before anything is coded: a wrong path costs no hour."""
    for source in inputs:
        if "://" in source:
            raise UsageError(f"{source}: addresses cannot be fetched yet; save the page and give the file")
        if source != "-" and not any(c in source for c in "*?[") and not os.path.lexists(source):
            raise UsageError(f"{source}: no such file or directory. Check the path")
    reader = plugins.load("readers", READERS[0])
    for source in inputs:
        yield from reader(source)
