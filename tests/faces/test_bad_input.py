"""Bad input through the real command: a message or a reject with its reason, nothing else lost, exit code 1 or 2."""

import os
from pathlib import Path

import pytest
from command import QUIET, as_nobody, lines, process, refs, run, write

BAD = {
    "empty file": (b"", "x.txt", "empty"),
    "blank file": (b" \n\n", "x.txt", "empty"),
    "binary file": (bytes(range(256)) * 40, "x.txt", "binary"),
    "binary without suffix": (b"\x7fELF\0\0", "x", "binary"),
    "invalid UTF-8": (b"Un \xe9t\xe9 \xe0 \xc9vian.", "x.txt", "encoding"),
    "invalid UTF-8 line": (b'{"text": "\xe9"}\n', "x.jsonl", "encoding"),
    "50 MB single line": (b"word " * 10_000_000, "x.txt", "too_long"),
    "50 MB JSON line": (b'{"text": "' + b"word " * 10_000_000 + b'"}', "x.jsonl", "too_long"),
    "50 MB line of no JSON": (b"{" * 50_000_000, "x.jsonl", "bad_json"),
    "50 MB CSV cell": (b"text\n" + b"word " * 10_000_000, "x.csv", "too_long"),
    "HTML without text": (b"<html><head><title>T</title></head><body><img src='a'></body></html>", "x.html", "no_text"),
    "page furniture only": (b"Photo / RTS\nLeave a comment\n", "x.txt", "empty"),
    "JSON line without text": (b'{"id": "x", "title": "T"}\n', "x.jsonl", "no_text"),
    "JSON line with blank text": (b'{"id": "x", "text": " "}\n', "x.jsonl", "empty"),
    "no such date": (b'{"text": "T.", "published": "2024-13-45"}\n', "x.jsonl", "bad_date"),
    "no such date in CSV": (b"text,published\nT.,2024-13-45\n", "x.csv", "bad_date"),
    "CSV without text": (b"id,body\n1,T.\n", "x.csv", "no_text"),
    "CSV with an open quote": (b'id,text\n1,"T.\n2,U.\n', "x.csv", "bad_csv"),
    "CSV with a cell too many": (b"id,text\n1,Tokyo protested, then it rained.\n", "x.csv", "bad_csv"),
    "malformed Parquet": (b"PAR1 and nothing of the kind", "x.parquet", "bad_parquet"),
    "deep JSON": (b'{"text": ' + b"[" * 200_000 + b"\n", "x.jsonl", "bad_json"),
}


@pytest.mark.parametrize("bad", BAD)
def test_bad_input_read_bad_input_loses_nothing_else(bad):
    """A bad input between good ones is one reject with its reason; the good ones come out in order; 1 is returned."""
    content, name, reason = BAD[bad]
    write(name, content)
    write("a.txt", QUIET)
    write("z.jsonl", lines({"id": "z", "text": QUIET}))
    result = run("read", "a.txt", name, "z.jsonl", "--language", "en", code=1)
    assert refs(result.stdout) == ["a.txt", "z"]
    assert result.stderr.splitlines()[-1] == f"3 inputs: 2 read; 1 rejected ({reason} 1)"
    message = result.stderr.splitlines()[0]
    assert message.startswith(f"rejected {name}")
    assert f": {reason}: " in message


@pytest.mark.parametrize("bad", ["empty file", "invalid UTF-8", "malformed Parquet", "no such date"])
def test_bad_input_read_reject_is_one_line(bad):
    """A reject on standard error is one line, so that a person can count them and a program can grep."""
    content, name, _ = BAD[bad]
    write(name, content)
    assert len(run("read", name, code=1).stderr.splitlines()) == 2


def test_bad_input_read_odd_address_is_no_traceback():
    """An address that is none costs no article and stops no run."""
    write("a.jsonl", lines({"id": "a", "text": QUIET, "url": "http://[broken"}, {"id": "b", "text": QUIET}))
    assert "b" in refs(run("read", "a.jsonl").stdout)


def test_bad_input_read_file_name_that_is_no_text_is_no_traceback(folder):
    """A file whose name is not UTF-8 is read or rejected; it stops no run."""
    try:
        (folder / os.fsdecode(b"in/x\xff.txt")).parent.mkdir()
        Path(os.fsdecode(b"in/x\xff.txt")).write_text(QUIET, encoding="utf8")
    except OSError as error:
        pytest.skip(f"this file system takes no such name: {error}")
    write("in/z.txt", QUIET)
    result = process("read", "in")
    assert result.returncode in (0, 1)
    assert "Traceback" not in result.stderr
    assert "in/z.txt" in refs(result.stdout)
    assert "2 inputs: " in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.txt"], "none.txt: no such file or directory. Check the path"),
        (["a.txt", "none/"], "none/: no such file or directory"),
        (["a.txt/b.txt"], "a.txt/b.txt: no such file or directory"),
        ([""], "no such file or directory"),
        (["*.none"], "*.none: no such file, directory or glob match"),
        (["bare"], "bare: no readable file in it. Known: .txt"),
        (["https://gazette.example/a"], "cannot be fetched yet; save the page"),
        (["a.txt", "--date", "2024-13-45"], "'2024-13-45' is no date; write YYYY-MM-DD"),
        (["a.txt", "--date", "yesterday"], "write YYYY-MM-DD"),
        (["a.txt", "-o", "none/out.jsonl"], "none/out.jsonl: No such file or directory. Name a file"),
        (["a.txt", "-o", "a.txt/out.jsonl"], "Name a file"),
        (["a.txt", "-o", "bare"], "Name a file"),
        (["a.txt", "-o", "."], "Name a file"),
        (["a.txt", "-o", "/"], "Name a file"),
        ([], "Missing argument 'INPUT...'"),
        (["a.txt", "--colour"], "No such option"),
    ],
    ids=lambda value: " ".join(value) or "nothing" if isinstance(value, list) else "",
)
def test_bad_input_wrong_call_is_a_message(arguments, words):
    """A call that is wrong gets a message that says what, where and what to do, prints no document and returns 2."""
    write("a.txt", QUIET)
    write("bare/a.png", b"\0")
    result = run("read", *arguments, code=2)
    assert words in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["read", "code"])
@pytest.mark.parametrize("last", ["bare", "*.none", "none.txt"])
def test_bad_input_wrong_call_leaves_no_file_and_old_output(command, last):
    """A call that fails leaves the output of the last run as it was, and nothing half written beside it."""
    write("a.txt", QUIET)
    write("bare/a.png", b"\0")
    write("out.jsonl", "kept\n")
    run(command, "a.txt", last, "-o", "out.jsonl", code=2)
    assert [path.name for path in sorted(Path().glob("out*"))] == ["out.jsonl"]
    assert Path("out.jsonl").read_text(encoding="utf8") == "kept\n"


@pytest.fixture
def locked(folder):
    """A folder with a file in it that may not be opened, and the words before a command that make that so."""
    write("in/locked/a.txt", QUIET)
    write("in/z.txt", QUIET)
    before = as_nobody(folder)
    Path("in/locked").chmod(0)
    yield before
    Path("in/locked").chmod(0o700)


@pytest.mark.parametrize("inputs", [["in"], ["in/locked", "in/z.txt"], ["in/z.txt", "in/locked"]], ids=" ".join)
def test_bad_input_unreadable_directory_loses_nothing_else(locked, inputs):
    """A directory that may not be opened is rejected with its name and the cure; the rest is read."""
    result = process("read", *inputs, before=locked)
    assert "Traceback" not in result.stderr
    assert "in/locked" in result.stderr
    assert "ermission" in result.stderr
    assert refs(result.stdout) == ["in/z.txt"]
    assert result.returncode == 1
    assert "2 inputs: 1 read; 1 rejected (unreadable 1)" in result.stderr


def test_bad_input_unreadable_file_is_a_reject(locked):
    """A file that may not be opened is a reject with the cure; the others are read."""
    Path("in/locked").chmod(0o755)
    Path("in/locked/a.txt").chmod(0)
    result = process("read", "in", before=locked)
    assert (result.returncode, refs(result.stdout)) == (1, ["in/z.txt"])
    assert "rejected in/locked/a.txt: unreadable: Permission denied; check " in result.stderr


def test_bad_input_unwritable_output_is_a_message(locked):
    """An output in a folder that may not be written is told before anything is read, with the folder's file."""
    result = process("read", "in/z.txt", "-o", "in/locked/out.jsonl", before=locked)
    assert (result.returncode, result.stdout) == (2, "")
    assert "in/locked/out.jsonl: Permission denied. Name a file in a folder that can be written" in result.stderr
