"""JSON lines, CSV and Parquet: JSON lines and Parquet keep every field of a claim, CSV those that fit into a cell."""

import csv as _csv
import io
from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from detente.ledger.reader import Reader, Told
from detente.records import Actor

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet runs a cell that begins so
COLUMNS = (
    "id", "event", "document", "published", "outlet", "url", "type", "mode", "context", "quad", "score", "actor",
    "actor_sector", "actor_text", "recipient", "recipient_sector", "recipient_text", "start", "end", "precision",
    "reality", "hearsay", "speaker", "speaker_text", "stance", "certainty", "verdict", "trigger", "sentence", "coder",
)  # fmt: skip


def jsonl(reader: Reader, out: BinaryIO) -> None:
    """Claims as `detente code` writes them; `document` is the ledger's id of the document."""
    out.writelines(msgspec.json.encode(claim) + b"\n" for claim in reader.claims())


def csv(reader: Reader, out: BinaryIO) -> None:
    """A row a claim; lists are joined with ";", and a text that a spreadsheet would run begins with an apostrophe."""
    lines = io.TextIOWrapper(out, encoding="utf8", newline="", write_through=True)
    writer = _csv.writer(lines)  # ends lines as RFC 4180 has it, and quotes a cell that holds such an end
    writer.writerow(COLUMNS)
    for one in reader.told():
        writer.writerow([harmless(value) for value in _row(one)])
    lines.detach()


def parquet(reader: Reader, out: BinaryIO) -> None:
    """The table claims of the index, nested as it is."""
    reader.copy("claims", out)


def harmless(value: object) -> object:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless(-3.5)
    ("'=1+1", -3.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _row(one: Told) -> Iterable[object]:
    claim = one.claim
    said = claim.attribution
    return (
        claim.id, one.event, claim.document, one.published, one.outlet, one.url, claim.type, claim.mode,
        ";".join(claim.context), claim.quad, claim.score, *_actors(claim.actor), *_actors(claim.recipient),
        claim.when.start, claim.when.end, claim.when.precision.value, claim.reality.value,
        str(claim.hearsay).lower(), said.speaker.code if said and said.speaker else None, said.text if said else None,
        said.stance.value if said else None, claim.certainty, one.verdict and one.verdict.value,
        one.of(claim.trigger), one.words, claim.coder,
    )  # fmt: skip


def _actors(actors: Iterable[Actor]) -> tuple[str, str, str]:
    """Codes, sectors and words, each in the same order."""
    listed = list(actors)
    return (
        ";".join(actor.code or "" for actor in listed),
        ";".join(actor.sector or "" for actor in listed),
        ";".join(actor.text for actor in listed),
    )
