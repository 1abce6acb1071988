"""manifest.json: which parts make up the ledger, with a digest of each; its own hash is the version that one cites.

It is written when a writer is done. Parts that were finished since, by a run that was killed, count all the same.
"""

import hashlib
from collections.abc import Collection
from pathlib import Path

import msgspec

from detente.errors import LedgerError
from detente.ledger.parts import Part, Parts, to_disk

FILE = "manifest.json"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One part: its size and the BLAKE2 digest of its bytes."""

    bytes: int
    digest: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`schema`: how many migrations the ledger has gone through. `parts`: by path from the ledger's folder."""

    schema: int
    parts: dict[str, Entry] = {}

    @property
    def version(self) -> str:
        """The hash of it all, 16 hexadecimal digits."""
        return hashlib.blake2b(msgspec.json.encode(self, order="sorted"), digest_size=8).hexdigest()


def read(folder: Path) -> Manifest | None:
    """The manifest of a ledger, or None if there is none; LedgerError if it cannot be read."""
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        cure = "Remove the file: the next `detente ingest` writes it anew from the parts"
        raise LedgerError(f"{path}: {error}. {cure}") from error


def write(folder: Path, manifest: Manifest) -> None:
    """Write it aside, down to the disk, and swap it in."""
    aside = folder / f"{FILE}.part"
    aside.write_bytes(msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1) + b"\n")
    to_disk(aside)
    aside.replace(folder / FILE)


def updated(old: Manifest, parts: Parts, written: Collection[Part] = (), without: Collection[Part] = ()) -> Manifest:
    """The manifest with the parts that were finished since, and those of `written` anew, but `without` some.

    What it names and is not there any more stays named: it was lost, not taken away.
    """
    entries = {path: known for path, known in old.parts.items() if path not in {part.path for part in without}}
    for part in parts.finished():
        if part not in without and (part.path not in entries or part in written):
            entries[part.path] = entry(parts.file(part))
    return Manifest(schema=old.schema, parts=entries)


def lost(manifest: Manifest, parts: Parts) -> list[str]:
    """The parts that the manifest names and that do not count any more: they are gone, or their runs part is."""
    return sorted(set(manifest.parts) - {part.path for part in parts.finished()})


def entry(path: Path) -> Entry:
    """Size and digest of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
        return Entry(bytes=file.tell(), digest=digest.hexdigest())
