"""The sentences of each pack (examples.jsonl) read as their lines say; those of all packs are twins in meaning."""

from datetime import date

import msgspec
import pytest
from notation import REALITIES, side, wanted

from detente import languages

PUBLISHED = date(2025, 6, 18)


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of examples.jsonl: a sentence, and all claims it makes, in the notation of the trigger tables."""

    text: str
    claims: tuple[str, ...]


def examples(code):
    data = (languages.load(code).folder / "examples.jsonl").read_bytes()
    return [msgspec.json.decode(line, type=Example) for line in data.splitlines()]


LINES = [
    pytest.param(code, example, id=f"{code}-{number}")
    for code in languages.installed()
    for number, example in enumerate(examples(code), start=1)
]


@pytest.mark.parametrize(("code", "example"), LINES)
def test_examples_read_as_they_say(pipeline, code, example):
    """Every sentence gives the claims of its line: all of them, and no other."""
    claims = pipeline.code_text(example.text, published=PUBLISHED, language=code).claims
    expected = sorted((wanted(gives) for gives in example.claims), key=str)
    assert len(claims) == len(expected), [(c.type, c.reality.value) for c in claims]
    rest = list(claims)
    for kind, mode, actors, recipients, reality, hearsay in expected:
        for claim in rest:
            found = (claim.type, claim.mode, side(claim.actor, actors), side(claim.recipient, recipients))
            if (*found, claim.reality.value, claim.hearsay) == (kind, mode, actors, recipients, reality, hearsay):
                rest.remove(claim)
                break
    assert [(c.type, c.mode, side(c.actor, ()), side(c.recipient, ()), c.reality.value, c.hearsay) for c in rest] == []


def test_examples_are_twins():
    """The n-th sentence of every pack says the same: its claims are equal."""
    first, *others = ([example.claims for example in examples(code)] for code in languages.installed())
    assert all(claims == first for claims in others)


@pytest.mark.parametrize("code", languages.installed())
def test_examples_cover_realities_and_hearsay(code):
    """A dozen sentences show all five realities and hearsay."""
    lines = [gives for example in examples(code) for gives in example.claims]
    assert len(examples(code)) >= 12
    assert {wanted(gives)[4] for gives in lines} == {*REALITIES, "actual"}
    assert any(wanted(gives)[5] for gives in lines)


@pytest.mark.parametrize("code", languages.installed())
def test_examples_cover_attribution(pipeline, code):
    """Some claims of the examples are said by somebody, and by different states."""
    texts = [example.text for example in examples(code)]
    claims = [c for text in texts for c in pipeline.code_text(text, published=PUBLISHED, language=code).claims]
    speakers = {c.attribution.speaker.code for c in claims if c.attribution and c.attribution.speaker}
    assert len(speakers) >= 2
