"""The article that the project started from: what an analyst must find in it, and what must not be found."""

from datetime import date

import pytest

from detente.documents import Options, document
from detente.pipeline import Pipeline
from detente.readers import files


@pytest.fixture
def reading(pipeline: Pipeline, article):
    """The reading of the article as a plain text file of 5 November 2024."""
    (item,) = files.read(str(article))
    return pipeline.reading(document(item, Options(published=date(2024, 11, 5))))


def told(reading):
    """(type, actors, recipients, reality, hearsay, code or words of the speaker) of each claim."""
    for c in reading.claims:
        said = c.attribution and ((c.attribution.speaker and c.attribution.speaker.code) or c.attribution.text)
        sides = [{a.code for a in side} for side in (c.actor, c.recipient)]
        yield c.type, *sides, c.reality.value, c.hearsay, said


def test_main_job_finds_the_meeting_the_rumour_and_the_warning(reading):
    """The meeting is actual, talks that "auraient porté" are hearsay, Washington threatens North Korea."""
    claims = list(told(reading))
    assert ("CONSULT", {"RUS", "PRK"}, set(), "actual", False, None) in claims
    assert ("CONSULT", {"RUS", "PRK"}, set(), "actual", True, None) in claims
    assert ("THREATEN", {"USA"}, {"PRK"}, "actual", False, None) in claims
    meeting = next(c for c in reading.claims if c.type == "CONSULT")
    assert {a.sector for a in meeting.actor} == {"GOV"}


def test_main_job_keeps_the_invasion_historical_and_the_fear_hypothetical(reading):
    """The invasion of Ukraine is history; the feared cooperation is hypothetical, and the analysts say so."""
    claims = list(told(reading))
    assert any(kind == "ASSAULT" and whom == {"UKR"} and how == "historical" for kind, _, whom, how, *_ in claims)
    assert ("COOPERATE", {"RUS", "PRK"}, set(), "hypothetical", False, "Les analystes") in claims


def test_main_job_drops_page_furniture(reading):
    """The photo credit and the comment link are not text."""
    assert "RTS" not in reading.document.text
    assert "Leave a comment" not in reading.document.text
