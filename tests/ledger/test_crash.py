"""Killed at any moment, or out of disk: nothing that was finished is lost, the same command again finishes the rest.

The commands run in processes that are forked from this one, which has the parsers loaded already.
"""

import base64
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import traceback

import pytest
from command import lines, run, write

from detente.faces import keeping
from detente.faces.cli import main
from detente.ledger import check
from detente.ledger import writer as module
from detente.ledger.store import Ledger

PLACES = ("Kenya", "Somalia", "Norway", "Peru", "Ghana", "Japan", "Brazil", "Chad")
TIMES = 20  # a different moment each
SHARD = "6"
ROOM = 3_000_000  # bytes
MOUNT = shutil.which("mount")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Twenty-four short articles of three months, some corrected later under the same address, and a broken one."""
    rows = [
        {
            "id": str(number),
            "text": f"{PLACES[number % 8]} condemned {PLACES[(number + 3) % 8]} on Monday. {PLACES[number % 7]} agreed "
            f"to send {number + 2} doctors to {PLACES[(number + 2) % 7]}, officials said.",
            "published": f"2024-{number % 3 + 1:02}-1{number % 10}",
            "language": "en",
            "url": f"https://gazette.example/{number % 20}",
        }
        for number in range(24)
    ]
    rows.insert(5, {"id": "broken", "text": " ", "language": "en"})
    path = tmp_path_factory.mktemp("source") / "articles.jsonl"
    write(str(path), lines(*rows))
    return str(path)


def forked(pipeline, *arguments, limit=None):
    """Start `detente ...` in a process forked from this one; its number. `limit`: bytes that a file may have."""
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        keeping.Pipeline = lambda _: pipeline  # this copy of the process only
        os.environ["DETENTE_SHARD"] = SHARD
        main(list(arguments))
    except SystemExit as done:
        code = done.code or 0
    except BaseException:  # noqa: BLE001 - a traceback is what the tests look for
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def finish(child):
    """Wait for a process; its exit code, negative if it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def killed(child, seconds):
    """Kill a process after so many seconds, if it still runs; whether it did."""
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return finish(child) == -signal.SIGKILL


def exported(folder):
    """The claims of a ledger as `detente export jsonl` writes them."""
    file = folder.with_suffix(".jsonl")
    run("export", "jsonl", "-o", str(file), "--ledger", str(folder), code=0)
    return file.read_bytes()


def recorded(folder):
    """The documents whose reading stands in a finished part, and the problems of the ledger."""
    if not (folder / "documents").is_dir():
        return set(), []
    with Ledger(folder, pytest.fail).reading() as reader:
        there = {row["id"] for row in reader.rows("SELECT id FROM documents")}
        return there, [*check.files(folder), *check.contents(reader)]


@pytest.fixture(scope="module")
def undisturbed(pipeline, source, tmp_path_factory):
    """A ledger that nobody disturbed, with the seconds that `ingest` and `compact` took and its exported claims."""
    pipeline.code_text("Kenya condemned Peru.", language="en")
    folder = tmp_path_factory.mktemp("undisturbed") / "ledger"
    seconds = {}
    for command in (["ingest", source], ["compact"]):
        began = time.perf_counter()
        assert finish(forked(pipeline, *_with(command, folder))) in (0, 1)
        seconds[command[0]] = time.perf_counter() - began
    return folder, seconds, exported(folder)


def _with(command, folder):
    return [*(["ledger"] if command == ["compact"] else []), *command, "--ledger", str(folder)]


@pytest.mark.parametrize("moment", range(TIMES))
def test_crash_killed_command_given_again_makes_the_same_ledger(pipeline, source, undisturbed, tmp_path, moment):
    """Ingest and compact killed at random moments and given again: the exported claims are those of an undisturbed run.

    What a reader saw after the kill is still there in the end, and `ledger check` finds nothing wrong at any time.
    """
    whole, seconds, claims = undisturbed
    dice, folder = random.Random(moment), tmp_path / "ledger"
    for command in (["ingest", source], ["compact"]):
        killed(forked(pipeline, *_with(command, folder)), dice.uniform(0, seconds[command[0]]))
        before, problems = recorded(folder)
        assert problems == []
        assert finish(forked(pipeline, *_with(command, folder))) in (0, 1)
        after, problems = recorded(folder)
        assert problems == []
        assert before <= after
        assert exported(folder) == claims
    months = {path.parent for path in folder.glob("claims/seen=*/*.parquet")}
    assert len(list(folder.glob("claims/seen=*/*.parquet"))) == len(months)
    assert (folder / "rejects.jsonl").read_bytes() == (whole / "rejects.jsonl").read_bytes()


def test_crash_reader_is_never_blocked_and_sees_whole_readings(pipeline, source, tmp_path, monkeypatch):
    """While `ingest` writes and publishes after every shard, a reader always gets an answer, of one whole state."""
    monkeypatch.setattr(module, "SOONEST", 0.0)
    monkeypatch.setattr(module, "REST", 0.0)
    folder = tmp_path / "ledger"
    with Ledger(folder, pytest.fail).writing(make=True):
        pass
    child = forked(pipeline, *_with(["ingest", source], folder))
    seen, counts = [], "SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM claims) AS claims"
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        with Ledger(folder, pytest.fail).reading() as reader:
            (found,) = reader.rows(counts)
            assert list(check.contents(reader)) == []
        seen.append(found["documents"])
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert len(set(seen)) > 2
    assert len(recorded(folder)[0]) == 24


@pytest.fixture(params=["quota", "tmpfs"])
def full(request, tmp_path):
    """A folder with room for 3 MB, what a file in it may have, and how to make more room."""
    if request.param == "quota":
        yield tmp_path, ROOM, lambda: None
        return
    mount = [MOUNT, "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(tmp_path)]
    if os.geteuid() or not MOUNT or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk here; the quota stands for it")
    yield tmp_path, None, lambda: subprocess.run([MOUNT, "-o", "remount,size=64m", str(tmp_path)], check=True)
    subprocess.run([shutil.which("umount"), str(tmp_path)], check=True)


def test_crash_full_disk_is_a_message_and_nothing_finished_is_lost(pipeline, source, full, tmp_path_factory, capfd):
    """A full disk ends `ingest` with a message that says where and what to do; with room it goes on from there."""
    folder, limit, make_room = full[0] / "ledger", full[1], full[2]
    noise = base64.b85encode(random.Random(1).randbytes(2 * ROOM)).decode()
    article = {"text": "Kenya condemned Peru on Monday.", "published": "2024-02-01", "language": "en"}
    rows = lines({**article, "id": "short"}, {**article, "id": "long", "url": f"https://gazette.example/{noise}"})
    large = write(str(tmp_path_factory.mktemp("large") / "large.jsonl"), rows)
    assert finish(forked(pipeline, *_with(["ingest", source], folder))) == 1
    first, _ = recorded(folder)
    assert len(first) == 24
    capfd.readouterr()
    assert finish(forked(pipeline, *_with(["ingest", large], folder), limit=limit)) == 2
    message = capfd.readouterr().err
    assert f"Error: {folder}: " in message
    assert "What was recorded before is safe. Free space there" in message
    assert "Traceback" not in message
    assert recorded(folder) == (first, [])
    make_room()
    assert finish(forked(pipeline, *_with(["ingest", large], folder))) == 0
    assert len(recorded(folder)[0]) == len(first) + 2
