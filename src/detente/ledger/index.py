"""The index: detente.duckdb, derived from the parts, built aside and swapped in, so that readers are never blocked.

It shows the newest reading of each document, and of an address (url) that was met with several texts only the last.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from detente.ledger import corroborate
from detente.ledger.parts import MEMORY, Part, Parts, failures, text
from detente.ledger.schema import TABLES, columns
from detente.records import digest

FILE = "detente.duckdb"
SCHEMA = 1  # of the index; one of another schema is built anew

# Parts -> tables. The newest reading of a document counts. Its claims are those of the same coder in the same part: a
# reading that stands in two parts is taken from one of them.
READINGS = """
CREATE TABLE runs AS
SELECT * EXCLUDE (filename), parse_filename(filename, true) AS part,
    row_number() OVER (PARTITION BY document ORDER BY coded DESC, filename DESC) = 1 AS newest
FROM parts_runs;

CREATE TABLE documents AS
WITH texts AS (
    SELECT * EXCLUDE (filename) FROM parts_documents
    QUALIFY row_number() OVER (PARTITION BY id ORDER BY filename DESC) = 1
), met AS (
    SELECT document, min(coded) AS ingested, any_value(part) FILTER (newest) AS part,
        any_value(coder) FILTER (newest) AS coder, any_value(place) FILTER (newest) AS place,
        any_value(sentences) FILTER (newest) AS sentences
    FROM runs GROUP BY document
)
SELECT texts.*, met.* EXCLUDE (document),
    CASE WHEN url IS NOT NULL THEN nullif(arg_max(id, (ingested, id)) OVER (PARTITION BY url), id) END AS superseded_by
FROM texts JOIN met ON met.document = texts.id;

CREATE TABLE judgements AS
SELECT * EXCLUDE (filename, seen) FROM parts_judgements
QUALIFY row_number() OVER (PARTITION BY id ORDER BY filename) = 1;

CREATE TABLE claims AS
WITH verdicts AS (
    SELECT claim, arg_max(verdict, (judged, id)) AS verdict
    FROM (SELECT unnest(claims) AS claim, verdict, judged, id FROM judgements)
    WHERE verdict IN ('right', 'wrong', 'unsure') GROUP BY claim
)
SELECT c.* EXCLUDE (filename, seen), verdict,
    reality IN ('actual', 'historical') AND NOT hearsay AND verdict IS DISTINCT FROM 'wrong' AS counts,
    d.published, d.language, d.outlet, d.url, d.title, d.seen,
    substring(d.text, c.sentence[1] + 1, c.sentence[2] - c.sentence[1]) AS words
FROM parts_claims c
JOIN documents d ON d.id = c.document AND d.coder = c.coder AND d.part = parse_filename(c.filename, true)
LEFT JOIN verdicts ON verdicts.claim = c.id
WHERE d.superseded_by IS NULL;
"""


def state(parts: Parts) -> str:
    """What an index is built from, hashed: it is fresh as long as this is what it says of itself."""
    return digest(SCHEMA, *(f"{path} {size} {time}" for path, size, time in parts.fingerprint()))


def meta(folder: Path) -> dict[str, Any] | None:
    """What the index says of itself: state, version, problems. None if there is none that can be read."""
    path = folder / FILE
    try:
        with duckdb.connect(str(path), read_only=True) as database:
            (found,) = database.execute("SELECT about FROM meta").fetchone() or ("{}",)
    except (duckdb.Error, OSError):
        return None
    about: dict[str, Any] = msgspec.json.decode(found)
    return about


def build(folder: Path, version: str) -> None:
    """Build the index aside and swap it in; LedgerError if it cannot be written."""
    with failures(folder):
        aside = Parts(folder).aside() / FILE
        aside.unlink(missing_ok=True)
        with duckdb.connect(str(aside)) as database:
            fill(database, Parts(folder), version)
            database.execute("CHECKPOINT")  # closing would do it, too, but says nothing when the disk is full
        aside.replace(folder / FILE)


def fill(database: duckdb.DuckDBPyConnection, parts: Parts, version: str) -> None:
    """Make all tables from the finished parts; those that cannot be read are left out and named in `meta`."""
    database.execute(f"SET memory_limit = '{MEMORY}'")
    made_of, finished = state(parts), parts.finished()
    problems: list[str] = []
    try:
        _tables(database, parts, finished)
    except duckdb.Error:
        broken = unreadable(parts, finished)
        if not broken:
            raise
        out = {(part.month, part.name) for part in broken}
        problems = [f"{part.path}: {problem}" for part, problem in broken.items()]
        _tables(database, parts, [part for part in finished if (part.month, part.name) not in out])
    about = msgspec.json.encode({"state": made_of, "version": version, "problems": problems}).decode()
    database.execute(f"CREATE OR REPLACE TABLE meta AS SELECT {text(about)} AS about")


def unreadable(parts: Parts, some: Iterable[Part]) -> dict[Part, str]:
    """Those of some parts that cannot be read, and why; every value is read."""
    found = {}
    with duckdb.connect() as database:
        for part in some:
            try:
                database.execute(f"SELECT count(hash(COLUMNS(*))) FROM {parquet([parts.file(part)])}").fetchall()
            except (duckdb.Error, OSError) as error:
                found[part] = str(error).partition("\n")[0]
    return found


def _tables(database: duckdb.DuckDBPyConnection, parts: Parts, finished: list[Part]) -> None:
    for name, record in TABLES.items():
        files = [parts.file(part) for part in finished if part.table == name]
        fields = [f'NULL::{kind} AS "{field}"' for field, kind in columns(record).items()]
        none = f"(SELECT {', '.join(fields)}, NULL::VARCHAR AS filename, NULL::VARCHAR AS seen LIMIT 0)"
        database.execute(f"CREATE OR REPLACE TEMP VIEW parts_{name} AS FROM {parquet(files) if files else none}")
    made = (READINGS + corroborate.sql()).replace("CREATE ", "CREATE OR REPLACE ")
    database.execute(made)


def parquet(files: Iterable[Path]) -> str:
    """SQL that reads parts, with their `filename` and `seen`, the month in their path."""
    listed = ", ".join(text(file) for file in files)
    return f"read_parquet([{listed}], filename = true, hive_partitioning = true, hive_types = {{'seen': VARCHAR}})"
