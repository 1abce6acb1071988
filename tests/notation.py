"""The notation of the trigger tables and of examples.jsonl: `ACTORS TYPE[/mode] RECIPIENTS [reality] [hearsay]`."""

REALITIES = {"future", "hypothetical", "negation", "historical"}


def wanted(gives):
    """`RUS:GOV+CHN:GOV TYPE/mode PRK:GOV reality hearsay` as a tuple; an empty side is `-`."""
    actors, kind, recipients, *status = gives.split()
    sides = [frozenset(side.split("+")) - {"-"} for side in (actors, recipients)]
    kind, _, mode = kind.partition("/")
    reality = next((word for word in status if word in REALITIES), "actual")
    return kind, mode or None, sides[0], sides[1], reality, "hearsay" in status


def side(actors, expected):
    """Codes of one side; without the sector where the expected actor has none."""
    bare = {e for e in expected if ":" not in e}
    named = (f"{a.code or '?'}:{a.sector}" if (a.code or "?") not in bare else a.code or "?" for a in actors)
    return frozenset(named)


def written(claim):
    """A claim in the same notation."""
    sides = [
        "+".join(f"{a.code or '?'}:{a.sector}" for a in actors) or "-" for actors in (claim.actor, claim.recipient)
    ]
    kind = claim.type + (f"/{claim.mode}" if claim.mode else "")
    reality = "" if claim.reality.value == "actual" else f" {claim.reality.value}"
    return f"{sides[0]} {kind} {sides[1]}{reality}{' hearsay' if claim.hearsay else ''}"
