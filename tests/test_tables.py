"""Tables: typed rows out of CSV and TOML; an error names file, line and cure."""

import csv
import io

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import TableError
from detente.tables import read_csv, read_toml


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    year: int | None = None
    kind: str = "name"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lemma: str
    weight: float = 1.0


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    entry: tuple[Entry, ...] = ()


@pytest.fixture
def table(tmp_path):
    """Writes a table and gives its path."""

    def write(content, name="rows.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_tables_csv_converts_cells(table):
    """Cells become the types of the row's fields, and an empty cell the field's default."""
    path = table('name,year,kind\nÉire,1937,\n"Korea, North",,body\n')
    assert read_csv(path, Row) == [Row("Éire", 1937, "name"), Row("Korea, North", None, "body")]


def test_tables_csv_with_header_only_has_no_rows(table):
    """A table with only its header line is an empty table."""
    assert read_csv(table("name,year\n"), Row) == []


# An empty cell means "the default", so it is no value of its own; NUL is in no table.
CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.builds(Row, name=CELL, year=st.none() | st.integers(-(2**60), 2**60), kind=CELL)))
def test_tables_csv_round_trip(table, rows):
    """What Python's own CSV writer wrote is read back cell by cell, line ends within quotes included."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["name", "year", "kind"])
    writer.writerows([row.name, "" if row.year is None else row.year, row.kind] for row in rows)
    assert read_csv(table(out.getvalue()), Row) == rows


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", None, "empty"),
        ("name,year\nA,1,2\n", 2, "3 cells where the header has 2"),
        ("name,year\nA,1\nB\n", 3, "1 cells where the header has 2"),
        ("name,year\nA,1\n\nB,2\n", 3, "0 cells"),
        ("name,year\nA,1\nB,soon\n", 3, "year"),
        ("name,colour\nA,red\n", 2, "colour"),
        ("year\n1\n", 2, "name"),
        (b"name\n\xe9\n", None, "UTF-8"),
        ('name,kind\nA,"open\nB,name\n', None, "Mend|Quote"),
    ],
    ids=["empty", "long", "short", "blank", "type", "column", "required", "latin1", "quote"],
)
def test_tables_csv_error_names_place_and_cure(table, content, line, words):
    """A broken CSV table is refused with its file, its line, what is wrong there and what to do."""
    path = table(content)
    with pytest.raises(TableError, match=words) as caught:
        read_csv(path, Row)
    assert str(caught.value).startswith(f"{path}:{line}: " if line else str(path))


@pytest.mark.parametrize("read", [read_csv, read_toml])
def test_tables_missing_file_is_named(tmp_path, read):
    """A table that is not there is a TableError with its path, not a traceback of the file system."""
    path = tmp_path / "none.csv"
    with pytest.raises(TableError, match=r"no such table\. .+") as caught:
        read(path, Row)
    assert str(path) in str(caught.value)


def test_tables_toml_converts_values(table):
    """A TOML file becomes one typed record."""
    path = table('title = "t"\n[[entry]]\nlemma = "dire"\n[[entry]]\nlemma = "nier"\nweight = 0.5\n', "t.toml")
    assert read_toml(path, Table) == Table("t", (Entry("dire"), Entry("nier", 0.5)))


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ('title = "t"\nentry = [\n', None, "TOML"),
        ('title = "t"\n= 3\n', 2, "TOML"),
        ('title = "t"\n\n[[entry]]\nlemma = "a"\n\n[[entry]]\nlemma = 3\n', 6, "lemma"),
        ('title = "t"\n[[entry]]\nlemma = "a"\nwieght = 2.0\n', 2, "wieght"),
        ('titel = "t"\n', None, "titel"),
        (b'title = "\xe9"\n', None, "UTF-8"),
    ],
    ids=["open", "key", "type", "unknown", "top", "latin1"],
)
def test_tables_toml_error_names_place_and_cure(table, content, line, words):
    """A broken TOML table is refused with its file, the line of the entry, what is wrong and what to do."""
    path = table(content, "t.toml")
    with pytest.raises(TableError, match=words) as caught:
        read_toml(path, Table)
    message = str(caught.value)
    assert message.startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert "Mend" in message or "Save" in message
