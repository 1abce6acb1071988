"""What the evaluation scripts share: the command line, one line in and one line out, and the context of a text."""

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from detente.documents import Options, document
from detente.events.coder import Coder
from detente.events.reading import Context
from detente.pipeline import Pipeline
from detente.readers import Item

Row = dict[str, Any]


def prepare(
    pipeline: Pipeline, text: str, language: str, published: str | None = None, title: str | None = None
) -> tuple[Coder, Context]:
    """The coder of a language and all that it reads of a text before it codes its sentences."""
    item = Item(ref="text", where="text", body=text, as_is=True, language=language, title=title)
    made = document(item, Options(published=day(published)))
    coder, doc = pipeline.parse(made)
    return coder, coder.prepare(made, doc)


def day(text: str | None) -> date | None:
    """The date, or None where the data have a placeholder ("Today")."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def run(doc: str | None, answer: Callable[[Pipeline, Row], Row]) -> int:
    """`IN.jsonl -o OUT.jsonl`: one answer for each line."""
    options = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("input", type=Path, help="JSON lines")
    options.add_argument("-o", "--output", type=Path, required=True, help="JSON lines")
    given = options.parse_args()
    pipeline = Pipeline()
    with given.input.open(encoding="utf8") as lines, given.output.open("w", encoding="utf8") as out:
        for line in lines:
            if line.strip():
                out.write(json.dumps(answer(pipeline, json.loads(line)), ensure_ascii=False) + "\n")
    return 0
