"""`detente ledger check`: what is wrong with a ledger, if anything. No part is changed."""

from collections.abc import Iterator
from pathlib import Path

from detente.ledger import manifest
from detente.ledger.index import LOST, unreadable
from detente.ledger.parts import Parts
from detente.ledger.reader import Reader

# What must hold in the index: a query for each sort of exception, and what to say of one.
RULES = {
    "claim {id} of document {document}: a span lies outside its text": """
        SELECT c.id, c.document FROM claims c JOIN documents d ON d.id = c.document
        WHERE NOT (0 <= sentence[1] AND sentence[1] <= trigger[1] AND trigger[1] < trigger[2]
            AND trigger[2] <= sentence[2] AND sentence[2] <= length(text))""",
    "claim {id} of document {document}: its evidence quotes other words than the text has there": """
        SELECT c.id, c.document FROM claims c JOIN documents d ON d.id = c.document
        WHERE len([e FOR e IN evidence IF substring(text, e.span[1] + 1, e.span[2] - e.span[1]) <> e.words]) > 0""",
    "document {document}: {claims} claims were recorded, {found} are there": """
        SELECT r.document, any_value(r.claims) AS claims, count(c.id) AS found
        FROM runs r JOIN documents d ON d.id = r.document LEFT JOIN claims c ON c.document = r.document
        WHERE r.newest AND d.superseded_by IS NULL
        GROUP BY r.document HAVING any_value(r.claims) <> count(c.id)""",
    "reading of document {document}: the document itself is missing": """
        SELECT DISTINCT r.document FROM runs r ANTI JOIN documents d ON d.id = r.document""",
    "event {event}: its claim {claim} is missing": """
        SELECT event, claim FROM event_claims e ANTI JOIN claims c ON c.id = e.claim""",
    "claim {id}: it belongs to no event": """
        SELECT id FROM claims c ANTI JOIN event_claims e ON e.claim = c.id""",
}


def files(folder: Path) -> Iterator[str]:
    """What is wrong with the files: unreadable, changed, or gone since the manifest was written."""
    parts = Parts(folder)
    known = manifest.read(folder)
    listed = known.parts if known else {}
    for path in manifest.lost(known, parts) if known else ():
        yield f"{path}: {LOST}"
    finished = parts.finished()
    broken = unreadable(parts, finished)
    for part in finished:
        if part in broken:
            yield f"{part.path}: {broken[part]}"
        elif part.path in listed and manifest.entry(parts.file(part)) != listed[part.path]:
            yield f"{part.path}: it is not the file that was recorded; its digest differs"


def contents(reader: Reader) -> Iterator[str]:
    """What is wrong with the rows: spans, counts, claims without document or event."""
    for message, query in RULES.items():
        yield from (message.format_map(row) for row in reader.rows(query))
