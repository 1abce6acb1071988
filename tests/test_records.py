"""Records: what a span covers, how records look as JSON, and that identities never change."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import records
from detente.records import Actor, Claim, Document, Moment, Origin, Reject, Span, digest

# Half of a surrogate pair is no text: no file in UTF-8 can hold one.
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
PARTS = st.lists(st.one_of(TEXT, st.none(), st.integers(-(2**63), 2**63)))


def claim(**changed):
    """A claim with only what has no default."""
    given = {
        "id": "c", "document": "d", "sentence": Span(0, 9), "trigger": Span(2, 4), "type": "AID", "actor": (),
        "certainty": 0.5, "score": 1.0, "quad": 2, "coder": "xx-1",
    }  # fmt: skip
    return Claim(**given | changed)


@given(before=TEXT, words=TEXT, after=TEXT)
def test_records_span_covers_its_words(before, words, after):
    """A span counts code points, whatever the script, end exclusive."""
    assert Span(len(before), len(before) + len(words)).of(before + words + after) == words


@given(start=st.integers(0), end=st.integers(0))
def test_records_span_json_round_trip(start, end):
    """A span is the array [start, end] in JSON, and the same span when it is read back."""
    encoded = msgspec.json.encode(Span(start, end))
    assert encoded == b"[%d,%d]" % (start, end)
    assert msgspec.json.decode(encoded, type=Span) == Span(start, end)


def test_records_claim_json_writes_every_field():
    """Every field of a claim is written, empty ones as null, [] or false."""
    written = msgspec.json.decode(msgspec.json.encode(claim()))
    assert set(written) == {field.name for field in msgspec.structs.fields(Claim)}
    assert written["recipient"] == written["context"] == written["links"] == []
    assert (written["mode"], written["attribution"], written["hearsay"]) == (None, None, False)
    assert written["when"] == {"start": None, "end": None, "precision": "unknown"}


def test_records_document_json_round_trip():
    """A document read back from its own JSON is equal to it."""
    made = Document(
        id="x", ref="r", text="é\n", published=date(2024, 11, 5), language="xx", origins={"published": Origin.OPTION}
    )
    assert msgspec.json.decode(msgspec.json.encode(made), type=Document) == made


@pytest.mark.parametrize(
    "made",
    [
        claim(),
        Moment(),
        Reject(ref="r", where="w", reason="empty", message="m"),
        Actor(code=None, sector=None, text="they", span=Span(0, 4)),
    ],
    ids=lambda made: type(made).__name__,
)
def test_records_are_frozen(made):
    """No record can be changed once it is made."""
    with pytest.raises(AttributeError):
        setattr(made, msgspec.structs.fields(made)[0].name, "other")


def test_records_all_share_the_frozen_base():
    """Whatever record the file defines is frozen, and made with keywords only."""
    made = [kind for kind in vars(records).values() if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    assert len(made) > 10
    for kind in made:
        assert kind.__struct_config__.frozen, kind
    with pytest.raises(TypeError):
        Reject("r", "w", "empty", "m")


def test_records_digest_is_pinned():
    """The hash of known parts is this very value: identities on disk survive new versions."""
    assert digest("outlet", None, 3, "Érevan") == "47284e76dd9f3fd0e54c578a151db9e2"


@given(PARTS)
def test_records_digest_is_stable(parts):
    """Equal parts give the same 32 hexadecimal digits every time."""
    made = digest(*parts)
    assert made == digest(*list(parts))
    assert len(made) == 32
    assert set(made) <= set("0123456789abcdef")


@given(PARTS, PARTS)
def test_records_digest_tells_parts_apart(left, right):
    """Different parts give different hashes; so do the same letters cut elsewhere."""
    assert (digest(*left) == digest(*right)) == (left == right)


@pytest.mark.parametrize(
    ("left", "right"), [(("ab", "c"), ("a", "bc")), ((1,), ("1",)), ((None,), ("",)), (("a",), ("a", None))]
)
def test_records_digest_tells_look_alikes_apart(left, right):
    """Neither the place of a cut nor the type of a part is lost in the hash."""
    assert digest(*left) != digest(*right)
