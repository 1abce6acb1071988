"""What made an older ledger a newer one: small functions in order. A ledger's schema is the number it went through.

Each must leave a ledger alone that it has changed already: one that was killed halfway is run again.
"""

from collections.abc import Callable
from pathlib import Path

from detente.errors import LedgerError
from detente.ledger.schema import TABLES


def m001_tables(folder: Path) -> None:
    """An empty folder becomes a ledger: one folder for each table."""
    for table in TABLES:
        (folder / table).mkdir(parents=True, exist_ok=True)


MIGRATIONS: tuple[Callable[[Path], None], ...] = (m001_tables,)


def check(folder: Path, schema: int) -> None:
    """LedgerError if a ledger is of a schema that this version does not know."""
    if schema > len(MIGRATIONS):
        message = f"written by a newer detente (schema {schema}; this one knows {len(MIGRATIONS)})"
        raise LedgerError(f"{folder}: {message}. Upgrade detente: pip install -U detente")


def migrate(folder: Path, schema: int) -> int:
    """Run what is missing; the schema afterwards."""
    check(folder, schema)
    for migration in MIGRATIONS[schema:]:
        migration(folder)
    return len(MIGRATIONS)
