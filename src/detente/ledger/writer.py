"""What can be done to a ledger by the one process that holds its lock: readings, judgements and rejects are added."""

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import msgspec

from detente import __version__
from detente.ledger import index
from detente.ledger.parts import Part, Parts, failures
from detente.ledger.reader import Reader
from detente.records import Coding, Document, Judgement, Reading, Reject, digest

REJECTS = "rejects.jsonl"
REST = 20.0  # a running ingest publishes when it has worked this many times as long as publishing took last time
SOONEST = 10.0  # seconds between two publications at least


class Recorded(msgspec.Struct, frozen=True, kw_only=True):
    """A reading on its way into the ledger. `place`: the file and line that its document came from.

    `seen`: the month of a document that is there already.
    """

    reading: Reading
    place: str
    seen: str | None = None


class Writer:
    """Made by Ledger.writing. `publish` writes manifest and index of what was written, now and then and at the end."""

    def __init__(self, folder: Path, publish: Callable[[set[Part]], object]) -> None:
        self.folder = folder
        self.written: set[Part] = set()
        self._parts = Parts(folder)
        self._publish = publish
        self._rejects: set[str] | None = None
        self._last = now()
        self._published, self._cost = time.monotonic(), 0.0
        self.run = digest(str(self._last), os.getpid())

    def add(self, recorded: Iterable[Recorded], *, again: bool = False) -> None:
        """Record readings, month by month. `again`: their documents are there, only the reading is new.

        LedgerError if the disk is full or the folder read-only; what was added before stays.
        """
        months: dict[str, list[tuple[Recorded, Coding]]] = defaultdict(list)
        for one in recorded:
            document = one.reading.document
            coded = self._now()
            months[one.seen or f"{document.published or coded:%Y-%m}"].append((one, self._coding(one, coded)))
        kind = self.run if again else "ingest"
        shards: dict[tuple[str, str], dict[str, Iterable[msgspec.Struct]]] = {}
        for month, rows in months.items():
            name = digest(kind, *sorted(f"{coding.document} {coding.coder}" for _, coding in rows))
            shards[month, f"part-{name}"] = {
                "documents": () if again else [one.reading.document for one, _ in rows],
                "claims": [
                    msgspec.structs.replace(claim, document=one.reading.document.id)
                    for one, _ in rows
                    for claim in one.reading.claims
                ],
                "runs": [coding for _, coding in rows],
            }
        if shards:
            self.written.update(self._parts.write(shards))

    def judge(self, judgement: Judgement) -> None:
        """Record a person's verdict."""
        month = f"{judgement.judged:%Y-%m}"
        shard = {(month, f"part-{digest('judge', judgement.id)}"): {"judgements": [judgement]}}
        self.written.update(self._parts.write(shard))

    def reject(self, rejects: Iterable[Reject]) -> None:
        """Add to rejects.jsonl what does not stand there yet."""
        path, rejects = self.folder / REJECTS, list(rejects)
        if not rejects:
            return
        with failures(self.folder), path.open("ab+") as file:
            if self._rejects is None:
                file.seek(0)
                lines = file.read().splitlines(keepends=True)
                if lines and not lines[-1].endswith(b"\n"):  # a killed run wrote half of it
                    file.truncate(file.tell() - len(lines.pop()))
                self._rejects = {digest(line.decode().strip()) for line in lines}
            for reject in rejects:
                line = msgspec.json.encode(reject)
                if (key := digest(line.decode())) not in self._rejects:
                    self._rejects.add(key)
                    file.write(line + b"\n")

    def publish_now_and_then(self) -> bool:
        """Publish if it is time to: seldom enough to cost next to nothing. Whether it did."""
        if time.monotonic() - self._published < max(SOONEST, REST * self._cost):
            return False
        began = time.monotonic()
        self._publish(self.written)
        self._published = time.monotonic()
        self._cost = self._published - began
        return True

    def known(self, documents: Iterable[Document]) -> set[str]:
        """The ids of those documents that the published ledger has."""
        with self.reading() as reader:
            ids = [document.id for document in documents]
            found = reader.rows("SELECT id FROM documents WHERE id IN (SELECT unnest(?))", [ids])
            return {row["id"] for row in found}

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """The ledger as it was last published; not to be held while anything is published."""
        with failures(self.folder), duckdb.connect(str(self.folder / index.FILE), read_only=True) as database:
            yield Reader(database, self.folder)

    def _now(self) -> datetime:
        """The time, later at each call: what was recorded later is newer even within a microsecond."""
        self._last = max(now(), self._last + timedelta(microseconds=1))
        return self._last

    def _coding(self, one: Recorded, coded: datetime) -> Coding:
        reading = one.reading
        return Coding(
            run=self.run,
            document=reading.document.id,
            place=one.place,
            coder=reading.coder,
            version=__version__,
            coded=coded,
            sentences=reading.sentences,
            claims=len(reading.claims),
        )


def now() -> datetime:
    """The time in UTC, as the ledger writes it."""
    return datetime.now(UTC).replace(tzinfo=None)
