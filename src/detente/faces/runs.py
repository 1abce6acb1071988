"""The runs behind `detente read` and `detente code`."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from detente import plugins, settings
from detente.documents import Options, document_or_reject
from detente.errors import UsageError
from detente.faces.lines import claim_lines
from detente.faces.run import Run
from detente.readers import Item
from detente.records import Document, Reading, Reject

READERS = ("files",)


def read(inputs: tuple[str, ...], output: Path | None, given: dict[str, Any]) -> int:
    """Documents as JSON lines; the exit code."""
    options = options_of(given, settings.read())
    run = Run("read")
    with run.writing(output) as out:
        for item in run.watch(items_of(inputs)):
            made = document_or_reject(item, options)
            run.take(made)
            if isinstance(made, Document):
                out.write(msgspec.json.encode(made) + b"\n")
    return run.close()


def code(inputs: tuple[str, ...], output: Path | None, given: dict[str, Any], *, as_json: bool) -> int:
    """Claims as JSON lines, or as readable lines on a terminal; the exit code."""
    from detente.pipeline import Pipeline  # noqa: PLC0415 - loads spaCy, which `read` does without

    known = settings.read()
    options = options_of(given, known)
    pipeline = Pipeline(known)
    readable = output is None and not as_json and sys.stdout.isatty()
    run = Run("code")
    with run.writing(output) as out:
        for _, made in pipeline.code(run.watch(items_of(inputs)), options):
            run.take(made)
            if isinstance(made, Reading):
                for claim in made.claims:
                    text = claim_lines(claim, made.document) if readable else None
                    out.write(text.encode() if text else msgspec.json.encode(claim) + b"\n")
                if readable and not made.claims:
                    out.write(f"{made.document.ref}: no events\n".encode())
    return run.close()


def options_of(given: dict[str, Any], known: settings.Settings) -> Options:
    """What the call and the settings say of inputs that lack it."""
    return Options(**given, longest=known.longest)


def items_of(inputs: tuple[str, ...]) -> Iterator[Item | Reject]:
    """Every input in order. Sources are checked at once, before anything is coded: a wrong path costs no hour."""
    for source in inputs:
        if "://" in source:
            raise UsageError(f"{source}: addresses cannot be fetched yet; save the page and give the file")
        if source != "-" and not any(c in source for c in "*?[") and not os.path.lexists(source):
            raise UsageError(f"{source}: no such file or directory. Check the path")
    reader = plugins.load("readers", READERS[0])
    return (item for source in inputs for item in reader(source))
