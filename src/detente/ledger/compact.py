"""Many small parts of a month become one: written aside, put in place, named by the manifest, then the old ones go.

Killed between any two steps, the ledger holds the same readings, some of them twice, which is once. Of several readings
of a document by one coder the claims of the newest are kept, and that there were others.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import duckdb

from detente.ledger import manifest
from detente.ledger.index import parquet
from detente.ledger.parts import Part, Parts, connection
from detente.ledger.schema import TABLES, columns
from detente.records import digest

KEPT = """
CREATE OR REPLACE TEMP TABLE kept AS
SELECT document, coder, parse_filename(filename, true) AS part FROM {runs}
QUALIFY row_number() OVER (PARTITION BY document, coder ORDER BY coded DESC, filename DESC) = 1
"""
ONE = "QUALIFY row_number() OVER (PARTITION BY id ORDER BY filename) = 1 ORDER BY id"
NEWEST = "SEMI JOIN kept k ON (k.document, k.coder, k.part) = (p.document, p.coder, parse_filename(filename, true))"
WHICH = {
    "documents": ONE,
    "claims": f"{NEWEST} ORDER BY p.document, p.sentence[1], p.trigger[1], p.id",
    "runs": "QUALIFY row_number() OVER (PARTITION BY document, coder, coded ORDER BY filename) = 1 ORDER BY coded",
    "judgements": ONE,
}


def compact(folder: Path) -> Iterator[tuple[str, int]]:
    """Compact each month that has several parts of a kind; the months, with how many files became how few."""
    parts = Parts(folder)
    by_month = sorted(parts.finished(), key=lambda part: (part.month, part))
    for month, found in groupby(by_month, key=lambda part: part.month):
        old = list(found)
        judgements = [part for part in old if part.table == "judgements"]
        readings = [part for part in old if part.table != "judgements"]
        saved = sum(_merge(parts, month, kind) for kind in (readings, judgements))
        if saved:
            yield month, saved


def _merge(parts: Parts, month: str, old: list[Part]) -> int:
    """Parts of several names -> parts of one name; how many files fewer."""
    names = sorted({part.name for part in old})
    if len(names) < 2:
        return 0
    name = f"part-{digest('compact', *names)}"
    files = {table: [parts.file(part) for part in old if part.table == table] for table in TABLES}
    with connection(parts.folder) as database:
        if files["runs"]:
            database.execute(KEPT.format(runs=parquet(files["runs"])))
        new = [_write(parts, database, Part(table, month, name), files[table]) for table in TABLES if files[table]]
        for part in new:
            parts.place(part)
        known = manifest.read(parts.folder) or manifest.Manifest(schema=0)
        manifest.write(parts.folder, manifest.updated(known, parts, without=old))
        # Without its runs part a part no longer counts: whatever is still there after a kill is swept.
        for part in sorted(old, key=lambda part: part.table != "runs"):
            parts.file(part).unlink()
    return len(old) - len(new)


def _write(parts: Parts, database: duckdb.DuckDBPyConnection, part: Part, files: list[Path]) -> Part:
    fields = ", ".join(f'p."{name}"' for name in columns(TABLES[part.table]))
    parts.copy(database, f"SELECT {fields} FROM {parquet(files)} p {WHICH[part.table]}", part.table)
    return part
