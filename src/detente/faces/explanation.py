"""`detente explain`: what one sentence gave, by which rule, and why other words gave nothing."""

from datetime import date

import msgspec

from detente import settings
from detente.documents import Options, document
from detente.errors import InputError, UsageError
from detente.faces import lines
from detente.pipeline import Pipeline
from detente.readers import Item


def explain(text: str, language: str | None, published: date | None, *, as_json: bool) -> str:
    """The explanation as text, or the reading as JSON; UsageError if there is nothing to read."""
    known = settings.read()
    try:
        item = Item(ref="sentence", where="sentence", body=text, as_is=True, language=language)
        made = document(item, Options(published=published, longest=known.longest))
        coder, doc = Pipeline(known).parse(made)
    except InputError as error:
        raise UsageError(f"{error}") from error
    context = coder.prepare(made, doc)
    claims = [claim for sentence in doc.sentences for claim in coder.sentence(context, sentence)]
    if as_json:
        return msgspec.json.format(msgspec.json.encode(claims), indent=2).decode() + "\n"
    out = [f"language {made.language}, coder {coder.name}"]
    out += ["", "Names"]
    out += [f"  {n.span.of(text):<28} {n.code or '-'}  {n.kind}" for n in context.mentions.names] or ["  none"]
    out += ["", "Trigger words"]
    out += [
        f"  {trace.token.text:<28} {trace.row.type} ({trace.row.lemma}, {trace.row.pos})"
        + (f": {trace.why}" if trace.why else "")
        for trace in context.traces
    ] or ["  none: no word of this sentence is in the trigger tables"]
    out += ["", "Who says so"]
    for found in context.attributions:
        who = lines.actor(found.record.speaker) if found.record.speaker else "?"
        out.append(f'  "{found.record.text}" ({who}) {found.record.cue}: {found.record.stance.value}')
    out += ["  nobody: the text itself"] if not context.attributions else []
    out += ["", "Claims"]
    for claim in claims:
        out.append("  " + lines.claim_lines(claim, made).rstrip().replace("\n", "\n  "))
        out += [f'      {e.rule}: "{e.words}"' for e in claim.evidence]
    out += ["  none"] if not claims else []
    return "\n".join(out) + "\n"
