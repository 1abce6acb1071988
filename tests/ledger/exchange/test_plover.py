"""PLOVER JSON lines: the fields are those of the manual."""

import io
from datetime import date

import msgspec
import pytest
from ledgers import FILLED, actor, asked, claim, day, document, full, indexed, reading, report, shard

from detente.ledger.exchange import plover
from detente.ledger.manifest import Manifest
from detente.records import Moment, Reality, Span


def written(folder):
    """The records of a folder, as they are read by others."""
    out = io.BytesIO()
    plover.write(indexed(folder), out)
    return [msgspec.json.decode(line) for line in out.getvalue().splitlines()]


def only(folder, **more):
    """The record of a claim made of keywords."""
    shard(folder, report(**more))
    (found,) = written(folder)
    return found


def test_plover_record_of_a_full_claim(tmp_path):
    """Every field of a claim that has everything, in the order of the manual; the text is left out."""
    of = document(text="A full text, it says.", **FILLED)
    made = full(of)
    shard(tmp_path, reading(of, made))
    (found,) = written(tmp_path)
    ((event,),) = asked(tmp_path, "SELECT id FROM events")
    expected = {
        "id": made.id,
        "has_event": True,
        "date": "2024-10-28",
        "enddate": "2024-11-03",
        "actor": [
            {"code": "FRA", "sector": "GOV", "entity_text": "she", "office": "minister"},
            {"code": None, "sector": None, "entity_text": "rebels", "office": None},
        ],
        "recipient": [
            {"code": code, "sector": "GOV", "entity_text": code, "office": None} for code in ("SYR", "LBN")
        ],
        "event": ["AID"],
        "event_text": ["A"],
        "quad_code": 2,
        "event_scale": -3.3,
        "mode": ["economic"],
        "context": ["migration", "legal", "hypothetical"],
        "link": event,
        "text": None,
        "text_info": {"start": 0, "end": len(of.text)},
        "cite_info": {
            "publication": "Gazette", "url": of.url, "coder": made.coder, "codebook": "plover-2.0",
            "version": Manifest(schema=1).version,
        },
        "coder": made.coder,
        "comment": "certainty 0.10; hearsay; doubts: she",
    }  # fmt: skip
    assert found == expected
    assert list(found) == list(expected)


def test_plover_record_of_a_bare_claim(tmp_path):
    """What a claim does not have is an empty list or null, never left out."""
    found = only(tmp_path, actors=(), recipients=(), about={"published": None, "outlet": None})
    assert [found[name] for name in ("actor", "recipient", "mode", "context")] == [[], [], [], []]
    assert [found["date"], found["enddate"], found["text"]] == [None, None, None]
    assert found["cite_info"]["publication"] is found["cite_info"]["url"] is None
    assert found["comment"] == "certainty 1.00"


@pytest.mark.parametrize("reality", Reality)
def test_plover_auxiliary_mode_stands_among_the_contexts(tmp_path, reality):
    """What is historical, future, hypothetical or negated says so behind the contexts; what is actual says nothing."""
    found = only(tmp_path, reality=reality, context=("military",), mode="aerial")
    assert found["context"] == ["military"] + [reality.value] * (reality is not Reality.ACTUAL)
    assert found["mode"] == ["aerial"]


@pytest.mark.parametrize(
    ("when", "dates"),
    [
        (day("2024-11-04"), ["2024-11-04", "2024-11-04"]),
        (Moment(start=date(2024, 10, 1), end=date(2024, 10, 31), precision="month"), ["2024-10-01", "2024-10-31"]),
        (Moment(), ["2024-11-05", "2024-11-05"]),
        (Moment(start=date(2024, 10, 1)), ["2024-10-01", "2024-10-01"]),
    ],
)  # fmt: skip
def test_plover_date_is_that_of_the_event_or_of_the_publication(tmp_path, when, dates):
    """An event without a day of its own is dated by its publication; one without an end ends on its day."""
    found = only(tmp_path, when=when)
    assert [found["date"], found["enddate"]] == dates


def test_plover_claims_of_one_event_share_its_link(tmp_path):
    """Two reports of one event have the same link; another event has another."""
    shard(tmp_path, report("a"), report("b"), report("c", kind="AID"))
    links = [record["link"] for record in written(tmp_path)]
    assert sorted(links.count(link) for link in links) == [1, 2, 2]


def test_plover_words_are_those_of_the_trigger(tmp_path):
    """The event's text is its trigger's words, wherever its sentence begins, and the sentence's place is told."""
    of = document(text="É first. Then it struck.")
    shard(tmp_path, reading(of, claim(of, sentence=Span(9, 24), trigger=Span(17, 23))))
    (found,) = written(tmp_path)
    assert found["event_text"] == ["struck"]
    assert found["text_info"] == {"start": 9, "end": 24}


def test_plover_office_is_told(tmp_path):
    """A party's office is told beside its sector."""
    party = msgspec.structs.replace(actor("FRA", "Anna Petit"), office="minister", sector="GOV")
    (found,) = only(tmp_path, actors=(party,))["actor"]
    assert found == {"code": "FRA", "sector": "GOV", "entity_text": "Anna Petit", "office": "minister"}
