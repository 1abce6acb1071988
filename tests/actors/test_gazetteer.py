"""Gazetteer: names in text, the longest from the left, valid at the document's date."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import NAMES, language

from detente.actors.gazetteer import Gazetteer
from detente.languages import Name


def found(names, text, year=None):
    return [(f.span.of(text), f.code) for f in Gazetteer(names).find(text, year)]


def test_gazetteer_finds_a_name_with_its_kind_and_sector():
    """A name is found with the code, kind and sector of its row, at its place in the text."""
    (name,) = Gazetteer([Name("Kremlin", "RUS", "seat", "GOV")]).find("The Kremlin said")
    assert (name.span, name.code, name.kind, name.sector) == ((4, 11), "RUS", "seat", "GOV")


def test_gazetteer_takes_the_longest_name():
    """ "South Korea" is not Korea, "Guinea-Bissau" not Guinea."""
    names = [
        Name("Korea", "KOR"),
        Name("South Korea", "KOR", "name", "GOV"),
        Name("Guinea", "GIN"),
        Name("Guinea-Bissau", "GNB"),
    ]
    assert found(names, "South Korea and Guinea-Bissau") == [("South Korea", "KOR"), ("Guinea-Bissau", "GNB")]


def test_gazetteer_falls_back_on_the_shorter_name():
    """A longer name that only begins like the text does not hide the shorter one."""
    names = [Name("Congo", "COG"), Name("Congo free state", "COD")]
    assert found(names, "Congo free elections") == [("Congo", "COG")]


def test_gazetteer_finds_no_overlapping_names():
    """Words of one name do not begin another."""
    names = [Name("North Korea", "PRK"), Name("Korea Strait", None, "block")]
    assert found(names, "North Korea Strait") == [("North Korea", "PRK")]


def test_gazetteer_blocks_names_that_only_contain_a_state():
    """ "New Mexico" is found as a name without a code, so that Mexico is not."""
    names = [Name("Mexico", "MEX"), Name("New Mexico", None, "block")]
    assert found(names, "New Mexico sued Mexico") == [("New Mexico", None), ("Mexico", "MEX")]


def test_gazetteer_matches_whole_words():
    """ "Omani" does not contain Oman, "Nigeria" not Niger."""
    assert found([Name("Oman", "OMN"), Name("Niger", "NER")], "Omani Nigeria roman nigerian") == []


YEARS = [Name("Zaire", "COD", "name", None, 1971, 1997), Name("ANC", "ZAF", "seat", "REB", 1961, 1990)]


@pytest.mark.parametrize(("year", "code"), [(1970, None), (1971, "COD"), (1997, "COD"), (1998, None)])
def test_gazetteer_takes_names_valid_in_the_year(year, code):
    """The first and the last year of a name are inclusive; outside them the text names nobody."""
    assert found(YEARS, "Zaire", year) == ([("Zaire", code)] if code else [])


def test_gazetteer_takes_the_row_that_began_last():
    """Where two rows are valid in a year, the younger one counts; the sector is that of its time."""
    names = [Name("ANC", "ZAF", "seat", "PTY", 1990), Name("ANC", "ZAF", "seat", "GOV", 1994)]
    assert Gazetteer(names).find("ANC", 1999)[0].sector == "GOV"
    assert Gazetteer(names).find("ANC", 1992)[0].sector == "PTY"


def test_gazetteer_without_a_year_takes_names_of_today():
    """An undated document is read with the names that have no end, or with what there is."""
    names = [Name("Union", "RUS", "name", None, 1922, 1991), Name("Union", "EUR", "body", None, 1993)]
    assert found(names, "Union") == [("Union", "EUR")]
    assert found(YEARS, "Zaire") == [("Zaire", "COD")]


@pytest.mark.parametrize("text", ["Côte d'Ivoire", "Côte d’Ivoire", "CÔTE D'IVOIRE", "CÔTE D’IVOIRE"])
def test_gazetteer_reads_both_apostrophes_and_capitals(text):
    """The straight apostrophe and the curly one are the same, and so are capitals."""
    assert found([Name("Côte d’Ivoire", "CIV")], text) == [(text, "CIV")]


@pytest.mark.parametrize("text", ["Égypte", "Egypte", "ÉGYPTE", "EGYPTE"])
def test_gazetteer_reads_capitals_without_accents(text):
    """French newspapers print capitals with their accents or without."""
    assert found([Name("Égypte", "EGY")], text) == [(text, "EGY")]


@pytest.mark.parametrize("text", ["Guinée-Bissau", "Guinée‑Bissau"])
def test_gazetteer_reads_both_hyphens(text):
    """The hyphen that does not break is a hyphen."""
    assert found([Name("Guinée-Bissau", "GNB")], text) == [(text, "GNB")]


def test_gazetteer_keeps_short_names_apart_from_words():
    """ "US" is the United States, "us" is not; a short name is not looked for in capitals."""
    assert found([Name("US", "USA")], "US us") == [("US", "USA")]
    assert found([Name("Us", "USA")], "US") == []


def test_gazetteer_reads_names_only_as_written():
    """ "turkey" is a bird: small letters are no name, unless the row has them."""
    assert found([Name("Turkey", "TUR")], "turkey TURKEY Turkey") == [("TURKEY", "TUR"), ("Turkey", "TUR")]


def test_gazetteer_reads_adjectives_with_a_capital_too():
    """ "les Russes" are found by the adjective "russes"."""
    assert found([Name("russes", "RUS", "demonym")], "russes Russes") == [("russes", "RUS"), ("Russes", "RUS")]


def test_gazetteer_prefers_a_name_to_a_demonym():
    """ "l'Argentine" is the country, though "argentine" with a capital is its adjective."""
    names = [Name("argentine", "ARG", "demonym"), Name("Argentine", "ARG", "name")]
    for rows in (names, names[::-1]):
        assert [f.kind for f in Gazetteer(rows).find("Argentine argentine")] == ["name", "demonym"]


def test_gazetteer_reads_names_beside_signs():
    """Quotation marks, brackets and elided articles are no part of a name."""
    assert found([Name("Iran", "IRN")], "l'Iran, «Iran» (Iran).") == [("Iran", "IRN")] * 3


def test_gazetteer_of_nothing_finds_nothing():
    """Empty text and empty tables give no names."""
    assert Gazetteer([]).find("Russia") == []
    assert Gazetteer(NAMES).find("") == []


@given(st.text(alphabet=st.sampled_from("NewMxicoRus'’-‑ Éa.\n"), max_size=40))
def test_gazetteer_spans_cover_what_is_written(text):
    """Spans lie in the text, in order, without overlap, and hold the words of a name but for capitals and accents."""
    names = [Name("New Mexico", None, "block"), Name("Mexico", "MEX"), Name("Russia", "RUS")]
    spans = [f.span for f in Gazetteer(names).find(text)]
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert {" ".join(s.of(text).lower().split()) for s in spans} <= {"new mexico", "mexico", "russia"}


TWINS = [
    ("en", "North Korea", "PRK"), ("fr", "la Corée du Nord", "PRK"),
    ("en", "the Republic of the Congo", "COG"), ("fr", "la République du Congo", "COG"),
    ("en", "Pyongyang", "PRK"), ("fr", "Pyongyang", "PRK"),
    ("en", "Russian", "RUS"), ("fr", "russe", "RUS"),
    ("en", "the White House", "USA"), ("fr", "la Maison-Blanche", "USA"),
    ("en", "the European Union", "EUR"), ("fr", "l'Union européenne", "EUR"),
    ("en", "Kosovo", "KOS"), ("fr", "le Kosovo", "KOS"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "state"), TWINS)
def test_gazetteer_of_the_pack_knows(code, text, state):
    """Both packs know states, capitals, seats, adjectives and bodies by the names that newspapers use."""
    assert [f.code for f in Gazetteer(language(code).names()).find(text)] == [state]
