"""Who says so, in the format of ../shared/eval/score_attribution.py.

    python evals/attribution.py IN.jsonl -o OUT.jsonl

IN: {"id", "text", "language"?, "date"?, "title"?}. OUT: {"id", "attributions": [{"source", "cue", "content"}]}, each a
list of [start, end] into the text.
"""

import sys

from reading import Row, prepare, run

from detente.pipeline import Pipeline


def answer(pipeline: Pipeline, row: Row) -> Row:
    """All attributions of one text."""
    _, context = prepare(pipeline, row["text"], row.get("language", "en"), row.get("date"), row.get("title"))
    records = [found.record for found in context.attributions]
    spans = [{"source": [r.span] if r.span else [], "cue": [r.cue_span], "content": list(r.content)} for r in records]
    return {"id": row["id"], "attributions": spans}


if __name__ == "__main__":
    sys.exit(run(__doc__, answer))
