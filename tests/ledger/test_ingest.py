"""The loop that reads, codes and records, with the real pipeline."""

import pytest

from detente.documents import Options
from detente.ledger import ingest as module
from detente.ledger.parts import Parts
from detente.ledger.store import Ledger
from detente.readers import Item

ITEMS = [
    Item(ref=str(n), where=f"in.jsonl:{n}", body=f"Kenya condemned Peru {n} times.", as_is=True, language="en")
    for n in range(4)
]


@pytest.mark.parametrize(("patience", "parts"), [(0.0, [1, 2, 3, 4]), (1e9, [0, 0, 0, 0])])
def test_ingest_records_after_a_while_however_large_a_shard_is(pipeline, tmp_path, monkeypatch, patience, parts):
    """What was coded is recorded when patience is at its end, so that a kill costs seconds; else shard by shard."""
    monkeypatch.setattr(module, "PATIENCE", patience)
    ledger = Ledger(tmp_path / "ledger", pytest.fail)
    with ledger.writing(make=True) as writer:
        outcomes = module.ingest(writer, pipeline, iter(ITEMS), Options(), 100)
        found = [sum(part.table == "runs" for part in Parts(ledger.folder).finished()) for _ in outcomes]
    assert found == parts
    with ledger.reading() as reader:
        assert reader.rows("SELECT count(*) AS documents FROM documents") == [{"documents": 4}]
    with ledger.writing() as writer:
        again = list(module.ingest(writer, pipeline, iter(ITEMS), Options(), 100))
    assert {type(one).__name__ for one in again} == {"Known"}
