"""JSON lines, CSV and Parquet: what other programs get of the claims."""

import csv
import io
from datetime import timedelta

import duckdb
import msgspec
import pytest
from ledgers import FILLED, START, actor, asked, claim, document, full, indexed, judged, reading, report, shard

from detente.ledger.exchange import FORMATS, tables
from detente.records import Attribution, Claim, Reality, Span, Stance, Verdict

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0")


def written(folder, kind):
    """What a format makes of the claims of a folder."""
    out = io.BytesIO()
    FORMATS[kind](indexed(folder), out)
    return out.getvalue()


def rows(folder):
    """The rows of the CSV, as dictionaries."""
    return list(csv.DictReader(io.StringIO(written(folder, "csv").decode(), newline="")))


def said(text, speaker=None):
    """An attribution by words."""
    return Attribution(speaker=speaker, text=text, span=None, cue="said", cue_span=Span(0, 1), content=())


def test_tables_json_lines_are_the_claims(tmp_path):
    """Each line is a claim with every field, equal to what was recorded, in the order of the ledger."""
    of = document(**FILLED)
    shard(tmp_path, reading(of, full(of)), report("b"), report("c", about={"published": None}))
    lines = written(tmp_path, "jsonl").splitlines()
    found = [msgspec.json.decode(line, type=Claim) for line in lines]
    assert found == list(indexed(tmp_path).claims())
    assert full(of) in found
    assert len(found) == 3
    assert all(set(msgspec.json.decode(line)) == set(Claim.__struct_fields__) for line in lines)


@pytest.mark.parametrize("kind", ["jsonl", "plover"])
def test_tables_no_claims_are_no_lines(tmp_path, kind):
    """A ledger without claims is exported as nothing."""
    assert written(tmp_path, kind) == b""


def test_tables_csv_of_no_claims_is_its_header(tmp_path):
    """A CSV without rows still says what its columns are."""
    assert written(tmp_path, "csv").decode() == ",".join(tables.COLUMNS) + "\r\n"


def test_tables_csv_row_of_a_full_claim(tmp_path):
    """Every column of a claim that has everything."""
    of = document(text="A full text, it says.", **FILLED)
    made = full(of)
    shard(tmp_path, reading(of, made))
    judged(tmp_path, made, Verdict.UNSURE)
    ((event,),) = asked(tmp_path, "SELECT id FROM events")
    assert rows(tmp_path) == [
        {
            "id": made.id, "event": event, "document": of.id, "published": "2024-11-05", "outlet": "Gazette",
            "url": of.url, "type": "AID", "mode": "economic", "context": "migration;legal", "quad": "2",
            "score": "-3.3", "actor": "FRA;", "actor_sector": "GOV;", "actor_text": "she;rebels",
            "recipient": "SYR;LBN", "recipient_sector": "GOV;GOV", "recipient_text": "SYR;LBN",
            "start": "2024-10-28", "end": "2024-11-03", "precision": "week", "reality": "hypothetical",
            "hearsay": "true", "speaker": "FRA", "speaker_text": "she", "stance": "doubts", "certainty": "0.1",
            "verdict": "unsure", "trigger": "A", "sentence": of.text, "coder": made.coder,
        }
    ]  # fmt: skip


def test_tables_csv_row_of_a_bare_claim(tmp_path):
    """What a claim does not have is an empty cell; an unresolved speaker has words but no code."""
    of = document(published=None, outlet=None)
    bare = claim(of, actors=(), recipients=())
    told = claim(of, actors=(), recipients=(), attribution=said("officials"), score=0.0)
    shard(tmp_path, reading(of, bare, told))
    found = {row["id"]: row for row in rows(tmp_path)}
    empty = {name for name, cell in found[bare.id].items() if cell == ""}
    assert empty == {
        "published", "outlet", "url", "mode", "context", "actor", "actor_sector", "actor_text", "recipient",
        "recipient_sector", "recipient_text", "start", "end", "speaker", "speaker_text", "stance", "verdict",
    }  # fmt: skip
    assert found[bare.id]["hearsay"] == "false"
    assert [found[told.id][name] for name in ("speaker", "speaker_text", "stance")] == ["", "officials", "asserts"]


@pytest.mark.parametrize("text", FORMULAS)
def test_tables_csv_cell_is_no_formula(tmp_path, text):
    """A text that a spreadsheet would run is no formula, in whichever cell it stands; numbers stay numbers."""
    of = document(text=f"{text} attacked.", outlet=text, url=text)
    made = claim(of, actors=(actor(None, text),), recipients=(), trigger=Span(0, 1), attribution=said(text), mode=text)
    shard(tmp_path, reading(of, made))
    (row,) = rows(tmp_path)
    held = [row[name] for name in ("outlet", "url", "mode", "actor_text", "speaker_text", "sentence")]
    assert held == [f"'{text}"] * 5 + [f"'{text} attacked."]
    assert row["trigger"] == f"'{text[0]}"
    assert row["score"] == "-9.0"
    assert not [cell for name, cell in row.items() if name != "score" and cell.startswith(tables.FORMULA)]


@pytest.mark.parametrize("value", ["a=1", "1-2", "", " =1", None, -3.5, -1, "é"])
def test_tables_harmless_leaves_the_rest_alone(value):
    """A cell that no spreadsheet would run is as it was."""
    assert tables.harmless(value) == value


@pytest.mark.parametrize(
    "text",
    [
        'He said: "no, never",\nthen\r\nleft; Ünïcödé 🇫🇷.',
        "Two\nlines.",
        "Old\rline end.",
        " blanks ",
        "a\\b",
    ],
)
def test_tables_csv_keeps_text_to_the_last_character(tmp_path, text):
    """A text with commas, quotes, line ends of any kind and any script is one cell, read back as it was."""
    shard(tmp_path, report(words=text))
    (row,) = rows(tmp_path)
    assert row["sentence"] == text
    assert list(row) == list(tables.COLUMNS)


def test_tables_csv_leaves_its_stream_open(tmp_path):
    """The stream is its owner's to close: more can be written to it."""
    shard(tmp_path, report())
    out = io.BytesIO()
    tables.csv(indexed(tmp_path), out)
    out.write(b"more")
    assert out.getvalue().endswith(b"xx-1\r\nmore")


def test_tables_parquet_is_the_table_of_claims(tmp_path):
    """Parquet has the columns of the index's claims, nested as they are, and every row."""
    of = document(**FILLED)
    shard(tmp_path, reading(of, full(of)), report("b", reality=Reality.FUTURE))
    (tmp_path / "claims.parquet").write_bytes(written(tmp_path, "parquet"))
    with duckdb.connect() as database:
        cursor = database.execute("SELECT * FROM read_parquet(?) ORDER BY id", [str(tmp_path / "claims.parquet")])
        names, found = [column[0] for column in cursor.description], cursor.fetchall()
    expected = indexed(tmp_path).rows("FROM claims ORDER BY id")
    assert [dict(zip(names, row, strict=True)) for row in found] == expected
    assert set(Claim.__struct_fields__) < set(names)
    assert Stance.DOUBTS in [row["attribution"] and row["attribution"]["stance"] for row in expected]


@pytest.mark.parametrize("kind", FORMATS)
def test_tables_every_format_has_every_claim_once(tmp_path, kind):
    """Whatever the format, the claims of the newest readings are all there, and no others."""
    shard(tmp_path, report("a"), report("b"))
    shard(tmp_path, report("b", kind="AID", coder="xx-2"), name="b", coded=START + timedelta(days=1), again=True)
    data = written(tmp_path, kind)
    ids = [row[0] for row in asked(tmp_path, "SELECT id FROM claims")]
    gone = report("b").claims[0].id
    assert len(ids) == 2
    if kind == "parquet":
        (tmp_path / "x.parquet").write_bytes(data)
        with duckdb.connect() as database:
            found = database.execute("SELECT id FROM read_parquet(?)", [str(tmp_path / "x.parquet")]).fetchall()
        assert {row[0] for row in found} == set(ids)
    else:
        assert [data.count(f'{one}"'.encode()) + data.count(f"{one},".encode()) for one in ids] == [1, 1]
        assert gone.encode() not in data
