"""Records as columns: what stands in the parts, derived from records.py."""

from typing import cast

import msgspec
from msgspec import inspect

from detente.records import Claim, Coding, Document, Judgement, Span

# In the order in which a shard's parts are put in place: the runs part says that the others are whole.
TABLES: dict[str, type[msgspec.Struct]] = {
    "documents": Document,
    "claims": Claim,
    "runs": Coding,
    "judgements": Judgement,
}
SIMPLE: tuple[tuple[type, str], ...] = (
    (inspect.StrType, "VARCHAR"),
    (inspect.EnumType, "VARCHAR"),
    (inspect.IntType, "INTEGER"),
    (inspect.FloatType, "DOUBLE"),
    (inspect.BoolType, "BOOLEAN"),
    (inspect.DateType, "DATE"),
    (inspect.DateTimeType, "TIMESTAMP"),
)


def columns(record: type[msgspec.Struct]) -> dict[str, str]:
    """DuckDB's type of each field of a record.

    >>> columns(Judgement)["claims"]
    'VARCHAR[]'
    """
    described = cast("inspect.StructType", inspect.type_info(record))
    return {field.encode_name: _column(field.type, (record,)) for field in described.fields}


def _column(kind: inspect.Type, outer: tuple[type, ...]) -> str:
    """One type. A record within itself (A says that B said) has no end and is kept as JSON."""
    for known, name in SIMPLE:
        if isinstance(kind, known):
            return name
    if isinstance(kind, inspect.UnionType):
        (inner,) = (option for option in kind.types if not isinstance(option, inspect.NoneType))
        return _column(inner, outer)
    if isinstance(kind, inspect.NamedTupleType) and kind.cls is Span:
        return "INTEGER[]"
    if isinstance(kind, inspect.VarTupleType):
        return _column(kind.item_type, outer) + "[]"
    if isinstance(kind, inspect.DictType):
        return f"MAP({_column(kind.key_type, outer)}, {_column(kind.value_type, outer)})"
    if isinstance(kind, inspect.StructType):
        if kind.cls in outer:
            return "JSON"
        fields = (f'"{f.encode_name}" {_column(f.type, (*outer, kind.cls))}' for f in kind.fields)
        return f"STRUCT({', '.join(fields)})"
    raise TypeError(f"no column type for {kind}")
