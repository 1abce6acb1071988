"""The quality gate: the coder on our own gold sentences, both halves, against floors.json.

    python evals/gate.py                 print the figures, exit code 1 below a floor or where gold and floors disagree
    python evals/gate.py --pin REASON    write floors.json anew: measured figure minus two standard errors

`tuned` sentences were looked at while rules were written, `blind` ones were written before the rules and never looked
at. Figures, per language and half: `type` (F1 of event types), `triples` (F1 of type + actor codes + recipient codes),
`sectors` (triples with sectors), `reality`, `hearsay` and `speaker` (accuracy on claims whose type is found), `quiet`
(share of the sentences without claims in which none is found).
"""

import argparse
import hashlib
import json
import random
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from statistics import stdev
from typing import Any

import gold

from detente.pipeline import Pipeline
from detente.records import Actor, Claim

FLOORS = Path(__file__).parent / "floors.json"
RESAMPLES = 400
PAIRS = ("type", "triples", "sectors")  # figures that are F1, kept as (right, found, expected)
SHARES = ("reality", "hearsay", "speaker", "quiet")  # figures that are shares, kept as (right, of)

Counts = dict[str, tuple[int, ...]]


def digest() -> str:
    """One hash over all gold files."""
    joined = b"".join(path.name.encode() + path.read_bytes() for path in gold.files())
    return hashlib.sha256(joined).hexdigest()


def measure() -> dict[str, list[Counts]]:
    """Counts for each sentence, by `fr.blind` and so on."""
    pipeline = Pipeline()
    found: dict[str, list[Counts]] = defaultdict(list)
    for sentence in gold.load():
        published = date.fromisoformat(sentence.published) if sentence.published else None
        reading = pipeline.code_text(sentence.text, published=published, language=sentence.language)
        found[f"{sentence.language}.{sentence.half}"].append(compare(reading.claims, sentence.claims))
    return dict(found)


def compare(claims: tuple[Claim, ...], expected: tuple[dict[str, Any], ...]) -> Counts:
    """The counts of one sentence."""
    counts: Counts = {}
    keys = {
        "type": ([c.type for c in claims], [e["type"] for e in expected]),
        "triples": ([_triple(c, sectors=False) for c in claims], [_wanted(e, sectors=False) for e in expected]),
        "sectors": ([_triple(c, sectors=True) for c in claims], [_wanted(e, sectors=True) for e in expected]),
    }
    for name, (mine, theirs) in keys.items():
        right = sum((Counter(map(str, mine)) & Counter(map(str, theirs))).values())
        counts[name] = (right, len(mine), len(theirs))
    pairs = list(_pairs(claims, expected))
    counts["reality"] = (sum(c.reality == e["reality"] for c, e in pairs), len(pairs))
    counts["hearsay"] = (sum(c.hearsay == e["hearsay"] for c, e in pairs), len(pairs))
    counts["speaker"] = (sum(_speaker(c, e["speaker"]) for c, e in pairs), len(pairs))
    counts["quiet"] = (int(not claims), 1) if not expected else (0, 0)
    return counts


def _pairs(claims: tuple[Claim, ...], expected: tuple[dict[str, Any], ...]) -> Any:  # noqa: ANN401
    """Claims and gold of one type, those with the same parties first."""
    left = list(expected)
    for same_parties in (True, False):
        for claim in claims:
            for wanted in left:
                if claim.type == wanted["type"] and (
                    not same_parties or _triple(claim, sectors=False) == _wanted(wanted, sectors=False)
                ):
                    left.remove(wanted)
                    yield claim, wanted
                    claims = tuple(c for c in claims if c is not claim)
                    break


def _code(actor: Actor, *, sectors: bool) -> str:
    code = actor.code or "?"
    return f"{code}:{actor.sector}" if sectors else code


def _triple(claim: Claim, *, sectors: bool) -> tuple[str, list[str], list[str]]:
    sides = [sorted({_code(a, sectors=sectors) for a in side}) for side in (claim.actor, claim.recipient)]
    return claim.type, sides[0], sides[1]


def _wanted(wanted: dict[str, Any], *, sectors: bool) -> tuple[str, list[str], list[str]]:
    sides = [sorted({a if sectors else a.split(":")[0] for a in wanted[s]}) for s in ("actor", "recipient")]
    return wanted["type"], sides[0], sides[1]


def _speaker(claim: Claim, wanted: str | None) -> bool:
    """The right speaker: its code, or words that overlap with those of an unnamed one."""
    said = claim.attribution
    if wanted is None or said is None:
        return (wanted is None) == (said is None)
    if said.speaker is not None and said.speaker.code is not None and ":" in wanted:
        return said.speaker.code == wanted.split(":")[0]
    return wanted.lower() in said.text.lower() or said.text.lower() in wanted.lower() != ""


def figures(sentences: list[Counts]) -> dict[str, float]:
    """All figures over some sentences, in percent."""
    out = {}
    for name in (*PAIRS, *SHARES):
        sums = [sum(column) for column in zip(*(s[name] for s in sentences), strict=True)]
        if name in PAIRS:
            out[name] = 200 * sums[0] / max(sums[1] + sums[2], 1)
        else:
            out[name] = 100 * sums[0] / max(sums[1], 1)
    return out


def errors(sentences: list[Counts]) -> dict[str, float]:
    """Standard errors of the figures, by resampling sentences."""
    rng = random.Random(0)
    drawn = [figures(rng.choices(sentences, k=len(sentences))) for _ in range(RESAMPLES)]
    return {name: stdev(d[name] for d in drawn) for name in drawn[0]}


def main() -> int:
    """Print, check, and pin if asked to."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pin", metavar="REASON", help="write floors.json: measured minus two standard errors")
    reason = options.parse_args().pin
    measured = measure()
    table = {group: figures(sentences) for group, sentences in sorted(measured.items())}
    names = (*PAIRS, *SHARES)
    print(f"{'':10}" + "".join(f"{name:>10}" for name in names) + f"{'sentences':>11}")
    for group, row in table.items():
        print(f"{group:10}" + "".join(f"{row[name]:10.1f}" for name in names) + f"{len(measured[group]):11}")
    if reason:
        spread = {group: errors(sentences) for group, sentences in measured.items()}
        floors = {g: {n: round(row[n] - 2 * spread[g][n], 1) for n in names} for g, row in table.items()}
        text = json.dumps({"gold": digest(), "reason": reason, "floors": floors}, indent=2)
        FLOORS.write_text(text + "\n", encoding="utf8")
        return 0
    pinned = json.loads(FLOORS.read_text(encoding="utf8"))
    problems = (
        [] if pinned["gold"] == digest() else ["the gold has changed since the floors were pinned: pin them anew"]
    )
    for group, row in pinned["floors"].items():
        for name, floor in row.items():
            if table[group][name] < floor:
                problems.append(f"{group} {name} {table[group][name]:.1f} is below its floor {floor}")
    print("\n".join(f"GATE: {problem}" for problem in problems) or "gate: all figures at or above their floors")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
