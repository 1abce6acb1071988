"""The command line as tests run it: in this process through click's own runner, or in one of its own."""

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from detente.faces.cli import main

SENTENCE = "Russia attacked Ukraine on Monday."
QUIET = "Kenya and Somalia agreed on Monday to resume direct flights."
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
