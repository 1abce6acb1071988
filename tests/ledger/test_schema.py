"""Schema: the columns of the parts follow from the records, field by field."""

from datetime import date

import duckdb
import msgspec
import pytest

from detente.ledger.schema import TABLES, columns
from detente.records import Claim, Coding, Document, Judgement


class Odd(msgspec.Struct):
    """A record with a field that no column can hold."""

    odd: bytes


class Nested(msgspec.Struct):
    """A record that holds itself two levels down."""

    name: str
    inner: "Middle"


class Middle(msgspec.Struct):
    """Between a record and itself."""

    day: date | None
    outer: "Nested | None"


@pytest.mark.parametrize("record", TABLES.values(), ids=lambda record: record.__name__)
def test_schema_columns_are_the_fields_in_order(record):
    """A table has a column for each field of its record, in the same order, and DuckDB knows the types."""
    made = columns(record)
    assert list(made) == list(record.__struct_fields__)
    with duckdb.connect() as database:
        fields = ", ".join(f'"{name}" {kind}' for name, kind in made.items())
        database.execute(f"CREATE TABLE t ({fields})")
        assert [row[0] for row in database.execute("DESCRIBE t").fetchall()] == list(made)


@pytest.mark.parametrize(
    ("record", "field", "kind"),
    [
        (Document, "id", "VARCHAR"),
        (Document, "title", "VARCHAR"),
        (Document, "published", "DATE"),
        (Document, "origins", "MAP(VARCHAR, VARCHAR)"),
        (Coding, "coded", "TIMESTAMP"),
        (Coding, "claims", "INTEGER"),
        (Judgement, "verdict", "VARCHAR"),
        (Judgement, "claims", "VARCHAR[]"),
        (Claim, "sentence", "INTEGER[]"),
        (Claim, "purpose", "INTEGER[]"),
        (Claim, "hearsay", "BOOLEAN"),
        (Claim, "certainty", "DOUBLE"),
        (Claim, "links", 'STRUCT("kind" VARCHAR, "claim" VARCHAR)[]'),
        (Claim, "when", 'STRUCT("start" DATE, "end" DATE, "precision" VARCHAR)'),
        (Claim, "magnitude", 'STRUCT("dead" INTEGER, "injured" INTEGER, "size" INTEGER)'),
        (Claim, "place", 'STRUCT("code" VARCHAR, "name" VARCHAR, "span" INTEGER[])'),
    ],
)
def test_schema_type_of_a_column(record, field, kind):
    """Each sort of field has its sort of column, whether it may be null or not."""
    assert columns(record)[field] == kind


def test_schema_record_within_itself_is_json():
    """A says that B said: the attribution within an attribution has no end, and is kept as JSON."""
    kind = columns(Claim)["attribution"]
    assert kind.startswith('STRUCT("speaker" STRUCT(')
    assert kind.endswith('"content" INTEGER[][], "stance" VARCHAR, "within" JSON)')


def test_schema_record_within_itself_is_json_at_any_depth():
    """A record that comes back further down is JSON there, and columns above."""
    assert columns(Nested) == {"name": "VARCHAR", "inner": 'STRUCT("day" DATE, "outer" JSON)'}


def test_schema_unknown_type_is_refused():
    """A field that no column can hold is an error that names its type, not a column of something else."""
    with pytest.raises(TypeError, match="BytesType"):
        columns(Odd)


def test_schema_runs_come_after_what_they_vouch_for():
    """The runs part is put in place after documents and claims: it says that they are whole."""
    order = list(TABLES)
    assert order.index("runs") > max(order.index("documents"), order.index("claims"))
