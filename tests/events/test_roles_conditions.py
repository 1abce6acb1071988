"""Roles as conditions: what fills a slot, in which slot an event stands, which verbs carry it."""

import pytest
from trees import roles, tree, word

FITS = tree("""
    Russia     PROPN 2 nsubj
    imposed    VERB  0 root impose
    new        ADJ   5 amod
    trade      NOUN  5 compound
    sanctions  NOUN  2 obj sanction
    and        CCONJ 7 cc
    tariffs    NOUN  5 conj tariff
""")


@pytest.mark.parametrize(
    ("where", "unless", "expected"),
    [
        ({}, {}, True),
        ({"obj": ("sanction",)}, {}, True),
        ({"obj": ("sanctions",)}, {}, True),
        ({"obj": ("tariff",)}, {}, True),
        ({"obj": ("trade",)}, {}, True),
        ({"obj": ("embargo",)}, {}, False),
        ({"obj": ("sanction",), "on": ("iran",)}, {}, False),
        ({}, {"obj": ("tariff",)}, False),
        ({"obj": ("sanction",)}, {"obj": ("embargo",)}, True),
    ],
)
def test_roles_fit_conditions(where, unless, expected):
    """`where` needs every slot, `unless` forbids any; forms, conjuncts and compounded words count as the lemma does."""
    assert roles(FITS).fits(word(FITS, "imposed"), where, unless) is expected


def test_roles_conditions_look_into_counts():
    """ "a series of strikes" is strikes."""
    doc = tree("launched VERB 0 root launch\nseries NOUN 1 obj\nof ADP 4 case\nstrikes NOUN 2 nmod strike")
    assert "strike" in roles(doc).lemmas(word(doc, "launched"), "obj")


SLOT_OF = {
    "object": ("attack", "condemned", "obj", "condemned VERB 0 root condemn\nattack NOUN 1 obj"),
    "subject": ("attack", "failed", "subj", "attack NOUN 2 nsubj\nfailed VERB 0 root fail"),
    "passive subject": ("attack", "condemned", "obj", "attack NOUN 2 nsubj:pass\ncondemned VERB 0 root"),
    "preposition": ("attack", "warned", "of", "warned VERB 0 root warn\nof ADP 3 case\nattack NOUN 1 obl"),
    "clause": ("attack", "refused", "xcomp", "refused VERB 0 root refuse\nattack VERB 1 xcomp attack VerbForm=Inf"),
    "second of two": ("raid", "condemned", "obj", "condemned VERB 0 root\nattack NOUN 1 obj\nraid NOUN 2 conj"),
    "counted": (
        "raids",
        "condemned",
        "obj",
        "condemned VERB 0 root\nseries NOUN 1 obj\nof ADP 4 case\nraids NOUN 2 nmod",
    ),
}


@pytest.mark.parametrize(("event", "governor", "name", "table"), SLOT_OF.values(), ids=SLOT_OF)
def test_roles_slot_of_an_event(event, governor, name, table):
    """An event knows the word that governs it and the slot in which it stands there."""
    doc = tree(table)
    token, slots = roles(doc).slot_of(word(doc, event))
    assert token.text == governor
    assert name in slots


def test_roles_slot_of_the_top_is_none():
    """A root and a relative clause stand in no slot."""
    doc = tree("Russia PROPN 0 root\nwhich PRON 3 nsubj\nattacked VERB 1 acl:relcl")
    assert roles(doc).slot_of(doc.tokens[0]) is None
    assert roles(doc).slot_of(doc.tokens[2]) is None


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("held VERB 0 root hold\ntalks NOUN 1 obj talk", True),
        ("condemned VERB 0 root condemn\ntalks NOUN 1 obj talk", False),
        ("talks NOUN 2 nsubj talk\nbegan VERB 0 root begin", True),
        ("talks NOUN 2 nsubj talk\ntook VERB 0 root take\nplace NOUN 2 obj", True),
        ("talks NOUN 2 nsubj talk\ntook VERB 0 root take\nhours NOUN 2 obj hour", False),
        ("talks NOUN 2 nsubj talk\nsurprised VERB 0 root surprise", False),
    ],
)
def test_roles_carries(table, expected):
    """Light verbs carry their object's event, verbs of happening their subject's; "take place" is one."""
    doc = tree(table)
    verb = doc.sentences[0].root
    assert roles(doc).carries(verb, word(doc, "talks")) is expected
