"""Resolve: pronouns and "the two countries", by what was last spoken of."""

import pytest
from trees import resolver, tree, who, word

PRONOUNS = {
    "en": """
        Russia     PROPN 2 nsubj
        attacked   VERB  0 root
        Ukraine    PROPN 2 obj

        It         PRON  2 nsubj it Person=3|Number=Sing|PronType=Prs
        lost       VERB  0 root
    """,
    "fr": """
        Russia     PROPN 2 nsubj
        attaqua    VERB  0 root
        Ukraine    PROPN 2 obj

        Elle       PRON  2 nsubj il Person=3|Number=Sing|PronType=Prs
        perdit     VERB  0 root
    """,
}


@pytest.mark.parametrize("code", PRONOUNS)
def test_resolve_pronoun_by_the_last_subject(code):
    """A pronoun stands for the last subject, not the last state; its words are its own, its source the name's."""
    doc = tree(PRONOUNS[code])
    (party,) = resolver(doc, code).parties(doc.tokens[3])
    assert (party.actor.code, party.actor.text, party.rule) == ("RUS", doc.tokens[3].text, "pronoun")
    assert party.source.of(doc.text) == "Russia"


def test_resolve_plural_pronoun_by_a_plural_subject():
    """ "They" are the troops of the sentence before last, not the one state between."""
    doc = tree("""
        Chinese    ADJ   2 amod
        troops     NOUN  3 nsubj troop Number=Plur
        marched    VERB  0 root

        Russia     PROPN 2 nsubj russia Number=Sing
        waited     VERB  0 root

        They       PRON  2 nsubj they Person=3|Number=Plur
        fired      VERB  0 root
    """)
    assert who(resolver(doc).parties(doc.tokens[5])) == ["CHN:MIL They"]


@pytest.mark.parametrize(
    "pronoun",
    [
        "We PRON 2 nsubj we Person=1|Number=Plur",
        "Nobody PRON 2 nsubj nobody PronType=Neg",
        "This PRON 2 nsubj this PronType=Dem",
        "Who PRON 2 nsubj who PronType=Int",
        "Se PRON 2 obj se Reflex=Yes|Person=3",
        "There PRON 2 expl there",
    ],
)
def test_resolve_pronouns_of_nobody(pronoun):
    """ "We", "nobody", "this", "who?" and a reflexive pronoun stand for no actor that was named."""
    doc = tree(f"Russia PROPN 2 nsubj\nattacked VERB 0 root\n\n{pronoun}\nlost VERB 0 root")
    assert resolver(doc).parties(doc.tokens[2]) == []


def test_resolve_pronoun_looks_back_three_sentences_only():
    """A subject further back is forgotten: better nobody than the wrong one."""
    filler = "It PRON 2 expl\nrained VERB 0 root"
    doc = tree(
        "\n\n".join(
            ["Russia PROPN 2 nsubj\nlost VERB 0 root", *[filler] * 3, "He PRON 2 nsubj he Person=3\nwon VERB 0 root"]
        )
    )
    assert resolver(doc).parties(doc.tokens[-2]) == []


def test_resolve_possessive_pronoun_is_the_owner():
    """ "its army" is the army of the subject."""
    doc = tree("""
        Russia     PROPN 2 nsubj
        sent       VERB  0 root
        its        PRON  4 nmod:poss its Poss=Yes|Person=3
        army       NOUN  2 obj
    """)
    assert who(resolver(doc).parties(word(doc, "army"))) == ["RUS:MIL its army"]


@pytest.mark.parametrize(("code", "pronoun"), [("en", "which"), ("fr", "qui")])
def test_resolve_relative_pronoun_by_its_noun(code, pronoun):
    """The subject of a relative clause is the noun that the clause hangs on."""
    doc = tree(f"""
        Ukraine    PROPN 2 nsubj
        beat       VERB  0 root
        Russia     PROPN 2 obj
        {pronoun}  PRON  5 nsubj {pronoun} PronType=Rel
        attacked   VERB  3 acl:relcl
    """)
    assert [p.actor.code for p in resolver(doc, code).parties(word(doc, pronoun))] == ["RUS"]


TWO = {
    "en": ("countries", """
        China      PROPN 4 nsubj
        and        CCONJ 3 cc
        Japan      PROPN 1 conj
        met        VERB  0 root

        The        DET   3 det
        two        NUM   3 nummod
        countries  NOUN  4 nsubj country Number=Plur
        agreed     VERB  0 root
    """),
    "fr": ("pays", """
        Chine      PROPN 4 nsubj
        et         CCONJ 3 cc
        Japon      PROPN 1 conj
        parlent    VERB  0 root

        Les        DET   3 det
        deux       NUM   3 nummod
        pays       NOUN  4 nsubj pays Number=Plur
        signent    VERB  0 root
    """),
}  # fmt: skip


@pytest.mark.parametrize("code", TWO)
def test_resolve_the_two_countries_by_the_last_two_states(code):
    """ "The two countries" are the two states of the last sentence that names two; the words are their own."""
    text, table = TWO[code]
    doc = tree(table)
    assert [p.actor.code for p in resolver(doc, code).parties(word(doc, text))] == ["CHN", "JPN"]


@pytest.mark.parametrize("code", TWO)
def test_resolve_the_two_countries_by_the_pair_that_met(code):
    """The parties of the last mutual act count more than the states last named."""
    text, table = TWO[code]
    doc = tree("Russia PROPN 3 nsubj\nIran PROPN 1 conj\nmet VERB 0 root\n\n" + table.strip())
    made = resolver(doc, code)
    made.pair = tuple(made.parties(doc.tokens[0]))
    parties = made.parties(word(doc, text))
    assert [p.actor.code for p in parties] == ["RUS", "IRN"]
    assert {p.rule for p in parties} == {"pair"}


def test_resolve_two_countries_that_are_named_are_no_pair():
    """ "The two Russian officials" are Russia's, whoever met before."""
    doc = tree("""
        China      PROPN 4 nsubj
        and        CCONJ 3 cc
        Japan      PROPN 1 conj
        met        VERB  0 root

        The        DET   4 det
        two        NUM   4 nummod
        Russian    ADJ   4 amod
        officials  NOUN  0 root official Number=Plur
    """)
    assert [p.actor.code for p in resolver(doc).parties(word(doc, "officials"))] == ["RUS"]
