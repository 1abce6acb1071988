"""Killed at any moment, or out of disk: nothing that was finished is lost, the same command again finishes the rest.

The commands run in processes that are forked from this one, which has the parsers loaded already.
"""

import os
import random
import resource
import signal
import time

import pytest
from command import lines, run, write

from detente.faces import keeping
from detente.faces.cli import main
from detente.ledger import check
from detente.ledger.store import Ledger

PLACES = ("Kenya", "Somalia", "Norway", "Peru", "Ghana", "Japan", "Brazil", "Chad")
TIMES = 20  # a different moment each
SHARD = "6"


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
    finally:
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
    """A ledger that nobody disturbed, with the seconds that `ingest` and `compact` took."""
    pipeline.code_text("Kenya condemned Peru.", language="en")
    folder = tmp_path_factory.mktemp("undisturbed") / "ledger"
    seconds = {}
    for command in (["ingest", source], ["compact"]):
        began = time.perf_counter()
        assert finish(forked(pipeline, *_with(command, folder))) in (0, 1)
        seconds[command[0]] = time.perf_counter() - began
    return folder, seconds


def _with(command, folder):
    return [*(["ledger"] if command == ["compact"] else []), *command, "--ledger", str(folder)]


@pytest.mark.parametrize("moment", range(TIMES))
def test_crash_killed_command_given_again_makes_the_same_ledger(pipeline, source, undisturbed, tmp_path, moment):
    """Ingest and compact killed at random moments and given again: the exported claims are those of an undisturbed run.

    What a reader saw after the kill is still there in the end, and `ledger check` finds nothing wrong at any time.
    """
    whole, seconds = undisturbed
    dice, folder = random.Random(moment), tmp_path / "ledger"
    for command in (["ingest", source], ["compact"]):
        killed(forked(pipeline, *_with(command, folder)), dice.uniform(0, seconds[command[0]]))
        before, problems = recorded(folder)
        assert problems == []
        assert finish(forked(pipeline, *_with(command, folder))) in (0, 1)
        after, problems = recorded(folder)
        assert problems == []
        assert before <= after
        assert exported(folder) == exported(whole)
    months = {path.parent for path in folder.glob("claims/seen=*/*.parquet")}
    assert len(list(folder.glob("claims/seen=*/*.parquet"))) == len(months)
    assert (folder / "rejects.jsonl").read_bytes() == (whole / "rejects.jsonl").read_bytes()
