"""The index: detente.duckdb, derived from the parts, built aside and swapped in, so that readers are never blocked.

It shows the newest reading of each document, and of an address (url) that was met with several texts only the last.
"""

from collections.abc import Iterable
from pathlib import Path

import duckdb
import msgspec

from detente.ledger import corroborate
from detente.ledger.manifest import Manifest, lost
from detente.ledger.parts import MEMORY, Part, Parts, failures, file, text
from detente.ledger.schema import TABLES, columns
from detente.records import digest

FILE = "detente.duckdb"
LOST = "the manifest names it, but it is not there, or its runs part is not"

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
    """What an index is built from and how, hashed: it is fresh as long as this is what it says of itself."""
    return digest(READINGS, corroborate.sql(), *(f"{path} {size} {time}" for path, size, time in parts.fingerprint()))


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What an index says of itself: what it was built from, the ledger's version, the parts that are left out."""

    state: str
    version: str
    problems: list[str] = []


def meta(folder: Path) -> About | None:
    """What the index says of itself; None if there is none that can be read."""
    path = folder / FILE
    try:
        with duckdb.connect(str(path), read_only=True) as database:
            ((about,),) = database.execute("SELECT about FROM meta").fetchall()
            return msgspec.json.decode(about, type=About)
    except (duckdb.Error, OSError, msgspec.DecodeError):
        return None


def build(folder: Path, known: Manifest) -> About:
    """Build the index aside and swap it in; LedgerError if it cannot be written."""
    with failures(folder):
        aside = Parts(folder).aside() / FILE
        aside.unlink(missing_ok=True)
        with duckdb.connect(str(aside)) as database:
            about = fill(database, Parts(folder), known)
            database.execute("CHECKPOINT")  # closing would do it, too, but says nothing when the disk is full
        aside.replace(folder / FILE)
    return about


def fill(database: duckdb.DuckDBPyConnection, parts: Parts, known: Manifest) -> About:
    """Make all tables from the finished parts; those that cannot be read are left out and named in `meta`."""
    database.execute(f"SET memory_limit = '{MEMORY}'")
    made_of, finished = state(parts), parts.finished()
    problems = [f"{path}: {LOST}" for path in lost(known, parts)]
    try:
        _tables(database, parts, finished)
    except duckdb.Error:
        broken = unreadable(parts, finished)
        if not broken:
            raise
        out = {(part.month, part.name) for part in broken}
        problems += [f"{part.path}: {problem}" for part, problem in broken.items()]
        _tables(database, parts, [part for part in finished if (part.month, part.name) not in out])
    about = About(state=made_of, version=known.version, problems=problems)
    written = text(msgspec.json.encode(about).decode())
    database.execute(f"CREATE OR REPLACE TABLE meta AS SELECT {written} AS about")
    return about


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
    # Not DuckDB's own hive partitioning: that would take a folder `type=x` above the ledger for a column, too.
    listed = ", ".join(map(file, files))
    seen = "regexp_extract(filename, '.*seen=([0-9]{4}-[0-9]{2})', 1) AS seen"
    return f"(SELECT *, {seen} FROM read_parquet([{listed}], filename = true, hive_partitioning = false))"
