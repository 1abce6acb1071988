"""Components: lemmas by lexicon and the conditional by its form, on hand-built Docs; no model is loaded."""

import gzip

import pytest
import spacy
from spacy.tokens import Doc

from detente.parse.components import Conditional, Lexicon

LEMMAS = {("livrait", "VERB"): "livrer", ("est", "AUX"): "être", ("est", "NOUN"): "est", ("tirs", "NOUN"): "tir"}
ENDINGS = ["ait", "aient", "ais"]
STEMS = {"aur": "avoir", "livrer": "livrer", "prendr": "prendre", "ser": "être"}


def made(word, pos, *, lemma="?", morph=""):
    """A spaCy Doc of one tagged word."""
    return Doc(spacy.blank("xx").vocab, [word], pos=[pos], lemmas=[lemma], morphs=[morph])


@pytest.mark.parametrize(
    ("word", "pos", "lemma"),
    [
        ("livrait", "VERB", "livrer"),
        ("LIVRAIT", "VERB", "livrer"),
        ("livrait", "AUX", "livrer"),
        ("est", "AUX", "être"),
        ("est", "NOUN", "est"),
        ("tirs", "NOUN", "tir"),
        ("tirs", "VERB", "?"),
        ("unheard", "VERB", "?"),
        ("Livrait", "PROPN", "Livrait"),
        ("livrait", "ADV", "?"),
    ],
)
def test_components_lexicon_sets_known_lemmas(word, pos, lemma):
    """A form known with its part of speech gets its lemma, a name keeps its form, the rest stays as the model said."""
    assert Lexicon(LEMMAS)(made(word, pos))[0].lemma_ == lemma


@pytest.mark.parametrize(
    ("word", "pos", "mood", "lemma"),
    [
        ("aurait", "AUX", "Cnd", "avoir"),
        ("livreraient", "VERB", "Cnd", "livrer"),
        ("prendrait", "VERB", "Cnd", "prendre"),
        ("serait", "ADJ", "Cnd", "être"),
        ("livrait", "VERB", "Ind", "?"),
        ("avait", "AUX", "Ind", "?"),
        ("lait", "NOUN", "Ind", "?"),
        ("Serait", "PROPN", "Ind", "?"),
    ],
)
def test_components_conditional_is_told_by_its_form(word, pos, mood, lemma):
    """Future stem and imperfect ending make a conditional, whatever the model said; nothing else does."""
    for guess in ("Mood=Cnd|Tense=Pres", "Mood=Ind|Tense=Imp"):
        token = Conditional(ENDINGS, STEMS)(made(word, pos, morph=guess))[0]
        assert (token.morph.get("Mood"), token.lemma_) == ([mood], lemma)


def test_components_conditional_word_becomes_a_verb():
    """A conditional that the tagger took for another word is a finite verb of the present."""
    token = Conditional(ENDINGS, STEMS)(made("livrerait", "NOUN"))[0]
    assert token.pos_ == "VERB"
    assert token.morph.to_dict() == {"Mood": "Cnd", "Tense": "Pres", "VerbForm": "Fin"}


def test_components_conditional_tries_every_ending():
    """Of endings that end in each other the longest with a known stem counts."""
    assert Conditional(["ait", "rait"], {"aur": "short", "au": "long"}).verb("aurait") == "long"
    assert Conditional(["t", "ait"], {"aur": "avoir"}).verb("aurait") == "avoir"


@pytest.mark.parametrize("made_", [Lexicon(LEMMAS), Conditional(ENDINGS, STEMS)], ids=lambda c: type(c).__name__)
def test_components_disk_round_trip(tmp_path, made_):
    """What a component writes it reads back, and writing it again gives the same bytes, whatever the hour."""
    made_.to_disk(tmp_path / "one")
    again = type(made_)().from_disk(tmp_path / "one")
    again.to_disk(tmp_path / "two")
    (one,), (two,) = ((tmp_path / name).iterdir() for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes()[4:8] == bytes(4)  # gzip's time stamp
    assert gzip.decompress(one.read_bytes())
    if isinstance(made_, Lexicon):
        assert again.lemmas == LEMMAS
    else:
        assert (set(again.endings), again.stems) == (set(ENDINGS), STEMS)


@pytest.mark.parametrize(("name", "kind"), [("detente_lexicon", Lexicon), ("detente_conditional", Conditional)])
def test_components_are_found_by_their_entry_points(name, kind):
    """spaCy finds the components by name, so a saved pipeline loads without an import of ours."""
    assert isinstance(spacy.blank("xx").add_pipe(name), kind)
