"""Lock: one writer at a time, and none left behind by a process that died."""

import os
import subprocess
import sys
import time

import pytest

from detente.errors import LedgerError
from detente.ledger import lock

HOLDER = """
import sys, time
from pathlib import Path
from detente.ledger import lock
sys.argv = ["detente", "ingest", "news/"]
with lock.held(Path({folder!r})):
    print("held", flush=True)
    time.sleep(60)
"""


def said(folder):
    """What stands in the lock's file."""
    return (folder / lock.FILE).read_text(encoding="utf8")


def test_lock_second_holder_is_told_who_holds_it(tmp_path, monkeypatch):
    """Who asks for a lock that is held gets the folder, the process and its command, and what to do."""
    monkeypatch.setattr(sys, "argv", ["/usr/bin/detente", "ingest", "news/"])
    message = rf"process {os.getpid()} \(detente ingest news/\) is writing to it\. Wait until it is done"
    with lock.held(tmp_path):
        for _ in range(2):
            with pytest.raises(lock.BusyError, match=message) as caught, lock.held(tmp_path):
                pytest.fail("two held it")
    assert str(tmp_path) in str(caught.value)
    assert isinstance(caught.value, LedgerError)


def test_lock_is_free_after_use(tmp_path):
    """A lock that was given back can be taken again, and names nobody."""
    for _ in range(2):
        with lock.held(tmp_path):
            assert said(tmp_path).startswith(f"process {os.getpid()} (")
        assert said(tmp_path) == ""


def test_lock_is_free_after_an_error(tmp_path):
    """Whatever happens while it is held, the lock is given back."""
    with pytest.raises(KeyError), lock.held(tmp_path):
        raise KeyError
    with lock.held(tmp_path):
        pass


def test_lock_waits_for_the_other(tmp_path, monkeypatch):
    """Within the time to wait, a lock is taken as soon as the other gives it back."""
    slept = []
    first = lock.held(tmp_path)
    first.__enter__()

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == 3:
            first.__exit__(None, None, None)

    monkeypatch.setattr(time, "sleep", sleep)
    with lock.held(tmp_path, wait=60):
        assert slept == [lock.STEP] * 3


def test_lock_gives_up_after_its_wait(tmp_path):
    """A lock that is not given back within the time to wait is refused, not earlier and not much later."""
    with lock.held(tmp_path):
        began = time.monotonic()
        with pytest.raises(lock.BusyError), lock.held(tmp_path, wait=0.3):
            pass
    assert 0.3 <= time.monotonic() - began < 3


def test_lock_dies_with_its_process(tmp_path):
    """A process that is killed with -9 leaves no lock behind, and what it wrote of itself misleads nobody."""
    script = HOLDER.format(folder=str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout.readline() == "held\n"
            with (
                pytest.raises(lock.BusyError, match=rf"process {holder.pid} \(detente ingest news/\)"),
                lock.held(tmp_path),
            ):
                pass
        finally:
            holder.kill()
    assert f"process {holder.pid} " in said(tmp_path)
    with lock.held(tmp_path):
        assert said(tmp_path).startswith(f"process {os.getpid()} (")


def test_lock_needs_its_folder(tmp_path):
    """A lock in a folder that is not there is an error of the disk; no folder is made."""
    with pytest.raises(OSError, match="No such file"), lock.held(tmp_path / "none"):
        pass
    assert list(tmp_path.iterdir()) == []
