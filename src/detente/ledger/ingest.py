"""Read, code, record: the loop behind `detente ingest` and `detente recode`."""

import time
from collections.abc import Generator, Iterable
from itertools import islice

from detente.documents import Options, document_or_reject, rejected
from detente.errors import InputError
from detente.ledger.reader import Reader
from detente.ledger.writer import Recorded, Writer
from detente.pipeline import Pipeline
from detente.readers import Item
from detente.records import Document, Known, Reading, Reject

PATIENCE = 15.0  # seconds of work that a kill may cost, however long articles are


def ingest(
    writer: Writer, pipeline: Pipeline, items: Iterable[Item | Reject], options: Options, shard: int
) -> Generator[Reading | Reject | Known, None, None]:
    """What became of each input, in input order, `shard` inputs at a time: the next are read when these are recorded.

    Long articles are recorded after PATIENCE seconds at most. Whatever stops the loop, short of a kill, what was coded
    until then is recorded.
    """
    since: set[str] = set()  # what was added since the ledger was last published
    source = iter(items)
    while batch := list(islice(source, shard)):
        made = [document_or_reject(item, options) for item in batch]
        there = since | writer.known(one for one in made if isinstance(one, Document))
        done: list[Recorded] = []
        rejects: list[Reject] = []
        began = time.monotonic()
        try:
            for item, one in zip(batch, made, strict=True):
                outcome = _read(pipeline, item, one, there)
                if isinstance(outcome, Reject):
                    rejects.append(outcome)
                elif isinstance(outcome, Reading):
                    done.append(Recorded(reading=outcome, place=item.where))
                    there.add(outcome.document.id)
                    since.add(outcome.document.id)
                if time.monotonic() - began > PATIENCE:
                    writer.add(done)
                    done, began = [], time.monotonic()
                yield outcome
        finally:
            writer.add(done)
            writer.reject(rejects)
        if writer.publish_now_and_then():
            since.clear()


def _read(
    pipeline: Pipeline, item: Item | Reject, made: Document | Reject, there: set[str]
) -> Reading | Reject | Known:
    if isinstance(made, Reject):
        return made
    if made.id in there:
        return Known(document=made)
    try:
        return pipeline.reading(made)
    except InputError as error:
        return rejected(made.ref, item.where, error)


def outdated(reader: Reader, pipeline: Pipeline, *, every: bool) -> list[tuple[str, str, str]]:
    """Id, place and month of the documents to be coded again: those that another coder read, or every one."""
    found = reader.rows("SELECT id, place, seen, language, coder FROM documents ORDER BY published NULLS LAST, id")
    coders = {}
    for language in sorted({row["language"] for row in found} & set(pipeline.languages)):
        coders[language] = pipeline.load(language)[1].name
    return [
        (row["id"], row["place"], row["seen"])
        for row in found
        if row["language"] in coders and (every or row["coder"] != coders[row["language"]])
    ]


def recode(
    writer: Writer, pipeline: Pipeline, wanted: Iterable[tuple[str, str, str]], shard: int
) -> Generator[Reading | Reject | Known, None, None]:
    """A new reading of each wanted document, beside the old one; in the order of `wanted`, `shard` at a time."""
    source = iter(wanted)
    while batch := list(islice(source, shard)):
        with writer.reading() as reader:
            texts = {made.id: made for made in reader.documents(one for one, _, _ in batch)}
        done: list[Recorded] = []
        try:
            for one, place, seen in batch:
                try:
                    reading = pipeline.reading(texts[one])
                except InputError as error:
                    yield rejected(texts[one].ref, place, error)
                    continue
                done.append(Recorded(reading=reading, place=place, seen=seen))
                yield reading
        finally:
            writer.add(done, again=True)
        writer.publish_now_and_then()
