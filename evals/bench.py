"""Speed on one core: the whole chain against the parser alone, and the ledger against the whole chain, in the same run.

    python evals/bench.py [--sentences N]

Text is made from the gold sentences of each language, so that everybody measures the same; loading is not counted.
"""

import argparse
import tempfile
import time
from pathlib import Path

import gold

from detente.documents import Options, document
from detente.ledger.store import Ledger
from detente.ledger.writer import Recorded
from detente.pipeline import Pipeline
from detente.readers import Item
from detente.records import Document, Reading

PER_DOCUMENT = 20  # sentences, as in a news article
ROUNDS = 3  # the best of three: what else the machine does only adds time


def documents(language: str, sentences: int) -> list[Document]:
    """News-sized documents of gold sentences, repeated until there are enough."""
    texts = [s.text for s in gold.load() if s.language == language]
    texts = (texts * (sentences // len(texts) + 1))[:sentences]
    pages = ["\n".join(texts[at : at + PER_DOCUMENT]) for at in range(0, len(texts), PER_DOCUMENT)]
    items = (Item(ref=str(n), where="bench", body=page, as_is=True, language=language) for n, page in enumerate(pages))
    return [document(item, Options()) for item in items]


def recorded(readings: list[Reading]) -> tuple[float, float]:
    """Seconds to record readings in a new ledger and to publish its index, and to find them there again."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger", print)
        start = time.perf_counter()
        with ledger.writing(make=True) as writer:
            writer.add(Recorded(reading=reading, place="bench") for reading in readings)
        between = time.perf_counter()
        with ledger.writing() as writer:
            there = writer.known([reading.document for reading in readings])
        if there != {reading.document.id for reading in readings}:
            raise SystemExit("not all that was recorded is there")
        return between - start, time.perf_counter() - between


def main() -> None:
    """Print sentences per second, and the ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sentences", type=int, default=1000, help="per language; default: %(default)s")
    sentences = options.parse_args().sentences
    pipeline = Pipeline()
    for language in pipeline.languages:
        parser, coder = pipeline.load(language)
        made = documents(language, sentences)
        alone, whole, readings = [], [], []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            docs = [parser.parse(each.text) for each in made]
            between = time.perf_counter()
            readings = [coder.code(each, doc) for each, doc in zip(made, docs, strict=True)]
            alone.append(between - start)
            whole.append(time.perf_counter() - start)
        count = sum(reading.sentences for reading in readings)
        ratio = min(whole) / min(alone)
        print(
            f"{language}: {count:,} sentences, whole chain {count / min(whole):,.0f} sentences/s, "
            f"parser alone {count / min(alone):,.0f}; the whole chain takes {ratio:.2f} times the parser's time"
        )
        times = zip(*(recorded(readings) for _ in range(ROUNDS)), strict=True)
        record, again = (100 * min(some) / min(whole) for some in times)
        print(
            f"{language}: recording these {len(readings)} readings takes {record:.1f} % of the chain's time, "
            f"finding them there again {again:.1f} %"
        )


if __name__ == "__main__":
    main()
