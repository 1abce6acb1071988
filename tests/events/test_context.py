"""Context: PLOVER's contexts, by the words around an event."""

import csv
import tomllib

import pytest
from trees import language, tree, word

from detente.errors import TableError
from detente.events.context import REACH, Contexts
from detente.events.ontology import FOLDER

TABLE = '[context]\nnuclear = ["nuclear", "treaty"]\ndiplomatic = ["treaty"]\neconomic = ["trade"]\n'


@pytest.fixture
def contexts(tmp_path):
    (tmp_path / "contexts.toml").write_text(TABLE, encoding="utf8")
    return Contexts(tmp_path)


def test_context_is_told_by_lemmas_near_the_event(contexts):
    """A word may tell two contexts; they come sorted and once."""
    doc = tree("Treaties NOUN 2 nsubj treaty\nended VERB 0 root\ntreaty NOUN 2 obj")
    assert contexts.near(word(doc, "ended")) == ("diplomatic", "nuclear")


def test_context_is_none_without_its_words(contexts):
    """Without a word of the table there is no context."""
    doc = tree("talks NOUN 2 nsubj talk\nended VERB 0 root")
    assert contexts.near(word(doc, "ended")) == ()


def test_context_stays_in_the_sentence(contexts):
    """Words of the next sentence are another event's."""
    doc = tree("talks NOUN 2 nsubj talk\nended VERB 0 root\n\ntrade NOUN 2 nsubj\ngrew VERB 0 root")
    assert contexts.near(word(doc, "ended")) == ()
    assert contexts.near(word(doc, "grew")) == ("economic",)


@pytest.mark.parametrize(("distance", "found"), [(1, True), (REACH - 1, True), (REACH + 1, False)])
def test_context_reaches_some_words_far(contexts, distance, found):
    """What stands further away than a dozen words does not count, on either side."""
    filler = "\n".join("x X 1 dep" for _ in range(distance - 1))
    after = tree(f"ended VERB 0 root\n{filler}\ntrade NOUN 1 obj" if filler else "ended VERB 0 root\ntrade NOUN 1 obj")
    assert (contexts.near(after.tokens[0]) == ("economic",)) is found
    last = distance + 1
    filler = "\n".join(f"x X {last} dep" for _ in range(distance - 1))
    before = tree("\n".join(filter(None, [f"trade NOUN {last} obj", filler, "ended VERB 0 root"])))
    assert (contexts.near(before.tokens[-1]) == ("economic",)) is found


def test_context_table_that_is_missing_is_named(tmp_path):
    """A pack without contexts.toml says so."""
    with pytest.raises(TableError, match=r"contexts\.toml: no such table"):
        Contexts(tmp_path)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_context_tables_of_the_packs_name_contexts_of_plover(code):
    """Both packs know contexts of the ontology only."""
    known = {row["context"] for row in csv.DictReader((FOLDER / "contexts.csv").open(encoding="utf8"))}
    table = tomllib.loads((language(code).folder / "contexts.toml").read_text(encoding="utf8"))["context"]
    assert set(table) <= known


def test_context_twins_know_the_same_contexts():
    """What one language can tell, the other can."""
    keys = [
        set(tomllib.loads((language(code).folder / "contexts.toml").read_text(encoding="utf8"))["context"])
        for code in ("en", "fr")
    ]
    assert keys[0] == keys[1]


TWINS = [
    ("en", "Iran met China in Vienna over its nuclear programme.", "cbrn"),
    ("fr", "L'Iran a rencontré la Chine à Vienne au sujet de son programme nucléaire.", "cbrn"),
    ("en", "Kenya condemned the attack on the embassy of Japan.", "diplomatic"),
    ("fr", "Le Kenya a condamné l'attaque contre l'ambassade du Japon.", "diplomatic"),
]


@pytest.mark.parametrize(("code", "text", "context"), TWINS)
def test_context_in_the_pipeline(pipeline, code, text, context):
    """Claims carry their context."""
    claims = pipeline.code_text(text, language=code).claims
    assert claims
    assert all(context in claim.context for claim in claims)
