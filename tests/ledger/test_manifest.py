"""Manifest: what makes up a ledger, and the version that one cites."""

from pathlib import Path

import msgspec
import pytest
from ledgers import MONTH, report, shard

from detente.errors import LedgerError
from detente.ledger import manifest
from detente.ledger.manifest import Entry, Manifest
from detente.ledger.parts import Part, Parts

EMPTY = Manifest(schema=1)
ONE = Entry(bytes=3, digest="00")
TWO = Entry(bytes=4, digest="01")


def test_manifest_none_is_none(tmp_path):
    """A folder without a manifest has none; that is no error."""
    assert manifest.read(tmp_path) is None


def test_manifest_is_read_as_written(tmp_path):
    """A manifest comes back equal to what was written, and nothing else is left in the folder."""
    made = Manifest(schema=2, parts={"claims/a": ONE, "runs/a": TWO})
    manifest.write(tmp_path, EMPTY)
    manifest.write(tmp_path, made)
    assert manifest.read(tmp_path) == made
    assert [path.name for path in tmp_path.iterdir()] == [manifest.FILE]


def test_manifest_killed_while_it_is_written_leaves_the_old_one(tmp_path, monkeypatch):
    """The new manifest takes the old one's place at once: until then the old one is there, whole."""
    manifest.write(tmp_path, EMPTY)

    def killed(self, _):
        assert self.read_bytes()
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        manifest.write(tmp_path, Manifest(schema=2))
    assert manifest.read(tmp_path) == EMPTY


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"parts": {}}', b'{"schema": "1"}', b"\xff"])
def test_manifest_that_cannot_be_read_is_a_message(tmp_path, content):
    """A broken manifest is named with what to do; it is never taken for an empty one."""
    (tmp_path / manifest.FILE).write_bytes(content)
    with pytest.raises(LedgerError, match="Remove the file: the next `detente ingest` writes it anew") as caught:
        manifest.read(tmp_path)
    assert str(tmp_path / manifest.FILE) in str(caught.value)


def test_manifest_version_is_pinned():
    """The version of a known ledger is this very value: what was cited can be found."""
    assert Manifest(schema=1, parts={"claims/a": ONE}).version == "f8d805d5ef7b9bf2"


def test_manifest_version_does_not_depend_on_the_order():
    """The same parts are the same version, in whatever order they were found."""
    parts = {"claims/a": ONE, "runs/a": TWO}
    assert Manifest(schema=1, parts=parts).version == Manifest(schema=1, parts=dict(reversed(parts.items()))).version


@pytest.mark.parametrize(
    "other",
    [
        Manifest(schema=2, parts={"claims/a": ONE}),
        Manifest(schema=1, parts={"claims/a": TWO}),
        Manifest(schema=1, parts={"claims/b": ONE}),
        Manifest(schema=1, parts={"claims/a": ONE, "claims/b": ONE}),
        EMPTY,
    ],
)
def test_manifest_version_tells_ledgers_apart(other):
    """Another part, another content or another schema is another version."""
    assert other.version != Manifest(schema=1, parts={"claims/a": ONE}).version


def test_manifest_entry_is_size_and_digest(tmp_path):
    """An entry holds a file's size and a digest that tells any change of its bytes."""
    path = tmp_path / "x"
    made = []
    for content in (b"abc", b"abc", b"abd", b"abcd"):
        path.write_bytes(content)
        made.append(manifest.entry(path))
    assert [one.bytes for one in made] == [3, 3, 3, 4]
    assert made[0] == made[1]
    assert len({one.digest for one in made}) == 3
    assert len(made[0].digest) == 32


def test_manifest_update_names_what_is_finished(tmp_path):
    """An update names the finished parts with their digests and what was lost, and keeps the schema."""
    shard(tmp_path, report())
    shard(tmp_path, report(), name="b")
    parts = Parts(tmp_path)
    parts.file(Part("runs", MONTH, "part-b")).unlink()
    new = manifest.updated(Manifest(schema=7, parts={"claims/gone": ONE}), parts)
    assert new.schema == 7
    found = {part.path: manifest.entry(parts.file(part)) for part in parts.finished()}
    assert new.parts == {**found, "claims/gone": ONE}
    assert len(found) == 3
    assert manifest.lost(new, parts) == ["claims/gone"]


def test_manifest_update_keeps_known_digests(tmp_path):
    """The digest of a part that is known is not computed again: a finished part never changes, so a change shows."""
    shard(tmp_path, report())
    path = Part("claims", MONTH, "part-a").path
    assert manifest.updated(Manifest(schema=1, parts={path: ONE}), Parts(tmp_path)).parts[path] == ONE


def test_manifest_update_leaves_out_what_it_is_told_to(tmp_path):
    """Parts that are about to go are not named, though they are still there."""
    shard(tmp_path, report())
    out = Part("claims", MONTH, "part-a")
    new = manifest.updated(EMPTY, Parts(tmp_path), without=[out])
    assert sorted(new.parts) == [f"documents/seen={MONTH}/part-a.parquet", f"runs/seen={MONTH}/part-a.parquet"]


def test_manifest_file_is_plain_json(tmp_path):
    """The file is JSON with the parts in order, for anyone to read."""
    manifest.write(tmp_path, Manifest(schema=1, parts={"runs/a": TWO, "claims/a": ONE}))
    found = msgspec.json.decode((tmp_path / manifest.FILE).read_bytes())
    assert found == {
        "schema": 1, "parts": {"claims/a": {"bytes": 3, "digest": "00"}, "runs/a": {"bytes": 4, "digest": "01"}}
    }  # fmt: skip
    assert list(found["parts"]) == ["claims/a", "runs/a"]
