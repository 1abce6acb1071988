"""One writer at a time. The lock is the operating system's and dies with its process: a kill -9 leaves none behind."""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import LedgerError

FILE = "lock"
STEP = 0.1  # seconds between two tries


class BusyError(LedgerError):
    """Another process writes to the ledger."""


@contextmanager
def held(folder: Path, wait: float = 0.0) -> Iterator[None]:
    """Hold the ledger's lock; BusyError says who else does after `wait` seconds. OSError if the folder is read-only."""
    with (folder / FILE).open("a+", encoding="utf8") as file:
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= until:
                    file.seek(0)
                    who = file.read().strip() or "another process"
                    cure = "Wait until it is done, or name another folder with --ledger"
                    raise BusyError(f"{folder}: {who} is writing to it. {cure}") from error
                time.sleep(STEP)
        file.truncate(0)
        file.write(f"process {os.getpid()} ({' '.join(('detente', *sys.argv[1:]))[:200]})")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)
