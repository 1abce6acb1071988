"""Mentions: the token that heads a name, the tokens of one phrase, the words that name it."""

import pytest
from trees import NAMES, tree, word

from detente.actors.gazetteer import Gazetteer
from detente.actors.mentions import Mentions, cases, conjuncts, words

KREMLIN = """
    The     DET   3 det
    Red     PROPN 3 compound
    Army    PROPN 4 nsubj
    met     VERB  0 root
    Russia  PROPN 4 obj
"""


def mentions(doc):
    return Mentions(doc, Gazetteer(NAMES).find(doc.text))


def test_mentions_cover_every_word_of_a_name():
    """Both words of "Red Army" belong to the name; the article does not."""
    doc = tree(KREMLIN)
    at = [mentions(doc).at(token) for token in doc.tokens]
    assert [name.span.of(doc.text) if name else None for name in at] == [None, "Red Army", "Red Army", None, "Russia"]


def test_mentions_head_is_the_highest_word_of_the_name():
    """ "Army" heads "Red Army", "Red" does not, and a word outside all names heads none."""
    doc = tree(KREMLIN)
    assert [token.text for token in doc.tokens if mentions(doc).heads(token)] == ["Army", "Russia"]


def test_mentions_head_may_be_the_root():
    """A sentence that is nothing but a name has it for its head."""
    doc = tree("Russia PROPN 0 root")
    assert mentions(doc).heads(doc.tokens[0])


def test_mentions_find_two_names_in_one_token():
    """A token that holds a whole name with something more is covered by it: "Russia-backed"."""
    doc = tree("""
        Russia-backed  ADJ  2 amod
        rebels         NOUN 0 root
        Iran           PROPN 2 nmod
    """)
    assert mentions(doc).at(doc.tokens[0]).code == "RUS"
    assert mentions(doc).at(doc.tokens[2]).code == "IRN"


def test_mentions_conjuncts_come_in_text_order():
    """ "Russia, China and Iran" are three; a chain of conjuncts is followed."""
    doc = tree("""
        Russia  PROPN 0 root
        ,       PUNCT 3 punct
        China   PROPN 1 conj
        and     CCONJ 5 cc
        Iran    PROPN 3 conj
    """)
    assert [token.text for token in conjuncts(doc.tokens[0])] == ["Russia", "China", "Iran"]
    assert [token.text for token in conjuncts(doc.tokens[2])] == ["China", "Iran"]


def test_mentions_conjuncts_are_nominal():
    """A verb coordinated with a noun by a parsing error is no second actor."""
    doc = tree("""
        Russia  PROPN 0 root
        and     CCONJ 3 cc
        left    VERB  1 conj
    """)
    assert [token.text for token in conjuncts(doc.tokens[0])] == ["Russia"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("with ADP 2 case\nRussia PROPN 0 root", ["with"]),
        ("au ADP 2 case à\nJapon PROPN 0 root", ["à"]),
        ("according VERB 3 case accord\nto ADP 1 fixed\nRussia PROPN 0 root", ["accord to"]),
        ("Face NOUN 3 case face\nà ADP 1 fixed\nChine PROPN 0 root", ["face à"]),
        ("près ADV 3 case\nde ADP 3 case\nChine PROPN 0 root", ["près", "de"]),
        ("the DET 2 det\nRussia PROPN 0 root", []),
    ],
    ids=["with", "lemma", "according to", "face à", "two", "none"],
)
def test_mentions_cases_are_the_lemmas_of_prepositions(table, expected):
    """Prepositions of a phrase are told by lemma; several words that are one preposition stay together."""
    doc = tree(table)
    assert list(cases(doc.sentences[0].root)) == expected


WORDS = {
    "title and adjective": ("president", "Russian president", """
        the        DET   3 det
        Russian    ADJ   3 amod
        president  NOUN  0 root
        yesterday  ADV   3 advmod
    """),
    "name of several words": ("Vladimir", "President Vladimir Putin", """
        President  PROPN 2 compound
        Vladimir   PROPN 0 root
        Putin      PROPN 2 flat
    """),
    "count": ("Kenyans", "three Kenyans", """
        three      NUM   2 nummod
        Kenyans    PROPN 0 root
    """),
    "apposition without comma": ("Putin", "president Putin", """
        president  NOUN  2 appos
        Putin      PROPN 0 root
    """),
    "no apposition behind a comma": ("Putin", "Putin", """
        Putin      PROPN 0 root
        ,          PUNCT 3 punct
        president  NOUN  1 appos
    """),
    "no relative clause": ("president", "president", """
        president  NOUN  0 root
        who        PRON  3 nsubj
        came       VERB  1 acl:relcl
    """),
}  # fmt: skip


@pytest.mark.parametrize(("head", "expected", "table"), WORDS.values(), ids=WORDS)
def test_mentions_words_name_the_phrase(head, expected, table):
    """The words of an actor are its name, adjectives, titles and count: no article, no clause, no afterthought."""
    doc = tree(table)
    assert words(word(doc, head)).of(doc.text) == expected


def test_mentions_words_reach_to_the_owner():
    """ "president of Russia": the span runs to the state that the office belongs to."""
    doc = tree("""
        the        DET   2 det
        president  NOUN  0 root
        of         ADP   4 case
        Russia     PROPN 2 nmod
    """)
    assert words(word(doc, "president"), word(doc, "Russia")).of(doc.text) == "president of Russia"
