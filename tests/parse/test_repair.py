"""Repair: a main verb that the parser hid below a noun is found again, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from trees import tree, word

from detente.parse.doc import Doc, features
from detente.parse.repair import goes_on, join, repair


def shape(doc):
    """Word, relation and head of each token, to compare trees."""
    return [(t.text, t.dep, t.head.text) for t in doc.tokens]


def repaired(table):
    doc = tree(table)
    for sentence in doc.sentences:
        repair(sentence)
    return doc


def test_repair_finds_a_verb_coordinated_with_its_first_subject():
    """ "India and Pakistan exchanged prisoners": the verb becomes the root, India its subject, Pakistan a conjunct."""
    doc = repaired("""
        India      PROPN 0 root
        and        CCONJ 4 cc
        Pakistan   PROPN 4 nsubj
        exchanged  VERB  1 conj  exchange VerbForm=Fin
        prisoners  NOUN  4 obj
        .          PUNCT 1 punct
    """)
    assert shape(doc) == [
        ("India", "nsubj", "exchanged"),
        ("and", "cc", "Pakistan"),
        ("Pakistan", "conj", "India"),
        ("exchanged", "root", "exchanged"),
        ("prisoners", "obj", "exchanged"),
        (".", "punct", "exchanged"),
    ]


def test_repair_finds_a_verb_taken_for_an_adjective_of_its_object():
    """ "Turkey shared intelligence" is a sharing by Turkey, not a kind of intelligence."""
    doc = repaired("""
        Turkey        PROPN 3 compound
        shared        VERB  3 amod share VerbForm=Part|Tense=Past
        intelligence  NOUN  0 root
        .             PUNCT 3 punct
    """)
    assert shape(doc) == [
        ("Turkey", "nsubj", "shared"),
        ("shared", "root", "shared"),
        ("intelligence", "obj", "shared"),
        (".", "punct", "shared"),
    ]


def test_repair_keeps_the_subject_that_the_hidden_verb_has():
    """A verb below its object that has a subject already keeps it, and takes the object."""
    doc = repaired("""
        Turkey        PROPN 2 nsubj
        shared        VERB  3 amod share VerbForm=Fin
        intelligence  NOUN  0 root
        .             PUNCT 3 punct
    """)
    assert word(doc, "Turkey").head.text == "shared"
    assert word(doc, "intelligence").dep == "obj"


def test_repair_gives_the_words_before_the_verb_to_its_subject():
    """What hung on the object but stands before the verb belongs to the subject: "the Turkish Navy shared …"."""
    doc = repaired("""
        The           DET   5 det
        Turkish       ADJ   5 amod
        Navy          PROPN 5 compound
        shared        VERB  5 amod share VerbForm=Part|Tense=Past
        intelligence  NOUN  0 root
        .             PUNCT 5 punct
    """)
    assert [(t.text, t.head.text) for t in doc.tokens[:3]] == [("The", "Navy"), ("Turkish", "Navy"), ("Navy", "shared")]


def test_repair_finds_a_verb_taken_for_a_participle_of_its_subject():
    """ "Soldiers clashed with rebels" has a verb: the soldiers are its subject, the rebels stay its complement."""
    doc = repaired("""
        Soldiers  NOUN  0 root soldier
        clashed   VERB  1 acl clash VerbForm=Part|Tense=Past
        with      ADP   4 case
        rebels    NOUN  2 obl rebel
        yesterday NOUN  1 obl
        .         PUNCT 1 punct
    """)
    assert shape(doc)[0] == ("Soldiers", "nsubj", "clashed")
    assert word(doc, "clashed").is_root
    assert word(doc, "yesterday").head.text == "clashed"


UNTOUCHED = {
    "a headline without a full stop": """
        Soldiers  NOUN  0 root soldier
        clashed   VERB  1 acl clash VerbForm=Part|Tense=Past
    """,
    "a sentence with a main verb": """
        Soldiers  NOUN  2 nsubj soldier
        clashed   VERB  0 root clash VerbForm=Fin
        .         PUNCT 2 punct
    """,
    "a noun with a copula": """
        He        PRON  3 nsubj
        is        AUX   3 cop be
        president NOUN  0 root
        elected   VERB  3 acl elect VerbForm=Part|Tense=Past
        .         PUNCT 3 punct
    """,
    "a participle with an agent": """
        Soldiers  NOUN  0 root soldier
        killed    VERB  1 acl kill VerbForm=Part|Tense=Past
        by        ADP   4 case
        rebels    NOUN  2 obl:agent rebel
        .         PUNCT 1 punct
    """,
    "an infinitive": """
        Plans     NOUN  0 root plan
        attack    VERB  1 acl attack VerbForm=Inf
        .         PUNCT 1 punct
    """,
    "a gerund before its noun": """
        Turkey        PROPN 3 compound
        sharing       VERB  3 amod share VerbForm=Ger
        intelligence  NOUN  0 root
        .             PUNCT 3 punct
    """,
    "an adjective without a name before it": """
        Shared        VERB  2 amod share VerbForm=Part|Tense=Past
        intelligence  NOUN  0 root
        .             PUNCT 2 punct
    """,
    "a clause with a mark": """
        Soldiers  NOUN  0 root soldier
        while     SCONJ 3 mark
        clashed   VERB  1 acl clash VerbForm=Fin
        .         PUNCT 1 punct
    """,
}


@pytest.mark.parametrize("table", UNTOUCHED.values(), ids=UNTOUCHED)
def test_repair_leaves_alone(table):
    """A sentence that has its predicate, or may do without one, keeps its tree."""
    assert shape(repaired(table)) == shape(tree(table))


POS = st.sampled_from(["NOUN", "PROPN", "VERB", "AUX", "CCONJ", "PUNCT", "ADP"])
DEPS = st.sampled_from(
    ["nsubj", "obj", "conj", "cc", "amod", "acl", "compound", "nmod", "det", "punct", "obl", "advcl"]
)
MORPHS = st.sampled_from(["", "VerbForm=Fin", "VerbForm=Part|Tense=Past", "VerbForm=Inf", "VerbForm=Ger"])


@st.composite
def docs(draw):
    """Trees of any shape, a noun at the root, a full stop at the end."""
    size = draw(st.integers(2, 9))
    order = draw(st.permutations(range(size)))  # each token hangs below one that stands earlier in this order
    heads = [0] * size
    heads[order[0]] = order[0]
    for n, i in enumerate(order[1:], start=1):
        heads[i] = order[draw(st.integers(0, n - 1))]
    pos = [draw(POS) for _ in range(size)]
    deps = [draw(DEPS) for _ in range(size)]
    pos[order[0]], deps[order[0]] = "NOUN", "root"
    words = [f"w{i}" for i in range(size - 1)] + ["."]
    return Doc.build(words, heads, deps, pos, morphs=[draw(MORPHS) for _ in range(size)])


@given(docs())
def test_repair_gives_a_tree(doc):
    """Whatever the parser says, one root remains, every token hangs on its head, and children stand in text order."""
    for sentence in doc.sentences:
        repair(sentence)
    assert [t for t in doc.tokens if t.is_root] == [doc.sentences[0].root]
    assert doc.sentences[0].root.subtree() == doc.tokens
    for token in doc.tokens:
        assert token.is_root or token in token.head.children
        assert token.children == sorted(token.children, key=lambda t: t.i)


def test_repair_changes_no_word():
    """Words, lemmas and places are those of the parser; only the tree changes."""
    table = """
        Turkey        PROPN 3 compound
        shared        VERB  3 amod share VerbForm=Part|Tense=Past
        intelligence  NOUN  0 root
        .             PUNCT 3 punct
    """
    kept = [(t.text, t.lemma, t.pos, t.span, t.morph) for t in tree(table).tokens]
    assert [(t.text, t.lemma, t.pos, t.span, t.morph) for t in repaired(table).tokens] == kept
    assert kept[1][4] == features("VerbForm=Part|Tense=Past")


TWINS = [
    ("en", "India and Pakistan exchanged prisoners on Monday."),
    ("fr", "L'Inde et le Pakistan ont échangé des prisonniers lundi."),
]


@pytest.mark.parametrize(("code", "text"), TWINS)
def test_repair_leaves_the_pipeline_with_a_verb_at_the_root(pipeline, code, text):
    """After parsing, the main verb of a plain sentence heads it and has its first subject."""
    parser, _ = pipeline.load(code)
    root = parser.parse(text).sentences[0].root
    assert root.pos == "VERB"
    assert any(child.rel == "nsubj" and child.pos == "PROPN" for child in root.children)


def test_repair_joins_a_clause_to_its_subject():
    """ "warned that support could lead to …": the subject read as a clause of its own goes back to its verb."""
    doc = repaired("""
        Washington  PROPN 2 nsubj
        warned      VERB  0 root
        that        SCONJ 4 mark
        support     NOUN  2 ccomp
        could       VERB  2 conj
        lead        VERB  5 xcomp lead VerbForm=Inf
        .           PUNCT 2 punct
    """)
    assert shape(doc)[2:6] == [
        ("that", "mark", "could"),
        ("support", "nsubj", "could"),
        ("could", "ccomp", "warned"),
        ("lead", "xcomp", "could"),
    ]


CUT = [
    ("Russia on Thursday vetoed the text", [0, 2, 3, 3, 5, 3], "root case obl root det obj", [("Russia", "nsubj", 3)]),
    ("Sent troops to the border", [0, 0, 4, 4, 4], "root obj case det root", [("border", "parataxis", 0)]),
    ("Play now", [0, 1], "root root", [("Play", "dep", 1)]),
]


@pytest.mark.parametrize(("text", "heads", "deps", "hung"), CUT, ids=lambda case: case if isinstance(case, str) else "")
def test_repair_sentence_cut_before_a_small_letter_is_joined(text, heads, deps, hung):
    """Two trees of one sentence become one: its subject goes to its verb, anything else beside the verb."""
    pos = {"vetoed": "VERB", "Sent": "VERB", "on": "ADP", "to": "ADP", "the": "DET", "now": "ADV"}
    words = text.split()
    doc = Doc.build(words, heads, deps.split(), [pos.get(word, "NOUN") for word in words])
    before, after = (sentence.tokens for sentence in doc.sentences)
    assert goes_on(before[-1], after[0])
    tokens = join(before, after)
    assert [token.text for token in tokens] == words
    assert [token.is_root for token in tokens].count(True) == 1
    for name, dep, head in hung:
        token = tokens[words.index(name)]
        assert (token.dep, token.head.i) == (dep, head)
        assert token in token.head.children


@pytest.mark.parametrize(("before", "after"), [("over.", "the"), ("over", "The"), ("2.492", "new"), ("»", "the")])
def test_repair_sentence_that_may_begin_there_stays(before, after):
    """A mark before it, a capital or a figure: the parser may be right, nothing is joined."""
    doc = Doc.build([before, after], [0, 1], ["root", "root"], ["NOUN", "NOUN"])
    assert not goes_on(*doc.tokens)
