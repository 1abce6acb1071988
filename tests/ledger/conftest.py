"""What the tests of the ledger share: they write through one open DuckDB, and do not wait for the disk.

Not so those that are killed or run in forked processes (test_crash.py), which take the ledger as it is.
"""

from contextlib import contextmanager

import duckdb
import pytest

from detente.ledger import compact, parts

SHARED = ":memory:tests"


@contextmanager
def connection(folder):
    """What parts.connection gives, without starting a DuckDB each time."""
    with parts.failures(folder), duckdb.connect(SHARED) as database:
        yield database


@pytest.fixture(scope="module", autouse=True)
def _hurry(request):
    if request.module.__name__.endswith("test_crash"):
        yield
        return
    with pytest.MonkeyPatch.context() as patch, duckdb.connect(SHARED):
        patch.setattr(parts, "to_disk", lambda _: None)
        patch.setattr(parts, "connection", connection)
        patch.setattr(compact, "connection", connection)
        yield
