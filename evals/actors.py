"""Who is meant, in the format of ../shared/eval/score_actors.py.

    python evals/actors.py IN.jsonl -o OUT.jsonl

IN: {"id", "text": the mention, "context": the text around it or "", "date", "language"}. OUT: {"id", "code", "sector"}.
"""

import sys

from reading import Row, prepare, run

from detente.pipeline import Pipeline


def answer(pipeline: Pipeline, row: Row) -> Row:
    """The actor of one mention, read in its context if that holds it, else alone."""
    mention, text = row["text"], row.get("context") or ""
    start = text.find(mention)
    if start < 0:
        text, start = mention, 0
    _, context = prepare(pipeline, text, row.get("language", "en"), row.get("date"))
    inside = [t for t in context.doc.tokens if start <= t.start < start + len(mention)]
    heads = [t for t in inside if t.is_root or t.head not in inside]
    parties = [p for head in heads for p in context.resolver.parties(head) or context.resolver.reach(head)]
    found = next((p.actor for p in parties if p.actor.code), parties[0].actor if parties else None)
    return {"id": row["id"], "code": found and found.code, "sector": found and found.sector}


if __name__ == "__main__":
    sys.exit(run(__doc__, answer))
