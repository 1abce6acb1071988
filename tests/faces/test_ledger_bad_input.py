"""Ledgers that are broken, locked, too new, unwritable or none: a message with the cure; the rest is shown, none lost.

Commands that cannot change anything run in this process; those that must be refused by the system in one of nobody.
"""

import fcntl
import json
import os
import shutil
from pathlib import Path

import pytest
from articles import ARTICLES, CLAIMS, digests
from command import SENTENCE, as_nobody, lines, process, rows, run, write

from detente.ledger import store

HEADER, BLOCK = 3 * 4096, 2**18  # of a DuckDB file
READERS = (["relations"], ["relations", "RUS-UKR"], ["sql", "FROM events"], ["export", "csv"], ["ledger", "check"])
WRITERS = (["ingest", "a.txt"], ["judge", "right", "feed", "--by", "me"], ["recode"], ["ledger", "compact"])


@pytest.fixture(autouse=True)
def article(folder):
    """Something to ingest, and no waiting for locks."""
    write("a.txt", SENTENCE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "WAIT", 0.1)
        yield folder / "a.txt"


def table():
    """What `detente relations` shows of the whole ledger."""
    return run("relations", code=0).stdout


@pytest.fixture
def unwritable(ledger):
    """A ledger that may be read but not written, and the words before a command that make that so."""
    before = as_nobody(ledger.parent)
    below = [ledger, *ledger.rglob("*")]
    for path in below:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield before
    for path in below:
        if path.exists():
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_ledger_bad_input_read_only_ledger_is_read(unwritable):
    """A ledger that may not be written is read with its index as it is, without a warning."""
    result = process("relations", before=unwritable)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == table()


@pytest.mark.parametrize("index", ["missing", "garbage"])
def test_ledger_bad_input_read_only_ledger_without_index_is_read(ledger, unwritable, index):
    """Without an index that can be read it is built in memory, with a warning; the figures are the same."""
    whole = table()
    ledger.chmod(0o755)
    (ledger / "detente.duckdb").unlink()
    if index == "garbage":
        write("ledger/detente.duckdb", b"garbage" * 1000)
    ledger.chmod(0o555)
    result = process("relations", before=unwritable)
    assert (result.returncode, result.stdout) == (0, whole)
    assert result.stderr.startswith("warning: ledger: the index cannot be written (")
    assert result.stderr.endswith("); it is built in memory each time\n")


@pytest.mark.parametrize("command", WRITERS[:2], ids=" ".join)
def test_ledger_bad_input_read_only_ledger_is_not_written(ledger, unwritable, command):
    """What writes is refused with a message that names the folder and the cause; nothing changes."""
    before = digests(ledger)
    result = process(*command, before=unwritable)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ledger: Permission denied. What was recorded before is safe. ")
    assert "check its permissions" in result.stderr
    assert digests(ledger) == before


def test_ledger_bad_input_ledger_in_a_read_only_folder_is_a_message(folder, unwritable):
    """A ledger that cannot be made is a message that names it."""
    result = process("ingest", "a.txt", "--ledger", "ledger/new", before=unwritable)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ledger/new: Permission denied.")
    assert not (folder / "ledger/new").exists()


def part(ledger, kind, month="2024-12"):
    """A part of a month."""
    (path,) = (ledger / kind / f"seen={month}").glob("*.parquet")
    return path


DAMAGE = {
    "garbage": lambda data: b"garbage" * 100,  # noqa: ARG005
    "nothing": lambda data: b"",  # noqa: ARG005
    "truncated": lambda data: data[: len(data) // 2],
    "overwritten": lambda data: data[:4] + bytes(len(data) // 2) + data[4 + len(data) // 2 :],
}


@pytest.mark.parametrize(
    ("damage", "kind"), [*((damage, "claims") for damage in DAMAGE), ("truncated", "documents"), ("truncated", "runs")]
)
def test_ledger_bad_input_broken_part_is_left_out(ledger, damage, kind):
    """A part that cannot be read is named in a warning with the cure, and the rest is shown; check returns 1."""
    path = part(ledger, kind)
    path.write_bytes(DAMAGE[damage](path.read_bytes()))
    result = run("relations", code=0)
    assert [line.split()[0] for line in result.stdout.splitlines()[1:]] == ["NOR-PER", "RUS-UKR"]
    name = path.relative_to(ledger.parent).as_posix()
    assert result.stderr.startswith(f"warning: {name}: ")
    assert "; left out. Bring it back from a copy, or remove the parts of that name and ingest" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert f"wrong: {path.relative_to(ledger).as_posix()}: " in run("ledger", "check", code=1).stdout


@pytest.mark.usefixtures("loaded")
def test_ledger_bad_input_broken_part_is_mended_as_the_warning_says(ledger):
    """Its parts removed and its inputs ingested again, a ledger is whole again."""
    whole = table()
    path = part(ledger, "claims")
    path.write_bytes(b"")
    assert table() != whole
    for broken in ledger.glob(f"*/*/{path.name}"):
        broken.unlink()
    assert f"already there: {len(ARTICLES) - 6}" in run("ingest", "articles.jsonl", code=0).stderr
    assert table() == whole
    assert run("ledger", "check", code=0).stderr == ""


@pytest.mark.usefixtures("loaded")
def test_ledger_bad_input_broken_part_stops_no_ingest(ledger):
    """New articles are recorded beside a broken part, which is named."""
    part(ledger, "claims").write_bytes(b"")
    result = run("ingest", "a.txt", "--date", "2025-01-02", code=0)
    assert "1 input: 1 recorded (1 claim)" in result.stderr
    assert "warning: ledger/claims/seen=2024-12/" in result.stderr
    assert "RUS-UKR" in run("relations", "--since", "2024-12-30", code=0).stdout
    assert rows(run("sql", "SELECT count(*) AS n FROM documents", code=0).stdout) == [{"n": 4}]


@pytest.mark.parametrize("content", [None, b"", b"garbage" * 1000], ids=["missing", "empty", "garbage"])
def test_ledger_bad_input_index_is_built_anew(ledger, content):
    """An index that is missing or no index is built anew from the parts, and nothing is said of it."""
    whole = table()
    (ledger / "detente.duckdb").unlink()
    if content is not None:
        write("ledger/detente.duckdb", content)
    result = run("relations", code=0)
    assert (result.stdout, result.stderr) == (whole, "")
    assert (ledger / "detente.duckdb").stat().st_size > 10_000


def test_ledger_bad_input_index_damaged_within_is_no_traceback(ledger):
    """An index of which the disk lost a block is a message or is built anew, whatever is asked."""
    index, whole = ledger / "detente.duckdb", table()
    content = index.read_bytes()
    for start in range(HEADER, len(content), BLOCK):
        index.write_bytes(content[:start] + bytes(BLOCK) + content[start + BLOCK :])
        result = run("relations")
        assert (result.exit_code, result.stdout) in ((0, whole), (2, ""))


@pytest.mark.parametrize("command", READERS, ids=" ".join)
@pytest.mark.parametrize("content", [b"garbage", b"", b"[]", b'{"schema": "x"}', b'{"schema": 1, "parts": "\xff"}'])
def test_ledger_bad_input_broken_manifest_is_a_message(ledger, command, content):
    """A manifest that cannot be read is named with the cure, by whatever reads or writes."""
    (ledger / "manifest.json").write_bytes(content)
    result = run(*command, code=2)
    assert result.stderr.startswith("Error: ledger/manifest.json: ")
    assert "Remove the file: the next `detente ingest` writes it anew from the parts" in result.stderr


@pytest.mark.usefixtures("loaded")
def test_ledger_bad_input_broken_manifest_is_mended_as_the_message_says(ledger):
    """Without its manifest a ledger is read, and the next ingest writes it anew as it was."""
    whole, manifest = table(), (ledger / "manifest.json").read_bytes()
    (ledger / "manifest.json").unlink()
    assert table() == whole
    run("ingest", "articles.jsonl", code=0)
    assert (ledger / "manifest.json").read_bytes() == manifest


@pytest.mark.parametrize("command", [*READERS, *WRITERS], ids=" ".join)
def test_ledger_bad_input_newer_ledger_is_a_message(ledger, command):
    """A ledger of a newer version is left alone: the message names both schemas and the cure."""
    about = json.loads((ledger / "manifest.json").read_bytes())
    write("ledger/manifest.json", json.dumps(about | {"schema": 99}))
    before = digests(ledger)
    result = run(*command, code=2)
    assert result.stderr.startswith("Error: ledger: written by a newer detente (schema 99; this one knows ")
    assert "pip install -U detente" in result.stderr
    assert digests(ledger) == before


@pytest.mark.parametrize("place", ["none", "a.txt", "deep/none", "empty", "a.txt/b"])
@pytest.mark.parametrize("command", [*READERS, ["ledger", "compact"]], ids=" ".join)
def test_ledger_bad_input_no_ledger_is_a_message(folder, command, place):
    """Where there is no ledger, who reads is told so and how to make one; none is made."""
    (folder / "empty").mkdir()
    before = sorted(folder.rglob("*"))
    result = run(*command, "--ledger", place, code=2)
    assert (result.stdout, result.stderr.startswith(f"Error: {place}: no ledger there. ")) == ("", True)
    assert "`detente ingest INPUT...` or `detente demo`" in result.stderr
    assert sorted(folder.rglob("*")) == before


@pytest.mark.parametrize("command", [["judge", "right", "feed", "--by", "me"], ["recode"]], ids=" ".join)
def test_ledger_bad_input_no_ledger_to_change_is_a_message(folder, command):
    """Where there is no ledger, nothing can be judged or coded again, and none is made."""
    assert "Error: none: no ledger there. " in run(*command, "--ledger", "none", code=2).stderr
    assert not (folder / "none").exists()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("a.txt", "Error: a.txt: a file. Name a folder with --ledger"),
        ("a.txt/b", "Error: a.txt/b: Not a directory."),
        (".", "Error: .: a folder with other things in it. Name an empty or a new one"),
        ("photos", "Error: photos: a folder with other things in it. Name an empty or a new one"),
    ],
)
@pytest.mark.parametrize("command", [one for one in WRITERS if one[0] == "ingest"], ids=" ".join)
def test_ledger_bad_input_folder_of_other_things_is_left_alone(folder, command, place, words):
    """What is no ledger is not made one: the message says what it is, and nothing in it changes."""
    write("photos/one.png", b"\0")
    before = digests(folder)
    assert words in run(*command, "--ledger", place, code=2).stderr
    assert digests(folder) == before
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "photos"]


NAMES = ["it's a[1]* été", "seen=2024-11/-x"]


@pytest.mark.parametrize("name", [*NAMES, "x=1/a", "type=2/a"])
def test_ledger_bad_input_folder_of_any_name_is_a_ledger(ledger, name):
    """A ledger may lie in a folder of any name: what DuckDB would read into a name is no matter."""
    whole = table()
    shutil.copytree(ledger, name)
    Path(name, "detente.duckdb").unlink()
    assert run("relations", f"--ledger={name}", code=0).stdout == whole
    claim = rows(run("export", "jsonl", f"--ledger={name}", code=0).stdout)[0]["id"]
    run("judge", "right", claim, "--by", "me", f"--ledger={name}", code=0)
    run("ledger", "compact", f"--ledger={name}", code=0)
    assert f" {CLAIMS} claims, " in run("ledger", "check", f"--ledger={name}", code=0).stdout


@pytest.fixture
def held(ledger):
    """Another process writes to the ledger: its lock is held, and says by whom."""
    with (ledger / "lock").open("a+", encoding="utf8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("process 4711 (detente ingest news.jsonl)")
        file.flush()
        yield ledger


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_ledger_bad_input_locked_ledger_is_not_written(held, command):
    """While another process writes, who wants to write is told which one, and nothing changes."""
    before = digests(held)
    assert run(*command, code=2).stderr == (
        "Error: ledger: process 4711 (detente ingest news.jsonl) is writing to it. "
        "Wait until it is done, or name another folder with --ledger\n"
    )
    assert digests(held) == before


@pytest.mark.parametrize("index", ["fresh", "stale", "missing"])
def test_ledger_bad_input_locked_ledger_is_read(held, index):
    """While another process writes, the ledger is read as it was last published, in memory if it never was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store.index, "build", lambda *_: pytest.fail("an index was built without the lock"))
        whole = table()
        if index == "stale":
            os.utime(part(held, "claims"), (1, 1))
        elif index == "missing":
            (held / "detente.duckdb").unlink()
        before = digests(held)
        result = run("relations", code=0)
    assert (result.stdout, result.stderr) == (whole, "")
    assert digests(held) == before


@pytest.mark.usefixtures("loaded")
def test_ledger_bad_input_old_name_in_the_lock_holds_nobody_up(ledger):
    """What a killed process left in the lock file keeps nobody from writing, and is removed."""
    write("ledger/lock", "process 4711 (detente ingest news.jsonl)")
    assert "1 input: 1 recorded" in run("ingest", "a.txt", code=0).stderr
    assert (ledger / "lock").read_bytes() == b""


@pytest.mark.usefixtures("loaded")
def test_ledger_bad_input_odd_articles_are_kept_as_they_are():
    """Text with characters beyond the plain, dates at the ends of time and odd fields come out as they went in."""
    given = [
        {"id": "😀", "text": "😀 Russia attacked\u2028Ukraine\u0000 on Monday.", "published": "0001-01-01"},
        {"id": "'; DROP TABLE claims; --", "text": SENTENCE, "published": "9999-12-31", "outlet": "a'b\"c\n"},
        {"id": "x" * 10_000, "text": f"e\u0301te\u0301. {SENTENCE}", "url": "http://[broken"},
    ]
    write("odd.jsonl", lines(*(one | {"language": "en"} for one in given)))
    assert "3 inputs: 3 recorded (" in run("ingest", "odd.jsonl", code=0).stderr
    printed = run("sql", "FROM documents", code=0).stdout.removesuffix("\n").split("\n")
    kept = {row["ref"]: row for row in map(json.loads, printed)}
    assert {ref: {name: kept[ref][name] for name in ("text", "published", "outlet", "url")} for ref in kept} == {
        one["id"]: {name: one.get(name) for name in ("text", "published", "outlet", "url")} for one in given
    }
    assert run("ledger", "check", code=0).stdout.endswith(": 0 problems\n")
    assert "RUS-UKR" in table()
