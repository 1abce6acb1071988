"""How real each marked word is, in the format of ../shared/eval/score_reality.py.

    python evals/reality.py IN.jsonl -o OUT.jsonl

IN: {"id", "tokens": [words], "events": [{"token": index}], "language"?}. OUT: {"id", "events": [{"token", "reality",
"hearsay", "certainty"}]}.
"""

import sys

from reading import Row, prepare, run

from detente.pipeline import Pipeline

# Treebank escapes that some corpora keep, as news prints them.
PRINTED = {"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}


def answer(pipeline: Pipeline, row: Row) -> Row:
    """The status of each marked token of one sentence."""
    words = [PRINTED.get(word, word) for word in row["tokens"]]
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    coder, context = prepare(pipeline, " ".join(words), row.get("language", "en"))
    events = []
    for event in row["events"]:
        start = starts[event["token"]]
        token = next((t for t in context.doc.tokens if t.start <= start < t.end), None)
        if token is not None:
            status = coder.status(context, token)
            found = {"reality": status.reality, "hearsay": status.hearsay, "certainty": status.certainty}
            events.append({"token": event["token"]} | found)
    return {"id": row["id"], "events": events}


if __name__ == "__main__":
    sys.exit(run(__doc__, answer))
