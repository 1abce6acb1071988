"""One run over inputs: progress, output, rejects, and the summary that accounts for all of them."""

import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from detente.errors import UsageError
from detente.records import Document, Known, Reading, Reject

T = TypeVar("T")
DONE = {"read": "read", "code": "coded", "ingest": "recorded", "recode": "coded again"}


class Run:
    """Counts what became of every input, and says it at the end."""

    def __init__(self, verb: str, rejects: Path | None = None) -> None:
        """`rejects`: the file that has them, where the run itself need not tell each."""
        self._verb = verb
        self._file = rejects
        self._console = Console(stderr=True, highlight=False)
        self._done = self._claims = self._sentences = self._untimed = self._known = 0
        self._rejects: Counter[str] = Counter()
        self._beside: BinaryIO | None = None
        self._first: float | None = None

    def watch(self, items: Iterable[T]) -> Iterator[T]:
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

    def take(self, made: Document | Reading | Reject | Known) -> None:
        """Count one input. The clock starts when the first is done: loading the language is no reading."""
        if isinstance(made, Reading):
            self._sentences += made.sentences
        if isinstance(made, Known):
            self._known += 1
            return
        if self._first is None:
            self._first, self._untimed = time.perf_counter(), self._sentences
        if isinstance(made, Reject):
            self._reject(made)
            return
        self._done += 1
        if isinstance(made, Reading):
            self._claims += len(made.claims)

    def _reject(self, reject: Reject) -> None:
        self._rejects[reject.reason] += 1
        if self._beside is not None:
            self._beside.write(msgspec.json.encode(reject) + b"\n")
        elif self._file is None:
            self._console.print(
                f"rejected {reject.where}: {reject.reason}: {reject.message}", markup=False, soft_wrap=True
            )

    @contextmanager
    def writing(self, output: Path | None) -> Iterator[BinaryIO]:
        """Where the lines go; rejects go to <output>.rejects.jsonl, which is there only if there are any."""
        if output is None:
            with whole(None) as out:
                yield out
            return
        rejects = output.with_name(output.name + ".rejects.jsonl") if output.name else output
        with whole(output) as out, whole(rejects, output) as self._beside:
            yield out
        self._beside = None
        if not self._rejects:
            rejects.unlink()

    def close(self) -> int:
        """Print the summary to standard error; exit code 1 if anything was rejected."""
        rejected = self._rejects.total()
        total = self._done + self._known + rejected
        parts = [f"{total:,} input{'s' * (total != 1)}: {self._done:,} {DONE[self._verb]}"]
        if self._verb != "read":
            parts[0] += f" ({self._claims:,} claim{'s' * (self._claims != 1)})"
        if self._known:
            parts.append(f"already there: {self._known:,}")
        if rejected:
            listed = ", ".join(f"{reason} {count:,}" for reason, count in sorted(self._rejects.items()))
            parts.append(f"{rejected:,} rejected ({listed})" + (f", see {self._file}" if self._file else ""))
        if self._sentences:
            parts.append(f"{self._sentences:,} sentence{'s' * (self._sentences != 1)}")
            if timed := self._sentences - self._untimed:
                seconds = max(time.perf_counter() - (self._first or 0), 1e-9)
                parts[-1] += f", {timed / seconds:,.0f} sentences/s"
            parts.append(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
        self._console.print("; ".join(parts), markup=False, soft_wrap=True)
        return 1 if self._rejects else 0


@contextmanager
def whole(path: Path | None, named: Path | None = None) -> Iterator[BinaryIO]:
    """A file that is written aside and renamed when it is whole; without a path standard output.

    UsageError, about `named` if given, if it cannot be written.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if not path.name or os.path.isdir(path):  # noqa: PTH112 - answers False where it may not look
        raise UsageError(f"{path}: a directory. Name a file in it")
    aside = path.with_name(path.name + ".part")
    try:
        with aside.open("wb") as out:
            yield out
    except BaseException as error:
        with suppress(OSError):
            aside.unlink()
        if not isinstance(error, OSError):
            raise
        cure = "Name a file in a folder that can be written"
        raise UsageError(f"{named or path}: {error.strerror}. {cure}") from error
    aside.replace(path)
