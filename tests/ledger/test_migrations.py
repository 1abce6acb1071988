"""Migrations: an older ledger becomes a newer one, step by step, and a newer one is refused."""

import pytest
from ledgers import files, report, shard

from detente.errors import LedgerError
from detente.ledger import migrations
from detente.ledger.schema import TABLES


def test_migrations_make_a_ledger_of_an_empty_folder(tmp_path):
    """The first migration makes a folder for each table."""
    assert migrations.migrate(tmp_path / "new", 0) == len(migrations.MIGRATIONS)
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(TABLES)


def test_migrations_leave_alone_what_they_changed_already(tmp_path):
    """A migration that was killed halfway is run again: on a ledger with parts nothing changes."""
    shard(tmp_path, report())
    before = files(tmp_path)
    for _ in range(2):
        migrations.migrate(tmp_path, 0)
    assert files(tmp_path) == before


@pytest.mark.parametrize(("schema", "run"), [(0, ["a", "b", "c"]), (1, ["b", "c"]), (3, [])])
def test_migrations_run_what_is_missing_in_order(tmp_path, monkeypatch, schema, run):
    """A ledger goes through the migrations that it has not gone through, in their order."""
    done = []
    steps = tuple(lambda folder, name=name: done.append((folder, name)) for name in "abc")
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    assert migrations.migrate(tmp_path, schema) == 3
    assert done == [(tmp_path, name) for name in run]


def test_migrations_newer_ledger_is_refused_untouched(tmp_path):
    """A ledger of a schema to come is refused with both numbers and what to do, and nothing is written."""
    known = len(migrations.MIGRATIONS)
    message = rf"newer detente \(schema {known + 1}; this one knows {known}\)\. Upgrade detente"
    with pytest.raises(LedgerError, match=message):
        migrations.migrate(tmp_path, known + 1)
    assert list(tmp_path.iterdir()) == []


def test_migrations_ledger_of_today_passes(tmp_path):
    """The schema of this version is no newer one."""
    migrations.check(tmp_path, len(migrations.MIGRATIONS))
    assert list(tmp_path.iterdir()) == []
