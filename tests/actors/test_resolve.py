"""Resolve: from a noun phrase to the state, the body and the sector that it names."""

from datetime import date

import pytest
from trees import resolver, tree, who, word

PHRASES = {
    "state": ("en", "Russia", ["RUS:GOV Russia"], "Russia PROPN 0 root"),
    "capital": ("fr", "Moscou", ["RUS:GOV Moscou"], "Moscou PROPN 0 root"),
    "seat": ("en", "Kremlin", ["RUS:GOV Kremlin"], "The DET 2 det\nKremlin PROPN 0 root"),
    "body": ("fr", "ONU", ["UNO:GOV ONU"], "l' DET 2 det\nONU PROPN 0 root"),
    "name with a sector": ("en", "Army", ["RUS:MIL Red Army"], "Red PROPN 2 compound\nArmy PROPN 0 root"),
    "adjective and office": ("en", "president", ["RUS:GOV Russian president"], """
        the        DET   3 det
        Russian    ADJ   3 amod
        president  NOUN  0 root
    """),
    "office and adjective": ("fr", "président", ["RUS:GOV président russe"], """
        le         DET   2 det
        président  NOUN  0 root
        russe      ADJ   2 amod
    """),
    "two adjectives": ("en", "troops", ["RUS:MIL Russian", "CHN:MIL Chinese"], """
        Russian    ADJ   4 amod
        and        CCONJ 3 cc
        Chinese    ADJ   1 conj
        troops     NOUN  0 root troop
    """),
    "genitive": ("fr", "armée", ["CHN:MIL armée de la Chine"], """
        l'         DET   2 det
        armée      NOUN  0 root
        de         ADP   5 case
        la         DET   5 det
        Chine      PROPN 2 nmod
    """),
    "possessive": ("en", "army", ["CHN:MIL China 's army"], """
        China      PROPN 3 nmod:poss
        's         PART  1 case
        army       NOUN  0 root
    """),
    "compound": ("en", "troops", ["UNO:MIL UN troops"], "UN PROPN 2 compound\ntroops NOUN 0 root troop"),
    "origin": ("en", "soldiers", ["JPN:MIL soldiers from Japan"], """
        soldiers   NOUN  0 root soldier
        from       ADP   3 case
        Japan      PROPN 1 nmod
    """),
    "at home": ("en", "generals", ["RUS:MIL generals in Russia"], """
        generals   NOUN  0 root general
        in         ADP   3 case
        Russia     PROPN 1 nmod
    """),
    "head of another office": ("en", "head", ["RUS:MIL head of the Russian army"], """
        the        DET   2 det
        head       NOUN  0 root
        of         ADP   6 case
        the        DET   6 det
        Russian    ADJ   6 amod
        army       NOUN  2 nmod
    """),
    "thing that acts for its state": ("fr", "ambassade", ["JPN:GOV ambassade du Japon"], """
        l'         DET   2 det
        ambassade  NOUN  0 root
        du         ADP   4 case de
        Japon      PROPN 2 nmod
    """),
    "coordinated states": ("fr", "Russie", ["RUS:GOV Russie", "CHN:GOV Chine"], """
        la         DET   2 det
        Russie     PROPN 0 root
        et         CCONJ 5 cc
        la         DET   5 det
        Chine      PROPN 2 conj
    """),
    "counted people": ("en", "Kenyans", ["KEN:CVL three Kenyans"], "three NUM 2 nummod\nKenyans PROPN 0 root"),
    "people of nobody's": ("fr", "kényans", ["KEN:CVL kényans"], "des DET 2 det un Definite=Ind\nkényans NOUN 0 root"),
    "a whole people": ("en", "Russians", ["RUS:GOV Russians"], "the DET 2 det\nRussians PROPN 0 root"),
    "a whole people (fr)": ("fr", "Russes", ["RUS:GOV Russes"], "les DET 2 det le Definite=Def\nRusses NOUN 0 root"),
    "what a phrase counts": ("en", "hundreds", ["RUS:MIL Russian soldiers"], """
        hundreds   NOUN  0 root hundred
        of         ADP   4 case
        Russian    ADJ   4 amod
        soldiers   NOUN  1 nmod soldier
    """),
    "thing": ("en", "winter", [], "the DET 3 det\nRussian ADJ 3 amod\nwinter NOUN 0 root"),
    "blocked name": ("en", "Mexico", [], "New PROPN 2 compound\nMexico PROPN 0 root"),
    "office of nobody known": ("en", "minister", ["?:GOV minister"], "a DET 2 det\nminister NOUN 0 root"),
    "person of nobody known": ("en", "Smith", ["?:? John Smith"], "John PROPN 2 compound\nSmith PROPN 0 root"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "head", "expected", "table"), PHRASES.values(), ids=PHRASES)
def test_resolve_phrase(code, head, expected, table):
    """A phrase names the states it belongs to, in the sector of its noun, with the words that say so."""
    doc = tree(table)
    assert who(resolver(doc, code).parties(word(doc, head))) == expected


def test_resolve_keeps_the_words_of_the_unresolved():
    """Who cannot be resolved has no code, but words and span: never dropped, never guessed."""
    doc = tree("John PROPN 2 compound\nSmith PROPN 3 nsubj\nspoke VERB 0 root")
    (party,) = resolver(doc).parties(word(doc, "Smith"))
    assert party.actor.code is None
    assert party.actor.span.of(doc.text) == party.actor.text == "John Smith"
    assert party.rule == "name_unknown"


def test_resolve_months_and_weekdays_are_nobody():
    """ "met Sunday": a capitalised day is no person; another capitalised word is one."""
    doc = tree("Sunday PROPN 2 compound\nSmith PROPN 0 root\n\nSunday PROPN 0 root")
    made = resolver(doc, nobody=frozenset({"sunday"}))
    assert made.parties(doc.tokens[2]) == []
    assert len(resolver(doc).parties(doc.tokens[2])) == 1


TITLES = {
    "title before the name": ("en", "Putin", "RUS:GOV Russian President Putin", """
        Russian    ADJ   3 amod
        President  NOUN  3 compound president
        Putin      PROPN 4 nsubj
        spoke      VERB  0 root
    """),
    "title as head, name flat": ("fr", "Poutine", "RUS:GOV Poutine", """
        le         DET   2 det
        président  NOUN  5 nsubj
        russe      ADJ   2 amod
        Poutine    PROPN 2 appos
        parle      VERB  0 root
    """),
    "apposition behind a comma": ("en", "Putin", "RUS:GOV Putin", """
        Putin      PROPN 6 nsubj
        ,          PUNCT 4 punct
        Russian    ADJ   4 amod
        president  NOUN  1 appos
        ,          PUNCT 4 punct
        spoke      VERB  0 root
    """),
    "apposition with a genitive": ("fr", "Poutine", "RUS:GOV Poutine", """
        Poutine    PROPN 8 nsubj
        ,          PUNCT 4 punct
        le         DET   4 det
        président  NOUN  1 appos
        de         ADP   7 case
        la         DET   7 det
        Russie     PROPN 4 nmod
        parle      VERB  0 root
    """),
}  # fmt: skip


@pytest.mark.parametrize(("code", "name", "expected", "table"), TITLES.values(), ids=TITLES)
def test_resolve_person_by_title(code, name, expected, table):
    """A person acts for the state that the title beside the name belongs to, in the sector of the title."""
    doc = tree(table)
    assert who(resolver(doc, code).parties(word(doc, name))) == [expected]


AGAIN = """
    Russian    ADJ   3 amod
    President  NOUN  3 compound president
    Vladimir   PROPN 5 nsubj
    Putin      PROPN 3 flat
    spoke      VERB  0 root

    Putin      PROPN 2 nsubj
    left       VERB  0 root

    The        DET   2 det the Definite=Def
    president  NOUN  3 nsubj
    slept      VERB  0 root

    Vladimir   PROPN 2 nsubj
    rose       VERB  0 root
"""


@pytest.mark.parametrize(
    ("again", "rule"), [(5, "name_met"), (8, "role_met"), (10, "name_met")], ids=["name", "role", "first name"]
)
def test_resolve_person_met_again(again, rule):
    """A name met before, any part of it, and the role with an article are those of the first mention."""
    doc = tree(AGAIN)
    made = resolver(doc)
    made.parties(doc.tokens[2])
    (party,) = made.parties(doc.tokens[again])
    assert (party.actor.code, party.actor.sector, party.rule) == ("RUS", "GOV", rule)
    assert party.actor.text == doc.tokens[again].text
    assert party.source.of(doc.text) == "Russian"


def test_resolve_role_met_again_needs_an_article():
    """ "A president" is another one."""
    doc = tree(AGAIN.replace("The        DET   2 det the Definite=Def", "A DET 2 det a Definite=Ind"))
    made = resolver(doc)
    made.parties(doc.tokens[2])
    assert who(made.parties(doc.tokens[8])) == ["?:GOV president"]


@pytest.mark.parametrize(
    ("code", "second", "table"),
    [
        ("en", "sailors", """
            Russian    ADJ   2 amod
            troops     NOUN  0 root troop
            and        CCONJ 4 cc
            sailors    NOUN  2 conj sailor
        """),
        ("fr", "soldats", """
            soldats    NOUN  0 root soldat
            et         CCONJ 3 cc
            marins     NOUN  1 conj marin
            russes     ADJ   3 amod russe
        """),
    ],
)  # fmt: skip
def test_resolve_coordinated_nouns_share_an_adjective(code, second, table):
    """ "Russian troops and sailors", "soldats et marins russes": the adjective holds for both."""
    doc = tree(table)
    (party,) = resolver(doc, code).one(word(doc, second))
    assert (party.actor.code, party.actor.sector) == ("RUS", "MIL")


def test_resolve_group_at_home_is_that_of_the_one_state_around():
    """ "Soldiers" in a sentence that names one state are that state's; in a sentence with two, nobody knows whose."""
    one = tree("Soldiers NOUN 2 nsubj soldier\nmarched VERB 0 root\nin ADP 4 case\nRussia PROPN 2 obl")
    two = tree("Soldiers NOUN 2 nsubj soldier\nmarched VERB 0 root\nRussia PROPN 2 obl\nChina PROPN 2 obl")
    assert who(resolver(one).parties(one.tokens[0])) == ["RUS:MIL Soldiers"]
    assert who(resolver(two).parties(two.tokens[0])) == ["?:MIL Soldiers"]


def test_resolve_names_an_actor_once():
    """ "Moscow and the Kremlin" in one phrase are two mentions, but "Russia and Russia" is one."""
    doc = tree("Russia PROPN 0 root\nand CCONJ 3 cc\nRussia PROPN 1 conj")
    assert len(resolver(doc).parties(doc.tokens[0])) == 1


def test_resolve_does_not_turn_in_circles():
    """A phrase that belongs to itself through a pronoun ends: "its ally's ally"."""
    doc = tree("""
        its        PRON  2 nmod:poss its Poss=Yes|Person=3
        president  NOUN  3 nsubj
        left       VERB  0 root
    """)
    assert who(resolver(doc).parties(word(doc, "president"))) == ["?:GOV president"]


def test_resolve_reach_finds_the_state_that_a_thing_is_about():
    """ "sites in Iran": a thing is no actor, but the state it lies in can be reached."""
    doc = tree("sites NOUN 0 root site\nin ADP 3 case\nIran PROPN 1 nmod")
    made = resolver(doc)
    assert made.parties(doc.tokens[0]) == []
    assert who(made.reach(doc.tokens[0])) == ["IRN:GOV Iran"]


TWINS = [
    ("en", "Chinese President Xi Jinping met French Foreign Minister Jean Dupont.", {"CHN:GOV", "FRA:GOV"}),
    ("fr", "Le président chinois Xi Jinping a rencontré le ministre français Jean Dupont.", {"CHN:GOV", "FRA:GOV"}),
    ("en", "The Turkish army attacked soldiers of Syria.", {"TUR:MIL", "SYR:MIL"}),
    ("fr", "L'armée turque a attaqué des soldats de la Syrie.", {"TUR:MIL", "SYR:MIL"}),
    ("en", "Japan met China in Geneva. The two countries signed an agreement.", {"JPN:GOV", "CHN:GOV"}),
    ("fr", "Le Japon a rencontré la Chine à Genève. Les deux pays ont signé un accord.", {"JPN:GOV", "CHN:GOV"}),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "expected"), TWINS)
def test_resolve_in_the_pipeline(pipeline, code, text, expected):
    """Every claim of these sentences is between these two, in these sectors, in both languages."""
    claims = pipeline.code_text(text, published=date(2025, 6, 18), language=code).claims
    assert claims
    for claim in claims:
        assert {f"{a.code}:{a.sector}" for a in (*claim.actor, *claim.recipient)} == expected
