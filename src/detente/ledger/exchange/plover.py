"""PLOVER JSON lines, as the manual's chapter on the data format names the fields (PLOVER 2.0, table "PLOVER JSON").

One record a claim. Its auxiliary mode (historical, future, hypothetical, negation) stands among the contexts, as the
manual asks. What the format has no field for, who says so, hearsay and certainty, stands in `comment`. The article's
text is left out: the manual keeps that field for those who hold the rights to it.
"""

from collections.abc import Iterable
from typing import Any, BinaryIO

import msgspec

from detente.ledger.reader import Reader, Told
from detente.records import Actor, Reality

CODEBOOK = "plover-2.0"


def write(reader: Reader, out: BinaryIO) -> None:
    """Write one JSON object a line."""
    out.writelines(msgspec.json.encode(record(one, reader.version)) + b"\n" for one in reader.told())


def record(one: Told, version: str) -> dict[str, Any]:
    """One claim as a PLOVER record; `version` is that of the ledger."""
    claim = one.claim
    start = claim.when.start or one.published
    auxiliary = () if claim.reality is Reality.ACTUAL else (claim.reality.value,)
    return {
        "id": claim.id,
        "has_event": True,
        "date": start,
        "enddate": claim.when.end or start,
        "actor": _entities(claim.actor),
        "recipient": _entities(claim.recipient),
        "event": [claim.type],
        "event_text": [one.of(claim.trigger)],
        "quad_code": claim.quad,
        "event_scale": claim.score,
        "mode": [claim.mode] if claim.mode else [],
        "context": [*claim.context, *auxiliary],
        "link": one.event,
        "text": None,
        "text_info": {"start": claim.sentence.start, "end": claim.sentence.end},
        "cite_info": {
            "publication": one.outlet,
            "url": one.url,
            "coder": claim.coder,
            "codebook": CODEBOOK,
            "version": version,
        },
        "coder": claim.coder,
        "comment": _comment(one),
    }


def _entities(actors: Iterable[Actor]) -> list[dict[str, str | None]]:
    return [
        {"code": actor.code, "sector": actor.sector, "entity_text": actor.text, "office": actor.office}
        for actor in actors
    ]


def _comment(one: Told) -> str:
    claim, said = one.claim, one.claim.attribution
    parts = [f"certainty {claim.certainty:.2f}"] + ["hearsay"] * claim.hearsay
    return "; ".join(parts + ([f"{said.stance.value}: {said.text}"] if said else []))
