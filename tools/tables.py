r"""The tables that people edit, sorted and in one notation; `--check` says which are not, exit code 1.

    python tools/tables.py [--check]

CSV: rows sorted by all columns (names.csv and furniture.csv, where order means something or rows are cited, as they
stand), \\n at line ends. Trigger TOML: rows sorted by lemma and part of speech, one key a line; of two rows that fit
equally well the first is taken, so rows of one lemma keep their order.
"""

import csv
import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1] / "src/detente"
KEPT = {"furniture.csv", "types.csv", "composition.csv", "realities.csv", "quads.csv"}  # their order is a reading order
KEYS = ("lemma", "pos", "does", "event", "where", "unless", "actor", "recipient", "mode", "mutual", "needs")
LAST = ("example", "gives")


def main() -> int:
    """Write, or check; the exit code."""
    check = "--check" in sys.argv[1:]
    wrong = []
    for path in [*sorted(ROOT.rglob("*.csv")), *sorted(ROOT.glob("languages/*/triggers/*.toml"))]:
        old = path.read_text(encoding="utf8")
        new = table(old, kept=path.name in KEPT) if path.suffix == ".csv" else triggers(old)
        if new != old:
            wrong.append(path.relative_to(ROOT))
            if not check:
                path.write_text(new, encoding="utf8")
    for path in wrong:
        print(f"{path}: {'not normalised; run `make tables`' if check else 'normalised'}")
    return 1 if check and wrong else 0


def table(text: str, *, kept: bool) -> str:
    """A CSV table with sorted, unique rows and as few quotes as needed."""
    header, *rows = csv.reader(io.StringIO(text))
    rows = rows if kept else sorted({tuple(row) for row in rows})
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def triggers(text: str) -> str:
    """A trigger file: its leading comment, [words], rows."""
    data = tomllib.loads(text)
    comment = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        comment.append(line)
    parts = ["\n".join(comment)] if comment else []
    if data.get("words"):
        lists = [f"{name} = {value(words)}" for name, words in data["words"].items()]
        parts.append("\n".join(["[words]", *lists]))
    for kind in ("trigger", "operator"):
        rows = sorted(data.get(kind, ()), key=lambda r: (r["lemma"], r["pos"]))
        parts += [f"[[{kind}]]\n" + "\n".join(lines(row)) for row in rows]
    return "\n\n".join(parts) + "\n"


def lines(row: dict[str, Any]) -> list[str]:
    """`key = value` in a fixed order; empty conditions are left out."""
    unknown = sorted(set(row) - {*KEYS, *LAST})
    keys = [k for k in (*KEYS, *unknown, *LAST) if k in row and (row[k] or k not in ("where", "unless", "needs"))]
    return [f"{key} = {value(row[key])}" for key in keys]


def value(given: Any) -> str:  # noqa: ANN401 - any TOML value
    """TOML notation of a string, boolean, list or table."""
    if isinstance(given, dict):
        return "{ " + ", ".join(f"{key(k)} = {value(v)}" for k, v in sorted(given.items())) + " }"
    if isinstance(given, list):
        return "[" + ", ".join(value(v) for v in given) + "]"
    return json.dumps(given, ensure_ascii=False)


def key(name: str) -> str:
    """A bare key where TOML allows it."""
    return name if name.isascii() and name.replace("-", "").replace("_", "").isalnum() else value(name)


if __name__ == "__main__":
    sys.exit(main())
