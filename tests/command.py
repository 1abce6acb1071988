"""The command line as tests run it: in this process through click's own runner, or in one of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from detente.faces.cli import main

SENTENCE = "Russia attacked Ukraine on Monday."
QUIET = "Kenya and Somalia agreed on Monday to resume direct flights."
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
PROGRAM = [sys.executable, "-c", "from detente.faces.cli import main; main()"]


def write(name, content):
    """A file in the test's folder."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def lines(*rows):
    """JSON lines of dictionaries; strings stay as they are."""
    return "".join((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


def run(*arguments, code=None, stdin=None):
    """A command in this process; its exit code must be `code`, and no traceback may escape."""
    result = CliRunner().invoke(main, list(arguments), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert code is None or result.exit_code == code, result.output
    return result


def rows(text):
    """The objects of JSON lines."""
    return [json.loads(line) for line in text.splitlines()]


def refs(text):
    """The inputs' own ids in documents."""
    return [row["ref"] for row in rows(text)]


def process(*arguments, before=(), **options):
    """A command in a process of its own."""
    return subprocess.run(
        [*before, *PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=60, **options
    )


def as_nobody(folder):
    """The words before a command that make it run as one who may not do everything, and who may enter `folder`."""
    for parent in (folder, *folder.parents):  # pytest's own folders are closed to others
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    if os.geteuid() != 0:
        return []
    probe = [*NOBODY, *PROGRAM, "--version"]
    if not shutil.which("setpriv") or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("tests run as root, and setpriv cannot run this Python as nobody")
    return NOBODY
