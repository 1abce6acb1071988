"""What in README.md and docs/ comes from running the program, written anew; `--check` only says what has drifted.

    python tools/docs.py [--check]

docs/codebook.md is made from data/ontology, docs/schema.md and docs/schema.json from records.py and the ledger. In
README.md and docs/*.md every ```console block holds `$ command` lines and what they print on a terminal, all in one
folder that holds the sample and nothing else at first; a ```python block that is followed by a ```text block prints
what stands there.
"""

import csv
import os
import pty
import re
import shlex
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import schema

ROOT = Path(__file__).parents[1]
ONTOLOGY = ROOT / "src/detente/data/ontology"
CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
PYTHON = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)


def main() -> int:
    """Write, or check; the exit code."""
    check = "--check" in sys.argv[1:]
    drifted = []
    for path, new in pages():
        old = path.read_text(encoding="utf8") if path.exists() else ""
        if new != old:
            drifted.append(path.relative_to(ROOT))
            if not check:
                path.write_text(new, encoding="utf8")
    for path in drifted:
        print(f"{path}: {'is not what the program prints now; run `make docs`' if check else 'written'}")
    return 1 if check and drifted else 0


def pages() -> list[tuple[Path, str]]:
    """Every page with the text that it should have."""
    made = {ROOT / "docs" / name: text for name, text in (("codebook.md", codebook()), *schema.pages())}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "sample").symlink_to(ROOT / "sample")
        for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
            if path not in made:
                text = CONSOLE.sub(lambda block: console(block[0], place), path.read_text(encoding="utf8"))
                made[path] = PYTHON.sub(lambda block: python(block["code"]), text)
    return list(made.items())


def console(block: str, place: Path) -> str:
    """The commands of a block, each with its output."""
    commands = [line[2:] for line in block.splitlines() if line.startswith("$ ")]
    return "\n".join(f"$ {command}\n{on_terminal(command, place)}" for command in commands)


def python(code: str) -> str:
    """A Python block with its output."""
    call = [sys.executable, "-c", code]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return f"```python\n{code}```\n\n```text\n{done.stdout}```"


def on_terminal(command: str, place: Path) -> str:
    """What `detente …` prints to a terminal's standard output; the summary, with speed and memory, goes elsewhere."""
    program, *arguments = shlex.split(command)
    if program != "detente":
        raise ValueError(f"only detente can be run in a console block, not {program}")
    ours, theirs = pty.openpty()
    call = [sys.executable, "-c", "from detente.faces.cli import main; main()", *arguments]
    plain = {**os.environ, "TERM": "dumb", "COLUMNS": "120"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(call, cwd=place, stdout=theirs, stderr=quiet, env=plain) as process:  # noqa: S603
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux: the other side of the terminal was closed
                break
            if not part:
                break
            parts.append(part)
        process.wait()
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


def rows(name: str) -> list[dict[str, str]]:
    """One table of the ontology."""
    with (ONTOLOGY / f"{name}.csv").open(encoding="utf8", newline="") as lines:
        return list(csv.DictReader(lines))


def codebook() -> str:
    """The ontology as a page."""
    quads = {row["quad"]: row["name"] for row in rows("quads")}
    modes = defaultdict(list)
    for row in rows("modes"):
        modes[row["type"]].append(row)
    out = [
        "# Codebook",
        "",
        "Generated from `src/detente/data/ontology` by `make docs`; PLOVER 2.0.",
        "",
        "## Types",
        "",
    ]
    out += [
        "Mutual says whether several parties act upon each other: always; where they stand alone, without a recipient"
    ]
    out += ["(they fought, they signed); or never (they condemned something together)."]
    for row in rows("types"):
        out += ["", f"### {row['type']}", "", f"{row['meaning']}.", ""]
        out.append(
            f"Quad class {row['quad']} ({quads[row['quad']]}), score {row['score']}, recipient {row['recipient']}, "
            f"mutual {row['mutual']}."
        )
        if modes[row["type"]]:
            out += ["", "| mode | score | meaning |", "|---|---|---|"]
            out += [f"| {m['mode']} | {m['score'] or row['score']} | {m['meaning']} |" for m in modes[row["type"]]]
    for title, name in (
        ("Reality", "realities"),
        ("Contexts", "contexts"),
        ("Sectors", "sectors"),
        ("Entities", "entities"),
    ):
        table = rows(name)
        keys = list(table[0])
        out += ["", f"## {title}", "", "| " + " | ".join(keys) + " |", "|" + "---|" * len(keys)]
        out += ["| " + " | ".join(row[key] or "" for key in keys) + " |" for row in table]
    out += ["", "## Composition", "", "What an operator (*refused to*, *threatened with*) makes of an event."]
    out += ["", "| operator | event | mode | becomes | mode | example |", "|---|---|---|---|---|---|"]
    out += [
        f"| {r['does']} | {r['type'] or 'any'} | {r['mode_of']} | {r['result']} | {r['mode']} | {r['note']} |"
        for r in rows("composition")
    ]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    sys.exit(main())
