"""`detente export` and `detente sql`: all claims in four forms, any question, and nothing changed by either."""

import csv
import errno
import io
import json
from pathlib import Path

import duckdb
import ledgers
import msgspec
import pytest
from articles import CLAIMS, digests
from command import lines, rows, run, write
from relating import act

from detente.ledger.exchange import FORMATS
from detente.records import Claim

pytestmark = pytest.mark.usefixtures("ledger")
TEXTS = ("csv", "jsonl", "plover")


def exported(form, *more):
    """What `detente export` prints."""
    return run("export", form, *more, code=0).stdout_bytes.decode()


def ids():
    """The ids of all claims in the order of the export."""
    return [row["id"] for row in rows(exported("jsonl"))]


def test_asking_there_is_a_test_of_every_form():
    """The forms tested here are those that there are."""
    assert set(FORMATS) == {*TEXTS, "parquet"}


def test_asking_export_jsonl_gives_whole_claims_in_order():
    """JSON lines hold each claim with every field, by date of its article, undated ones last."""
    found = rows(exported("jsonl"))
    assert [msgspec.json.decode(json.dumps(row), type=Claim).type for row in found] == [row["type"] for row in found]
    assert all(set(row) == set(Claim.__struct_fields__) for row in found)
    assert len(found) == CLAIMS
    order = "SELECT id FROM claims ORDER BY published NULLS LAST, document, sentence[1], trigger[1], id"
    assert [row["id"] for row in found] == [row["id"] for row in rows(run("sql", order, code=0).stdout)]
    assert found[-1]["actor"][0]["code"] == "NOR"


def test_asking_export_csv_has_a_row_a_claim():
    """CSV holds a row for each claim in the same order, with parties, words and where they were printed."""
    found = list(csv.DictReader(io.StringIO(exported("csv"))))
    assert [row["id"] for row in found] == ids()
    (row,) = [row for row in found if row["outlet"] == "Le Courrier" and row["type"] == "ASSAULT"]
    assert (row["actor"], row["recipient"], row["trigger"]) == ("RUS", "UKR", "attaqué")
    assert (row["sentence"], row["published"]) == ("La Russie a attaqué l'Ukraine lundi.", "2024-11-06")
    assert (row["start"], row["score"], row["hearsay"], row["verdict"]) == ("2024-11-04", "-9.0", "false", "")


def test_asking_export_csv_runs_nothing_in_a_spreadsheet(folder):
    """A text that a spreadsheet would take for a formula begins with an apostrophe; figures below zero do not."""
    (folder / "odd").mkdir()
    ledgers.shard(folder / "odd", act("RUS", "UKR", outlet="=cmd|' /C calc'!A1"))
    (row,) = csv.DictReader(io.StringIO(exported("csv", "--ledger", "odd")))
    assert (row["outlet"], row["score"]) == ("'=cmd|' /C calc'!A1", "-9.0")


def test_asking_export_plover_has_a_record_a_claim():
    """PLOVER JSON holds a record for each claim in the same order; what is announced stands among the contexts."""
    found = rows(exported("plover"))
    assert [row["id"] for row in found] == ids()
    (row,) = [row for row in found if "future" in row["context"] and row["event"] == ["ASSAULT"]]
    assert (row["actor"][0]["code"], row["recipient"][0]["code"]) == ("UKR", "RUS")
    assert (row["date"], row["enddate"], row["event_text"]) == ("2024-12-13", "2024-12-13", ["attack"])
    assert row["cite_info"]["publication"] == "Herald"
    assert run("ledger", "check", code=0).stdout.count(row["cite_info"]["version"]) == 1


def test_asking_export_parquet_is_a_table_of_claims():
    """Parquet holds the same claims, nested as they are."""
    assert run("export", "parquet", "-o", "out.parquet", code=0).stdout == ""
    with duckdb.connect() as database:
        found = database.execute("SELECT id, actor[1].code, sentence FROM 'out.parquet'").fetchall()
    told = rows(exported("jsonl"))
    assert found == [(row["id"], row["actor"][0]["code"], row["sentence"]) for row in told]


def test_asking_export_parquet_needs_a_file():
    """Parquet is not printed: the call says so and returns 2."""
    result = run("export", "parquet", code=2)
    assert (result.stdout_bytes, result.stderr) == (b"", "Error: parquet is no text; name a file with -o\n")


@pytest.mark.parametrize("form", TEXTS)
def test_asking_export_to_a_file_is_what_is_printed(form):
    """With -o the file holds what is printed without, nothing is printed, and no other file is left."""
    write("out", "old")
    before = set(Path().iterdir())
    assert run("export", form, "-o", "out", code=0).output == ""
    assert Path("out").read_bytes().decode() == exported(form)
    assert set(Path().iterdir()) == before


@pytest.mark.parametrize("old", ["kept\n", None])
@pytest.mark.parametrize("form", [*TEXTS, "parquet"])
def test_asking_export_file_is_whole_or_not_there(monkeypatch, form, old):
    """An export that fails halfway leaves no half of a file, and an older file as it was."""

    def full(_, out):
        out.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(FORMATS, form, full)
    if old:
        write("out", old)
    assert run("export", form, "-o", "out", code=2).stderr.startswith("Error: out: No space left on device. ")
    assert [path.read_text(encoding="utf8") for path in Path().glob("out*")] == ([old] if old else [])


@pytest.mark.parametrize("output", ["none/out", ".", "ledger"])
def test_asking_export_to_no_file_is_a_message(ledger, output):
    """An output that cannot be written is named with the cure, and nothing changes."""
    before = digests(ledger)
    assert "Name a file in" in run("export", "csv", "-o", output, code=2).stderr
    assert digests(ledger) == before


def test_asking_export_in_no_form_is_a_message():
    """A form that there is not is refused with those that there are."""
    assert all(form in run("export", "xlsx", code=2).stderr for form in FORMATS)


@pytest.mark.parametrize("more", [[], ["--json"]], ids=" ".join)
def test_asking_sql_prints_json_lines(more):
    """Into a pipe the rows are JSON lines in the order asked for, nested values as they are."""
    query = "SELECT actor[1].code AS who, sentence, published, score FROM claims WHERE type = 'ASSAULT' ORDER BY id"
    found = rows(run("sql", query, *more, code=0).stdout)
    assert len(found) == 4
    assert [list(row) for row in found] == [["who", "sentence", "published", "score"]] * 4
    assert {"who": "UKR", "sentence": [0, 27], "published": "2024-12-13", "score": -9.0} in found


def test_asking_sql_without_rows_prints_nothing():
    """A question that nothing answers prints nothing and returns 0."""
    assert run("sql", "SELECT id FROM claims WHERE type = 'X'", code=0).output == ""


def test_asking_sql_prints_every_kind_of_value():
    """Dates, times, decimals, numbers of any size, bytes, maps and what is no number are printed."""
    query = (
        "SELECT DATE '2024-01-02' AS a, TIMESTAMP '2024-01-02 03:04:05' AS b, 1.50::DECIMAL(5, 2) AS c, "
        "'x'::BLOB AS d, MAP {DATE '2024-01-02': 1} AS e, 'nan'::DOUBLE AS f, 170141183460469231731687303715884105727 "
        "AS g, '[x]' AS h, NULL AS i, now() AS j, INTERVAL 1 DAY AS k"
    )
    (row,) = rows(run("sql", query, code=0).stdout)
    assert (row["a"], row["b"][:19], row["c"], row["e"]) == (
        "2024-01-02", "2024-01-02T03:04:05", "1.50", {"2024-01-02": 1},
    )  # fmt: skip
    assert (row["f"], row["g"], row["h"], row["i"]) == (None, 2**127 - 1, "[x]", None)


def test_asking_sql_loses_no_column():
    """Two columns of one name, as a join gives them, are both printed, or the question is refused."""
    result = run("sql", "SELECT 1 AS id, 2 AS id")
    assert result.exit_code == 2 or ("1" in result.stdout and "2" in result.stdout)


REFUSED = {
    "insert": "INSERT INTO judgements SELECT * FROM judgements",
    "update": "UPDATE claims SET type = 'X'",
    "delete": "DELETE FROM claims",
    "drop": "DROP TABLE claims",
    "create": "CREATE TABLE x AS SELECT 1",
    "create or replace": "CREATE OR REPLACE TABLE claims AS SELECT 1",
    "copy to": "COPY claims TO 'stolen.csv'",
    "copy query to": "COPY (SELECT * FROM claims) TO 'stolen.parquet' (FORMAT parquet)",
    "copy from": "COPY judgements FROM 'secret.csv'",
    "export": "EXPORT DATABASE 'stolen'",
    "attach": "ATTACH 'stolen.duckdb' AS other",
    "attach memory": "ATTACH ':memory:' AS other",
    "read_csv": "SELECT * FROM read_csv('secret.csv')",
    "read_text": "SELECT * FROM read_text('secret.csv')",
    "file": "SELECT * FROM 'secret.csv'",
    "glob": "SELECT * FROM glob('*')",
    "parts": "SELECT * FROM read_parquet('ledger/*/*/*.parquet')",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "unlock": "SET enable_external_access = true",
    "spill": "SET temp_directory = 'stolen'",
    "several": "SELECT 1; SELECT 2",
    "several of which one writes": "SELECT 1; DROP TABLE claims",
    "none": "",
    "comment": "/* nothing */",
    "no SQL": "who did what to whom?",
    "no column": "SELECT colour FROM claims",
    "no table": "SELECT * FROM articles",
    "parameter": "SELECT ?",
    "no number": "SELECT id::INTEGER FROM claims",
    "error in a later row": "SELECT CASE WHEN range > 5000 THEN error('late') END FROM range(6000)",
}


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_asking_sql_refuses_what_is_no_question(ledger, query):
    """What would write, reach another file, or is no single SELECT of what there is: a message, 2, nothing changed."""
    write("secret.csv", "word\nhunter2\n")
    before, beside = digests(ledger), sorted(Path().iterdir())
    result = run("sql", query, code=2)
    assert result.stderr.startswith("Error: ")
    assert "hunter2" not in result.output
    assert digests(ledger) == before
    assert sorted(Path().iterdir()) == beside


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (REFUSED["several"], "Error: 2 statements; give one SELECT"),
        (REFUSED["none"], "Error: 0 statements; give one SELECT"),
        (REFUSED["no column"], '"colour" not found'),
        (REFUSED["no table"], "articles does not exist"),
        (REFUSED["delete"], "The ledger is read-only here; its tables stand in docs/schema.md"),
    ],
)
def test_asking_sql_says_what_is_wrong(query, words):
    """The message names the column, the table or the statement, and where to read more."""
    assert words in run("sql", query, code=2).stderr


def test_asking_sql_answers_about_every_table():
    """Every table of the ledger can be asked; documents keep their text."""
    tables = [row["name"] for row in rows(run("sql", "SHOW TABLES", code=0).stdout)]
    assert {"claims", "documents", "dyads", "event_claims", "events", "judgements", "runs"} <= set(tables)
    counts = {name: len(rows(run("sql", f"FROM {name}", code=0).stdout)) for name in tables}
    assert (counts["documents"], counts["claims"], counts["judgements"]) == (9, CLAIMS, 0)
    (text,) = rows(run("sql", "SELECT text FROM documents WHERE ref = 'en1'", code=0).stdout)
    assert lines(text) == lines({"text": "Russia attacked Ukraine on Monday."})
