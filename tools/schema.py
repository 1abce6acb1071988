"""docs/schema.md and docs/schema.json: the records, the parts of a ledger and the tables of its index."""

import inspect
import json
import tempfile
import typing
from collections.abc import Iterator
from pathlib import Path

import msgspec

from detente import records
from detente.ledger.schema import TABLES, columns
from detente.ledger.store import Ledger

# In pipeline order, as in records.py.
RECORDS = (
    records.Document, records.Reject, records.Actor, records.Moment, records.Place, records.Magnitude, records.Evidence,
    records.Attribution, records.Link, records.Claim, records.Coding, records.Event, records.Judgement,
)  # fmt: skip
INDEX = {
    "documents": "One row a document, with its newest reading: `ingested` is when it was first recorded, `coder` who "
    "read it last, `superseded_by` the document that was met later under the same url.",
    "claims": "The claims of the newest reading of each document that is not superseded. `words` is the sentence; "
    "`counts` says whether the claim counts in figures: actual or historical, no hearsay, not judged wrong.",
    "events": "Claims about one happening, see Event.",
    "event_claims": "Which claims make up an event.",
    "dyads": "Events by pair of states: `actor` acts upon `recipient`, or both meet where `mutual`.",
    "runs": "Every reading that was ever recorded; `newest` marks those that the other tables show.",
    "judgements": "What people said of claims.",
}
HEAD = """# Schema

Generated from `src/detente/records.py` and the ledger by `make docs`; `schema.json` is the JSON Schema of the records.
As JSON every field is written; a Span is `[start, end]`, end exclusive, in Unicode code points of the document's text.

## Records
"""
PARTS = """
## A ledger on disk

    ledger/
      documents/ claims/ runs/ judgements/   parts: <table>/seen=YYYY-MM/part-HASH.parquet, written once
      manifest.json                          every part with its digest; the hash of this file is the version one cites
      rejects.jsonl                          inputs that could not be recorded, each with its reason
      detente.duckdb                         the index, derived from the parts; may be removed, is built anew

`seen` is the month in which a document was published, or recorded if it is undated. A documents or claims part counts
when the runs part of the same name is there. A reading that stands in two parts is one reading: of the readings of a
document by one coder the newest counts. `detente ledger compact` makes one part of each month's.

## Columns of the parts
"""
ASKING = """
## Tables of the index

What `detente sql` can ask. Of a document the newest reading is shown, of an address its newest document.
"""


def pages() -> Iterator[tuple[str, str]]:
    """Names in docs/ with their texts."""
    yield "schema.md", "\n".join([HEAD, *_records(), PARTS, *_parts(), ASKING, *_index()]).rstrip() + "\n"
    _, described = msgspec.json.schema_components(RECORDS, ref_template="#/$defs/{name}")
    for one in described.values():
        one["description"] = inspect.cleandoc(one.get("description", ""))
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Détente", "$defs": described}
    yield "schema.json", json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _records() -> Iterator[str]:
    for record in RECORDS:
        yield f"### {record.__name__}\n\n{_about(record)}\n\n| field | type |\n|---|---|"
        for name, kind in typing.get_type_hints(record).items():
            yield f"| `{name}` | {_kind(kind)} |"
        yield ""


def _about(record: type) -> str:
    return inspect.cleandoc(record.__doc__ or "")


def _kind(kind: object) -> str:
    """A type as a reader would say it."""
    if isinstance(kind, type) and issubclass(kind, records.enum.Enum):
        return ", ".join(f"`{member.value}`" for member in kind)
    arguments = typing.get_args(kind)
    if type(None) in arguments:
        return f"{_kind(arguments[0])} or null"
    if arguments and arguments[-1] is Ellipsis:
        return f"list of {_kind(arguments[0])}"
    if arguments:
        return f"{_kind(arguments[0])} to {_kind(arguments[1])}"
    return getattr(kind, "__name__", str(kind))


def _parts() -> Iterator[str]:
    for table, record in TABLES.items():
        yield f"### {table}: {record.__name__}\n\n| column | type |\n|---|---|"
        for name, kind in columns(record).items():
            yield f"| `{name}` | `{_plain(kind)}` |"
        yield ""


def _index() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder), print)
        with ledger.writing(make=True):
            pass
        with ledger.reading() as reader:
            for table, about in INDEX.items():
                yield f"### {table}\n\n{about}\n\n| column | type |\n|---|---|"
                for row in reader.rows(f"DESCRIBE {table}"):
                    yield f"| `{row['column_name']}` | `{_plain(row['column_type'])}` |"
                yield ""


def _plain(kind: str) -> str:
    return kind.replace('"', "")
