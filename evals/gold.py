"""The gold sentences: what stands in evals/gold/*.jsonl, checked against the ontology as it is read.

    python evals/gold.py            check every file, print counts by type, reality and tag

A line: {"id", "language", "published": "2024-11-05" or null, "text", "tags": [...], "claims": [...]}
A claim: {"type", "mode": null or mode, "actor": ["RUS:GOV", ...], "recipient": [...], "reality", "hearsay": bool,
"speaker": null, "USA:GOV" or the words that name an unnamed speaker, "trigger": the words of the text that report it}
A sentence without claims is gold too: nothing may be found in it.
"""

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ONTOLOGY = HERE.parent / "src/detente/data/ontology"
HALVES = ("tuned", "blind")
KEYS = {"type", "mode", "actor", "recipient", "reality", "hearsay", "speaker", "trigger"}


@dataclass(frozen=True)
class Sentence:
    """One gold sentence; `half` and `language` come from the file name (fr_blind.jsonl)."""

    id: str
    half: str
    language: str
    published: str | None
    text: str
    tags: tuple[str, ...]
    claims: tuple[dict[str, Any], ...]


def column(name: str, *keys: str) -> set[Any]:
    """The values of one column (or of several, as tuples) of an ontology table."""
    with (ONTOLOGY / f"{name}.csv").open(encoding="utf8", newline="") as rows:
        return {row[keys[0]] if len(keys) == 1 else tuple(row[k] for k in keys) for row in csv.DictReader(rows)}


def files() -> list[Path]:
    """The gold files in a fixed order."""
    return sorted((HERE / "gold").glob("*.jsonl"))


def load() -> Iterator[Sentence]:
    """Every gold sentence; ValueError names file, line and what is wrong."""
    types, modes = column("types", "type"), column("modes", "type", "mode")
    sectors, realities = column("sectors", "sector"), column("realities", "reality")
    seen: set[str] = set()
    for path in files():
        language, half = path.stem.split("_")
        for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), start=1):
            row = json.loads(line)
            problems = [f"id {row['id']} twice"] if row["id"] in seen else []
            seen.add(row["id"])
            for claim in row["claims"]:
                problems += _problems(claim, row["text"], types, modes, sectors, realities)
            if row["language"] != language or half not in HALVES:
                problems.append(f"language {row['language']} or half {half} does not fit the file name")
            if problems:
                raise ValueError(f"{path.name}:{number}: {'; '.join(problems)}")
            claims = tuple(row["claims"])
            yield Sentence(row["id"], half, language, row["published"], row["text"], tuple(row["tags"]), claims)


def _problems(
    claim: dict[str, Any], text: str, types: set[str], modes: set[Any], sectors: set[str], realities: set[str]
) -> list[str]:
    out = []
    if set(claim) != KEYS:
        return [f"keys {sorted(set(claim) ^ KEYS)} missing or unknown"]
    if claim["type"] not in types:
        out.append(f"unknown type {claim['type']}")
    if claim["mode"] is not None and (claim["type"], claim["mode"]) not in modes:
        out.append(f"mode {claim['mode']} is none of {claim['type']}")
    if claim["reality"] not in realities:
        out.append(f"unknown reality {claim['reality']}")
    if claim["trigger"] not in text:
        out.append(f"trigger {claim['trigger']!r} is not in the text")
    for actor in claim["actor"] + claim["recipient"]:
        code, _, sector = actor.partition(":")
        if not (code == "---" or (len(code) == 3 and code.isupper())) or (sector and sector not in sectors):
            out.append(f"actor {actor!r} is not CODE:SECTOR")
    if not claim["actor"] and not claim["recipient"]:
        out.append("a claim without actor and recipient")
    return out


def main() -> int:
    """Check and count; exit code 1 where a line is wrong."""
    try:
        sentences = list(load())
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    for name, values in (
        ("file", (f"{s.language}_{s.half}" for s in sentences)),
        ("type", (f"{s.language} {c['type']}" for s in sentences for c in s.claims)),
        ("reality", (f"{s.language} {c['reality']}" for s in sentences for c in s.claims)),
        ("tag", (f"{s.language} {tag}" for s in sentences for tag in s.tags)),
    ):
        print(name, dict(sorted(Counter(values).items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
