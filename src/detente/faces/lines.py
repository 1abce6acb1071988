"""Claims as lines that a person reads."""

from detente.records import Actor, Claim, Document, Precision

WIDEST = 160  # characters of the sentence shown


def claim_lines(claim: Claim, document: Document) -> str:
    """One claim: who did what to whom, how real, who says so; below it the sentence with the trigger in [ ]."""
    parts = [" + ".join(map(actor, claim.actor)) or "?", kind(claim)]
    if claim.recipient:
        parts.append("-> " + " + ".join(map(actor, claim.recipient)))
    line = f"{document.ref}: {'  '.join(parts)}  ({status(claim)})"
    return f"{line}\n    {shown(claim, claim.sentence.of(document.text))}\n"


def actor(who: Actor) -> str:
    """`RUS:GOV`, or the words of an actor that could not be resolved."""
    if who.code is None:
        return f'"{who.text}"' + (f":{who.sector}" if who.sector else "")
    return f"{who.code}:{who.sector}" if who.sector else who.code


def kind(claim: Claim) -> str:
    """Type and mode."""
    return f"{claim.type}/{claim.mode}" if claim.mode else claim.type


def status(claim: Claim) -> str:
    """Reality, hearsay, certainty, date, speaker."""
    parts = [claim.reality.value + (", hearsay" if claim.hearsay else ""), f"certainty {claim.certainty:.2f}"]
    if claim.when.start and claim.when.precision is not Precision.PUBLISHED:
        start, end = claim.when.start, claim.when.end
        parts.append(f"{start}" if start == end else f"{start} to {end}")
    if claim.attribution:
        said = claim.attribution
        who = actor(said.speaker) if said.speaker and said.speaker.code else f'"{said.text}"'
        parts.append(f"says {who}" if said.stance == "asserts" else f"{said.stance.value}: {who}")
    return "; ".join(parts)


def shown(claim: Claim, sentence: str) -> str:
    """The claim's sentence with the trigger in brackets, shortened around it."""
    start, end = (place - claim.sentence.start for place in claim.trigger)
    before, word, after = sentence[:start], f"[{sentence[start:end]}]", sentence[end:]
    room = WIDEST - len(word)
    if len(before) + len(after) > room:
        left = min(len(before), max(room // 2, room - len(after)))
        right = room - left
        before = before if left >= len(before) else "…" + before[len(before) - left :]
        after = after if right >= len(after) else after[:right] + "…"
    return (before + word + after).replace("\n", " ")
