"""Doc: plain tokens in a tree, built by hand; no model is loaded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.parse.doc import Doc, Sentence, Token, attach, features
from detente.records import Span

WORDS = ["Russia", "was", "attacked", "by", "Ukraine", ".", "Kyiv", "agreed"]
HEADS = [2, 2, 2, 4, 2, 2, 7, 7]
DEPS = ["nsubj:pass", "aux:pass", "root", "case", "obl:agent", "punct", "nsubj", "root"]
POS = ["PROPN", "AUX", "VERB", "ADP", "PROPN", "PUNCT", "PROPN", "VERB"]


@pytest.fixture
def doc():
    return Doc.build(WORDS, HEADS, DEPS, POS)


@st.composite
def forests(draw):
    """Head indices of a forest: each word hangs under an earlier word in a drawn order, or is a root."""
    order = draw(st.permutations(range(draw(st.integers(1, 12)))))
    heads = [0] * len(order)
    for place, word in enumerate(order):
        heads[word] = order[draw(st.integers(0, place))]
    return heads


def test_doc_build_cuts_one_sentence_a_root(doc):
    """Each word that is its own head makes a sentence of what hangs below it."""
    assert [[token.text for token in sentence.tokens] for sentence in doc.sentences] == [WORDS[:6], WORDS[6:]]
    assert [sentence.index for sentence in doc.sentences] == [0, 1]
    assert [sentence.root.text for sentence in doc.sentences] == ["attacked", "agreed"]
    assert all(token.sent is sentence for sentence in doc.sentences for token in sentence.tokens)


def test_doc_spans_refer_to_the_text(doc):
    """Tokens and sentences cover their own words in the text of the document."""
    assert [token.span.of(doc.text) for token in doc.tokens] == WORDS
    assert doc.sentences[1].span == Span(doc.text.index("Kyiv"), len(doc.text))


def test_doc_having_takes_relations_with_and_without_subtype(doc):
    """Children are found by the whole relation or by the part before the colon, in text order."""
    verb = doc.tokens[2]
    assert [token.text for token in verb.having("nsubj", "obl:agent")] == ["Russia", "Ukraine"]
    assert list(verb.having("nsubj:outer")) == []
    assert doc.tokens[0].rel == "nsubj"


def test_doc_ancestors_go_up_to_the_root(doc):
    """The heads of a token lead to the root of its sentence, the token itself left out."""
    assert [token.text for token in doc.tokens[3].ancestors()] == ["Ukraine", "attacked"]
    assert list(doc.tokens[2].ancestors()) == []
    assert doc.tokens[2].is_root


def test_doc_subtree_is_in_text_order(doc):
    """A subtree holds the token and all below it, as they stand in the text."""
    assert [token.text for token in doc.tokens[4].subtree()] == ["by", "Ukraine"]
    assert doc.tokens[2].subtree() == doc.tokens[:6]


@given(forests())
def test_doc_build_keeps_any_forest(heads):
    """In any tree each token is in one sentence, below its root, and among its head's children exactly once."""
    doc = Doc.build([f"w{i}" for i in range(len(heads))], heads, ["dep"] * len(heads), ["X"] * len(heads))
    assert sorted(token.i for token in doc.tokens) == list(range(len(heads)))
    for token in doc.tokens:
        assert token.head.i == heads[token.i]
        assert token.is_root or token.head.children.count(token) == 1
        assert token in token.sent.root.subtree()
        assert [child.i for child in token.children] == sorted(child.i for child in token.children)
    assert len(doc.sentences) == sum(head == i for i, head in enumerate(heads))


def test_doc_build_takes_lemmas_and_features():
    """Lemmas and features are those given; without lemmas a word is its own, in small letters."""
    doc = Doc.build(["Aurait"], [0], ["root"], ["AUX"], lemmas=["avoir"], morphs=["Mood=Cnd|Tense=Pres"])
    assert (doc.tokens[0].lemma, doc.tokens[0].morph) == ("avoir", {"Mood": "Cnd", "Tense": "Pres"})
    assert Doc.build(["Aurait"], [0], ["root"], ["AUX"]).tokens[0].lemma == "aurait"


def test_doc_build_refuses_lists_of_other_length():
    """A hand-built tree with a head too few is a mistake of the test that builds it, and is said."""
    with pytest.raises(ValueError, match="zip"):
        Doc.build(["a", "b"], [0], ["root", "dep"], ["X", "X"])


def test_doc_attach_of_a_root_makes_no_child():
    """A root is its own head, but not its own child: walks down a tree end."""
    token = Token(0, "a", "a", "a", "X", "root", {}, 0, 1)
    attach(token, token)
    assert (token.is_root, token.children, token.subtree()) == (True, [], [token])
    assert Sentence(0, [token]).root is token


@pytest.mark.parametrize(
    ("morph", "expected"),
    [
        ("", {}),
        ("_", {}),
        ("Mood=Ind", {"Mood": "Ind"}),
        ("Case=Acc|Gender=Fem,Masc", {"Case": "Acc", "Gender": "Fem,Masc"}),
    ],
)
def test_doc_features_reads_universal_features(morph, expected):
    """Features in the notation of Universal Dependencies become a dictionary."""
    assert features(morph) == expected
