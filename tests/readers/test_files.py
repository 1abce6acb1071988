"""Files: every format gives its items in order, and a bad part of a file costs nothing but itself."""

import csv
import io
import json
import os
import re
import sys
from datetime import date

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import UsageError
from detente.readers import Item
from detente.readers.files import LONGEST, SUFFIXES, read
from detente.records import Reject

SENTENCE = "Russia attacked Ukraine on Monday."
PAGE = f"<html><body><p>{SENTENCE}</p></body></html>"
LINE = json.dumps({"id": "a", "text": SENTENCE})
# Half of a surrogate pair is no text, and a file with a NUL byte is rejected as binary before anything is read.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.text(CHARACTERS)
FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its path as a source."""

    def write(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def parquet(tmp_path):
    """Writes the rows of an SQL query as Parquet and gives the path."""

    def write(query, name="rows.parquet"):
        path = tmp_path / name
        with duckdb.connect() as connection:
            connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
        return str(path)

    return write


def only(source):
    """The single thing that a source gives."""
    (found,) = read(source)
    return found


def reasons(source):
    """What a source gives, rejects by their reason and items by their id."""
    return [found.reason if isinstance(found, Reject) else found.ref for found in read(source)]


@pytest.mark.parametrize(
    ("name", "content", "body"),
    [
        ("a.txt", SENTENCE, SENTENCE),
        ("a.md", SENTENCE, SENTENCE),
        ("A.TXT", SENTENCE, SENTENCE),
        ("a.html", PAGE, PAGE.encode()),
        ("a.htm", SENTENCE, SENTENCE.encode()),
        ("a.jsonl", LINE, SENTENCE),
        ("a.csv", f"text\n{SENTENCE}\n", SENTENCE),
        ("a.tsv", f"id\ttext\n1\t{SENTENCE}\n", SENTENCE),
        ("noname", SENTENCE, SENTENCE),
        ("noname", f"\n {PAGE}", f"\n {PAGE}".encode()),
        ("page.php", PAGE, PAGE.encode()),
        ("lines.log", LINE, SENTENCE),
        ("bom.txt", b"\xef\xbb\xbf" + SENTENCE.encode(), SENTENCE),
        ("bom.jsonl", b"\xef\xbb\xbf" + LINE.encode(), SENTENCE),
        ("bom.csv", b"\xef\xbb\xbftext\n" + SENTENCE.encode(), SENTENCE),
    ],
)
def test_files_format_is_told_by_suffix_or_content(file, name, content, body):
    """The suffix tells the format, or the first character where it tells nothing; a byte order mark is no text."""
    assert only(file(name, content)).body == body


@pytest.mark.parametrize(("name", "as_is"), [("a.txt", False), ("a.jsonl", True)])
def test_files_text_of_a_json_line_is_taken_as_it_stands(file, name, as_is):
    """The text of a JSON line is an article already; a text file may hold page furniture."""
    assert only(file(name, LINE)).as_is is as_is


def test_files_fields_of_a_line_are_kept(file):
    """A JSON line's fields come through, other keys and empty ones are ignored, numbers become text."""
    row = {
        "id": 7,
        "text": "t",
        "title": "T",
        "published": 20241105,
        "language": "fr",
        "outlet": "",
        "url": None,
        "x": 1,
    }
    source = file("a.jsonl", json.dumps(row))
    assert only(source) == Item(
        ref="7", where=f"{source}:1", body="t", as_is=True, title="T", published="20241105", language="fr"
    )


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_files_row_without_id_is_named_by_its_line(file, name):
    """An input without an id of its own is called by its file and line."""
    content = '\n{"text": "t", "id": ""}\n{"text": "u"}\n' if name == "a.jsonl" else 'id,text\n,t\n"",u\n'
    source = file(name, content)
    assert [item.ref for item in read(source)] == [f"{source}:2", f"{source}:3"]


@FILE
@given(rows=st.lists(st.tuples(TEXT.filter(bool), TEXT), min_size=1))
def test_files_json_lines_round_trip(file, rows):
    """Whatever text is written as JSON lines is read back to the last character, in order."""
    lines = [json.dumps({"id": ref, "text": text}, ensure_ascii=False) for ref, text in rows]
    assert [(item.ref, item.body) for item in read(file("a.jsonl", "\n".join(lines)))] == rows


@FILE
@given(
    rows=st.lists(st.tuples(TEXT.filter(bool), TEXT), min_size=1),
    delimiter=st.sampled_from([",", ";", "\t"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_files_csv_round_trip(file, rows, delimiter, end):
    """Whatever text is written as CSV is read back to the last character, line ends within quotes included."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("id", "text"), *rows])
    assert [(item.ref, item.body) for item in read(file("a.csv", out.getvalue()))] == rows


def test_files_parquet_rows_are_items(parquet):
    """Parquet rows come in order, with dates as days and other columns ignored."""
    source = parquet(
        "SELECT i AS id, 'text ' || i AS text, DATE '2024-11-05' AS published, 1 AS x FROM range(2500) t(i)"
    )
    items = list(read(source))
    assert [item.ref for item in items] == [str(i) for i in range(2500)]
    assert items[-1].body == "text 2499"
    assert date.fromisoformat(items[0].published) == date(2024, 11, 5)


def test_files_parquet_null_text_is_a_reject_of_its_own(parquet):
    """A Parquet row without text is rejected by its number, the others are kept."""
    source = parquet("SELECT * FROM (VALUES ('a', 't'), ('b', NULL), ('c', 'u')) v(id, text)")
    assert reasons(source) == ["a", "no_text", "c"]


@pytest.mark.parametrize(
    ("name", "content", "reason", "words"),
    [
        ("a.txt", b"", "empty", "give a file with text"),
        ("a.jsonl", b"\n \n\t\n", "empty", "nothing"),
        ("a.csv", b"", "empty", "nothing"),
        ("a.txt", b"\xef\xbb\xbf", "empty", "nothing"),
        ("a.txt", bytes(range(256)), "binary", "Parquet"),
        ("a.pdf", b"%PDF-1.4\n\0\1\2", "binary", "give text"),
        ("a.html", "<html>".encode("utf-16"), "binary", "give text"),
        ("a.txt", "Un été à Évian.".encode("latin1"), "encoding", "0xe9 at offset 3.*iconv"),
        ("a.csv", b"id,body\n1,t\n", "no_text", "no column text among id, body"),
        ("a.parquet", b"", "bad_parquet", "is it a Parquet file"),
        ("a.parquet", b"PAR1 and then nothing of the kind PAR1", "bad_parquet", "is it a Parquet file"),
        ("a.parquet", b"id,text\n1,t\n", "bad_parquet", "is it a Parquet file"),
    ],
)
def test_files_bad_file_is_a_reject(file, name, content, reason, words):
    """A file that cannot be read is one reject with its path, the reason and what to do."""
    source = file(name, content)
    found = only(source)
    assert isinstance(found, Reject)
    assert (found.ref, found.where, found.reason) == (source, source, reason)
    assert re.search(words, found.message)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "b"}', "no_text"),
        ('{"id": "b", "text": null}', "no_text"),
        ('{"id": "b", "text": 3}', "no_text"),
        ('{"id": "b", "text": ["t"]}', "no_text"),
        ('["b", "text"]', "bad_json"),
        ("text", "bad_json"),
        ("3", "bad_json"),
        ('{"id": "b", "text": "t"', "bad_json"),
        ('{"id": "b", "text": "t"} {}', "bad_json"),
        ('{"text": "\\ud800"}', "bad_json"),
        ('{"text": ' + "[" * 100_000, "bad_json"),
        (b'{"text": "\xe9"}', "encoding"),
        (b'{"text": "' + b"x" * LONGEST + b'"}', "too_long"),
    ],
    ids=[
        "absent",
        "null",
        "number",
        "list",
        "array",
        "word",
        "digit",
        "cut",
        "two",
        "surrogate",
        "deep",
        "latin1",
        "long",
    ],
)
def test_files_bad_json_line_costs_only_itself(file, line, reason):
    """A JSON line that cannot be read is a reject with its line number; the lines around it are kept."""
    line = line if isinstance(line, bytes) else line.encode()
    source = file("a.jsonl", b"\n".join([LINE.encode(), line, b'{"id": "z", "text": "u"}']))
    before, found, after = read(source)
    assert (before.ref, after.ref) == ("a", "z")
    assert (found.where, found.reason) == (f"{source}:2", reason)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"b", "no_text"),
        (b"b,Tokyo protested, then it rained", "bad_csv"),
        (b"b,caf\xe9", "encoding"),
        (b'b,"open" quote', "bad_csv"),
    ],
    ids=["short", "comma", "latin1", "quote"],
)
def test_files_bad_csv_row_costs_only_itself(file, row, reason):
    """A CSV row that cannot be read is a reject with its line number; the rows around it are kept, no text is cut."""
    source = file("a.csv", b"\n".join([b"id,text", b"a,t", row, b"z,u", b""]))
    assert reasons(source) == ["a", reason, "z"]
    assert list(read(source))[1].where == f"{source}:3"


def test_files_open_csv_quote_swallows_nothing_in_silence(file):
    """A quote that is never closed is a reject: the rows behind it must not become part of an article."""
    found = list(read(file("a.csv", 'id,text\na,t\nb,"open\nc,u\nd,v\n')))
    assert [item.ref for item in found if isinstance(item, Item)][:1] == ["a"]
    assert "bad_csv" in [item.reason for item in found if isinstance(item, Reject)]
    assert not [item for item in found if isinstance(item, Item) and "c,u" in item.body]


def test_files_text_beyond_the_limit_is_a_reject(file):
    """A text file larger than any article is refused with the limit, not held in memory twice."""
    found = only(file("a.txt", b"x" * (LONGEST + 1)))
    assert found.reason == "too_long"
    assert f"{LONGEST:,}" in found.message


def test_files_directory_gives_known_files_in_order(file, tmp_path):
    """A directory stands for the files of known suffix below it, in a fixed order; others are left alone."""
    for name in ("b.txt", "a/c.html", "a.txt", "skip.png", "a/deep/d.jsonl"):
        file(name, LINE)
    names = [os.path.relpath(item.where.removesuffix(":1"), tmp_path) for item in read(str(tmp_path))]
    assert names == ["a/c.html", "a/deep/d.jsonl", "a.txt", "b.txt"]


def test_files_directory_linked_into_itself_is_read_once(file, tmp_path):
    """A link that leads back up does not make the same file many inputs."""
    file("in/a.txt", SENTENCE)
    (tmp_path / "in/again").symlink_to(tmp_path / "in")
    assert len(list(read(str(tmp_path / "in")))) == 1


def test_files_dangling_link_in_a_directory_is_a_reject(file, tmp_path):
    """A file that is gone when its turn comes is a reject; the others of the directory are kept."""
    kept = file("in/b.txt", SENTENCE)
    (tmp_path / "in/a.txt").symlink_to("nowhere")
    gone, there = read(str(tmp_path / "in"))
    assert (gone.reason, there.ref) == ("unreadable", kept)


def test_files_glob_gives_its_matches_in_order(file, tmp_path):
    """A glob gives what it matches, sorted, `**` at any depth."""
    made = [file(name, SENTENCE) for name in ("a/2.txt", "b/1.txt", "b/3.txt")]
    assert [item.ref for item in read(f"{tmp_path}/**/*.txt")] == made
    assert [item.ref for item in read(f"{tmp_path}/b/[0-2].txt")] == made[1:2]


def test_files_path_beats_pattern(file):
    """A file whose name looks like a pattern is that file."""
    source = file("a[1].txt", SENTENCE)
    assert only(source).ref == source


def test_files_glob_of_a_directory_does_not_vanish(file, tmp_path):
    """A pattern that matches a directory reads the files in it, as the directory's name would."""
    made = file("folder/a.txt", SENTENCE)
    assert [item.ref for item in read(f"{tmp_path}/fold*")] == [made]


@pytest.mark.parametrize("source", ["none.txt", "none/", "*.none", "a.txt/b.txt", "a\0b"])
def test_files_nothing_by_that_name_is_a_usage_error(file, monkeypatch, tmp_path, source):
    """A path or pattern that leads nowhere is the caller's error, and says so with the name."""
    file("a.txt", SENTENCE)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="Check the path"):
        list(read(source))


def test_files_directory_without_readable_files_names_what_is_known(file, tmp_path):
    """A directory in which nothing can be read is answered with the suffixes that can."""
    file("a.png", b"\0")
    with pytest.raises(UsageError, match="no readable file") as caught:
        list(read(str(tmp_path)))
    assert all(suffix in str(caught.value) for suffix in SUFFIXES)


class Dribble(io.RawIOBase):
    """A pipe whose writer flushes each piece by itself."""

    def __init__(self, *pieces):
        self.pieces = list(pieces)

    def readable(self):
        return True

    def readinto(self, buffer):
        piece = self.pieces.pop(0) if self.pieces else b""
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.mark.parametrize(
    ("pieces", "refs"),
    [
        ([LINE.encode() + b"\n", b'{"id": "b", "text": "u"}\n'], ["a", "b"]),
        ([b"\n", LINE.encode()], ["a"]),
        ([SENTENCE.encode()], ["stdin"]),
        ([b""], ["empty"]),
    ],
    ids=["lines", "blank-first", "text", "nothing"],
)
def test_files_standard_input_is_read_to_its_end(monkeypatch, pieces, refs):
    """`-` is standard input, told by its content, however slowly it comes."""
    stream = io.TextIOWrapper(io.BufferedReader(Dribble(*pieces)))
    monkeypatch.setattr(sys, "stdin", stream)
    assert reasons("-") == refs
