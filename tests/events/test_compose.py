"""Compose: words that take an event as their complement, and what both make together."""

from datetime import date

import pytest
from trees import roles, tree, word

from detente.events.compose import Composer, Draft
from detente.events.ontology import Ontology
from detente.events.triggers import Lexicon, Operator, Row
from detente.records import Reality

ONTOLOGY = Ontology()


def operator(lemma, does, event=("xcomp", "obj"), actor=("subj",), recipient=("obj", "iobj"), **more):
    more = {"pos": "verb", "example": "", "gives": "", **more}
    return Operator(lemma=lemma, does=does, event=event, actor=actor, recipient=recipient, **more)


OPERATORS = Lexicon(
    [
        operator("refuse", "refuse", recipient=()),
        operator("agree", "agree", recipient=("with",)),
        operator("threaten", "threaten", event=("xcomp", "with")),
        operator("cancel", "cancel", recipient=()),
        operator("lift", "lift", recipient=()),
        operator("condemn", "blame", recipient=()),
        operator("begin", "begin", recipient=()),
        operator("fail", "fail", recipient=()),
        operator("plan", "plan", recipient=()),
        operator("launch", "light", recipient=("on",)),
        operator("suffer", "undergo", recipient=()),
        operator("urge", "ask", event=("xcomp",)),
        operator("hold", "begin", recipient=(), where={"obj": ("talk",)}),
    ]
)


def composed(table, head, kind, mode=None, actor=("subj",), recipient=("obj",), mutual=False):
    """The drafts that an event of this kind becomes: (type, mode, actors, recipients, trigger, effects)."""
    doc = tree(table)
    slots, token = roles(doc), word(doc, head)
    sides = [[p for slot in side for p in slots.parties(token, slot)] for side in (actor, recipient)]
    if mutual:
        sides = [[*sides[0], *sides[1]], []]
    row = Row(lemma=token.lemma, pos="verb", example="", gives="")
    draft = Draft(token, row, kind, mode, mutual, *sides, token, token)
    return Composer(slots, OPERATORS, ONTOLOGY).apply(draft)


def shown(draft):
    sides = ["+".join(p.actor.code or "?" for p in side) or "-" for side in (draft.actor, draft.recipient)]
    kind = draft.type + (f"/{draft.mode}" if draft.mode else "")
    return f"{sides[0]} {kind} {sides[1]}"


CONTROL = """
    Russia     PROPN 2 nsubj
    {verb}     VERB  0 root {verb}
    to         PART  4 mark
    {event}    VERB  2 xcomp {event} VerbForm=Inf
    China      PROPN 4 obj
"""
NOMINAL = """
    Russia     PROPN 2 nsubj
    {verb}     VERB  0 root {verb}
    Iran       PROPN 5 nmod:poss
    's         PART  3 case
    {event}    NOUN  2 obj
    on         ADP   7 case
    China      PROPN 5 nmod
"""

INFINITIVES = {
    "refuse to meet": ("refuse", "meet", "CONSULT", True, "RUS REJECT/meet CHN"),
    "refuse to aid": ("refuse", "help", "AID", False, "RUS REJECT/assist CHN"),
    "agree to aid": ("agree", "help", "AID", False, "RUS AGREE CHN"),
    "agree to attack": ("agree", "attack", "ASSAULT", False, "RUS THREATEN/violence CHN"),
    "threaten to attack": ("threaten", "attack", "ASSAULT", False, "RUS THREATEN/violence CHN"),
    "begin to attack": ("begin", "attack", "ASSAULT", False, "RUS ASSAULT CHN"),
}


@pytest.mark.parametrize(("verb", "event", "kind", "mutual", "expected"), INFINITIVES.values(), ids=INFINITIVES)
def test_compose_infinitive(verb, event, kind, mutual, expected):
    """ "Refused to meet" is a refusal, "threatened to attack" a threat; "began to attack" stays an attack."""
    (draft,) = composed(CONTROL.format(verb=verb, event=event), event, kind, mutual=mutual)
    assert shown(draft) == expected


def test_compose_moves_the_trigger_to_the_word_that_made_the_event():
    """The claim of "refused to meet" is read off "refused"; that of "began to attack" still off "attack"."""
    (refused,) = composed(CONTROL.format(verb="refuse", event="meet"), "meet", "CONSULT")
    (began,) = composed(CONTROL.format(verb="begin", event="attack"), "attack", "ASSAULT")
    assert (refused.trigger.text, refused.top.text, refused.composed) == ("refuse", "refuse", True)
    assert (began.trigger.text, began.top.text, began.composed) == ("attack", "begin", False)


def test_compose_notes_its_rules():
    """Evidence names the operator and its word."""
    (draft,) = composed(CONTROL.format(verb="refuse", event="meet"), "meet", "CONSULT")
    assert [(rule, token.text) for rule, token in draft.rules] == [("operator:refuse:refuse", "refuse")]


def test_compose_blame_keeps_the_event_beside():
    """ "Russia condemned Iran's attack on China" are two: an accusation of Iran, and the attack."""
    drafts = composed(NOMINAL.format(verb="condemn", event="attack"), "attack", "ASSAULT", None, ("poss",), ("on",))
    assert [shown(draft) for draft in drafts] == ["RUS ACCUSE/disapprove IRN", "IRN ASSAULT CHN"]
    assert [draft.trigger.text for draft in drafts] == ["condemn", "attack"]


def test_compose_lifts_sanctions():
    """Lifting one's sanctions is a concession to those who were under them."""
    table = "Russia PROPN 2 nsubj\nlift VERB 0 root\nsanctions NOUN 2 obj\non ADP 5 case\nChina PROPN 3 nmod"
    (draft,) = composed(table, "sanctions", "SANCTION", "discontinue", ("poss",), ("on",))
    assert shown(draft) == "RUS CONCEDE CHN"


def test_compose_cancels_a_visit():
    """A cancelled visit is a refusal to meet."""
    table = "Russia PROPN 2 nsubj\ncancel VERB 0 root\nvisit NOUN 2 obj\nto ADP 5 case\nChina PROPN 3 nmod"
    (draft,) = composed(table, "visit", "CONSULT", "visit", ("poss",), ("to",))
    assert shown(draft) == "RUS REJECT/meet CHN"


def test_compose_cancelled_by_nobody_named():
    """ "Iran's visit to China was cancelled": the visitor is taken for who cancelled."""
    table = """
        Iran       PROPN 3 nmod:poss
        's         PART  1 case
        visit      NOUN  7 nsubj:pass
        to         ADP   5 case
        China      PROPN 3 nmod
        was        AUX   7 aux:pass be
        cancelled  VERB  0 root cancel VerbForm=Part
    """
    (draft,) = composed(table, "visit", "CONSULT", "visit", ("poss",), ("to",))
    assert shown(draft) == "IRN REJECT/meet CHN"


def test_compose_threatens_with_a_noun():
    """ "Threatened China with sanctions": the object is who is threatened."""
    table = (
        "Russia PROPN 2 nsubj\nthreaten VERB 0 root\nChina PROPN 2 obj\nwith ADP 5 case\nsanctions NOUN 2 obl sanction"
    )
    (draft,) = composed(table, "sanctions", "SANCTION", "discontinue", ("poss",), ("on",))
    assert shown(draft) == "RUS THREATEN/restrict CHN"


def test_compose_parties_of_a_mutual_act_that_agree_on_it():
    """ "Russia and China agreed to meet" is one agreement with both as actors."""
    table = """
        Russia     PROPN 4 nsubj
        and        CCONJ 3 cc
        China      PROPN 1 conj
        agree      VERB  0 root agree
        meet       VERB  4 xcomp meet VerbForm=Inf
    """
    (draft,) = composed(table, "meet", "CONSULT", mutual=True)
    assert shown(draft) == "RUS+CHN AGREE -"
    assert draft.mutual


def test_compose_asks_for_an_act_of_another():
    """ "Urged Iran to help China": a request to Iran."""
    table = """
        Russia     PROPN 2 nsubj
        urge       VERB  0 root urge
        Iran       PROPN 2 obj
        help       VERB  2 xcomp help VerbForm=Inf
        China      PROPN 4 obj
    """
    (draft,) = composed(table, "help", "AID")
    assert shown(draft) == "RUS REQUEST/assist IRN"


def test_compose_light_verb_says_who():
    """ "Russia launched an attack on China": the noun's missing sides come from the verb."""
    table = "Russia PROPN 2 nsubj\nlaunch VERB 0 root\nattack NOUN 2 obj\non ADP 5 case\nChina PROPN 2 obl"
    (draft,) = composed(table, "attack", "ASSAULT", None, ("poss",), ())
    assert shown(draft) == "RUS ASSAULT CHN"


def test_compose_undergo_turns_the_sides():
    """ "China suffered an attack": the subject is who was hit."""
    (draft,) = composed("China PROPN 2 nsubj\nsuffer VERB 0 root\nattack NOUN 2 obj", "attack", "ASSAULT", None, (), ())
    assert shown(draft) == "- ASSAULT CHN"


@pytest.mark.parametrize(
    ("verb", "effects"),
    [("begin", []), ("fail", [Reality.NEGATION]), ("plan", [Reality.FUTURE]), ("lift", [Reality.HYPOTHETICAL])],
)
def test_compose_effects_on_reality(verb, effects):
    """ "Failed to attack" did not happen, "planned to" will; an operator without a rule makes it doubtful."""
    (draft,) = composed(CONTROL.format(verb=verb, event="attack"), "attack", "ASSAULT")
    assert shown(draft) == "RUS ASSAULT CHN"
    assert [effect for effect, _ in draft.effects] == effects


def test_compose_chains():
    """ "Refused to begin to attack …": operators are applied from the inside outward."""
    table = """
        Russia     PROPN 2 nsubj
        refuse     VERB  0 root refuse
        begin      VERB  2 xcomp begin VerbForm=Inf
        meet       VERB  3 xcomp meet VerbForm=Inf
        China      PROPN 4 obj
    """
    (draft,) = composed(table, "meet", "CONSULT")
    assert shown(draft) == "RUS REJECT/meet CHN"
    assert [rule for rule, _ in draft.rules] == ["operator:begin:begin", "operator:refuse:refuse"]


@pytest.mark.parametrize(
    "table",
    [
        "Russia PROPN 2 nsubj\nattack VERB 0 root\nChina PROPN 2 obj",
        CONTROL.format(verb="like", event="attack"),
        "refuse VERB 0 root\nRussia PROPN 3 nsubj\nattack VERB 1 parataxis attack VerbForm=Fin\nChina PROPN 3 obj",
    ],
    ids=["no governor", "no operator", "another slot"],
)
def test_compose_leaves_an_event_alone(table):
    """An event under no operator, or in a slot that the operator does not take, stays as it is."""
    (draft,) = composed(table, "attack", "ASSAULT")
    assert (draft.type, draft.composed, draft.rules) == ("ASSAULT", False, [])


def test_compose_checks_the_conditions_of_an_operator():
    """An operator with `where` counts only where its slot is filled so."""
    held = "Russia PROPN 2 nsubj\nhold VERB 0 root\ntalks NOUN 2 obj talk"
    (draft,) = composed(held, "talks", "CONSULT", None, (), ())
    assert draft.rules
    (draft,) = composed(held.replace("talks NOUN 2 obj talk", "visit NOUN 2 obj"), "visit", "CONSULT", None, (), ())
    assert draft.rules == []


TWINS = [
    ("en", "France refused on Monday to meet the Turkish delegation in Geneva.", ["FRA REJECT/meet TUR"]),
    ("fr", "La France a refusé lundi de rencontrer la délégation turque à Genève.", ["FRA REJECT/meet TUR"]),
    ("en", "Washington threatened Iran with new sanctions on Friday.", ["USA THREATEN/restrict IRN"]),
    ("fr", "Washington a menacé l'Iran de nouvelles sanctions vendredi.", ["USA THREATEN/restrict IRN"]),
    ("en", "Kenya condemned Israel's attack on Iran.", ["KEN ACCUSE/disapprove ISR", "ISR ASSAULT IRN"]),
    ("fr", "Le Kenya a condamné l'attaque d'Israël contre l'Iran.", ["KEN ACCUSE/disapprove ISR", "ISR ASSAULT IRN"]),
    ("en", "The Japanese government lifted its sanctions on Myanmar.", ["JPN CONCEDE MMR"]),
    ("fr", "Le gouvernement japonais a levé ses sanctions contre la Birmanie.", ["JPN CONCEDE MMR"]),
    ("en", "The Japanese president cancelled his visit to China.", ["JPN REJECT/meet CHN"]),
    ("fr", "Le président japonais a annulé sa visite en Chine.", ["JPN REJECT/meet CHN"]),
]


@pytest.mark.parametrize(("code", "text", "expected"), TWINS)
def test_compose_in_the_pipeline(pipeline, code, text, expected):
    """Refusals, threats, blame, lifting and cancelling read the same in both languages."""
    claims = pipeline.code_text(text, published=date(2025, 6, 18), language=code).claims
    found = [
        f"{c.actor[0].code} {c.type}{f'/{c.mode}' if c.mode else ''} {c.recipient[0].code if c.recipient else '-'}"
        for c in claims
    ]
    assert found == expected
