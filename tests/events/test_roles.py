"""Roles: who fills the slots of a verb or noun, by Universal Dependencies alone."""

from datetime import date

import pytest
from trees import roles, tree, who, word


def slot(table, head, name, code="en"):
    """The words that head the phrases in a slot."""
    doc = tree(table)
    return [token.text for token in roles(doc, code).phrases(word(doc, head), name)]


PASSIVES = {
    "en": ("attacked", """
        Ukraine    PROPN 3 nsubj:pass
        was        AUX   3 aux:pass be
        attacked   VERB  0 root attack VerbForm=Part|Tense=Past
        by         ADP   5 case
        Russia     PROPN 3 obl:agent
    """),
    "fr": ("attaquée", """
        Ukraine    PROPN 4 nsubj:pass
        a          AUX   4 aux avoir
        été        AUX   4 aux:pass être
        attaquée   VERB  0 root attaquer VerbForm=Part|Tense=Past
        par        ADP   6 case
        Russie     PROPN 4 obl:agent
    """),
    "agent without subtype": ("attacked", """
        Ukraine    PROPN 3 nsubj:pass
        was        AUX   3 aux:pass be
        attacked   VERB  0 root attack VerbForm=Part|Tense=Past
        by         ADP   5 case
        Russia     PROPN 3 obl
    """),
    "participle of a noun": ("attacked", """
        Ukraine    PROPN 0 root
        attacked   VERB  1 acl attack VerbForm=Part|Tense=Past
        by         ADP   4 case
        Russia     PROPN 2 obl:agent
    """),
}  # fmt: skip


@pytest.mark.parametrize(("head", "table"), PASSIVES.values(), ids=PASSIVES)
def test_roles_turn_a_passive_round(head, table):
    """The agent of a passive is its logical subject, its grammatical subject the object."""
    code = "fr" if "Russie" in table else "en"
    assert slot(table, head, "obj", code) == ["Ukraine"]
    assert slot(table, head, "subj", code) in (["Russia"], ["Russie"])


def test_roles_passive_without_agent_has_no_subject():
    """ "Ukraine was attacked": by whom is not said."""
    table = "Ukraine PROPN 3 nsubj:pass\nwas AUX 3 aux:pass be\nattacked VERB 0 root attack VerbForm=Part"
    assert slot(table, "attacked", "subj") == []


ACTIVES = {
    "reflexive": ("fr", "retirée", """
        Russie     PROPN 4 nsubj:pass
        s'         PRON  4 expl:pass se
        est        AUX   4 aux être
        retirée    VERB  0 root retirer VerbForm=Part|Tense=Past
    """, "Russie"),
    "moving verb": ("fr", "partie", """
        Russie     PROPN 3 nsubj:pass
        est        AUX   3 aux:pass être
        partie     VERB  0 root partir VerbForm=Part|Tense=Past
    """, "Russie"),
    "present participle": ("en", "attacking", """
        Russia     PROPN 0 root
        attacking  VERB  1 acl attack VerbForm=Part|Tense=Pres
        Ukraine    PROPN 2 obj
    """, "Russia"),
    "past participle with an object": ("fr", "ayant", """
        Russie     PROPN 0 root
        ayant      VERB  1 acl avoir VerbForm=Part|Tense=Past
        Ukraine    PROPN 2 obj
    """, "Russie"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "head", "table", "subject"), ACTIVES.values(), ids=ACTIVES)
def test_roles_are_not_turned_round(code, head, table, subject):
    """Reflexive verbs, verbs of moving ("est parti") and active participles are no passives, whatever the labels."""
    doc = tree(table)
    assert not roles(doc, code).is_passive(word(doc, head))
    assert slot(table, head, "subj", code) == [subject]


SUBJECTS = {
    "raising": ("attack", ["Russia"], """
        Russia     PROPN 2 nsubj
        seems      VERB  0 root seem
        to         PART  4 mark
        attack     VERB  2 xcomp attack VerbForm=Inf
    """),
    "subject control": ("attack", ["Russia"], """
        Russia     PROPN 2 nsubj
        refused    VERB  0 root refuse
        to         PART  4 mark
        attack     VERB  2 xcomp attack VerbForm=Inf
        Ukraine    PROPN 4 obj
    """),
    "object control": ("attack", ["Iran"], """
        Russia     PROPN 2 nsubj
        urged      VERB  0 root urge
        Iran       PROPN 2 obj
        to         PART  5 mark
        attack     VERB  2 xcomp attack VerbForm=Inf
        Ukraine    PROPN 5 obj
    """),
    "passive control": ("leave", ["Russia"], """
        Russia     PROPN 3 nsubj:pass
        was        AUX   3 aux:pass be
        forced     VERB  0 root force VerbForm=Part
        by         ADP   5 case
        Iran       PROPN 3 obl:agent
        to         PART  7 mark
        leave      VERB  3 xcomp leave VerbForm=Inf
    """),
    "through two verbs": ("attack", ["Russia"], """
        Russia     PROPN 2 nsubj
        seemed     VERB  0 root seem
        to         PART  4 mark
        want       VERB  2 xcomp want VerbForm=Inf
        to         PART  6 mark
        attack     VERB  4 xcomp attack VerbForm=Inf
    """),
    "conjunct": ("left", ["Russia"], """
        Russia     PROPN 2 nsubj
        attacked   VERB  0 root attack
        and        CCONJ 4 cc
        left       VERB  2 conj leave
    """),
    "conjunct of a passive": ("fled", ["Ukraine"], """
        Ukraine    PROPN 3 nsubj:pass
        was        AUX   3 aux:pass be
        attacked   VERB  0 root attack VerbForm=Part
        and        CCONJ 5 cc
        fled       VERB  3 conj flee VerbForm=Fin
    """),
    "conjunct with its own": ("left", ["Iran"], """
        Russia     PROPN 2 nsubj
        attacked   VERB  0 root attack
        and        CCONJ 5 cc
        Iran       PROPN 5 nsubj
        left       VERB  2 conj leave
    """),
    "gerund clause": ("attacking", ["Russia"], """
        Russia     PROPN 2 nsubj
        left       VERB  0 root leave
        after      SCONJ 4 mark
        attacking  VERB  2 advcl attack VerbForm=Ger
    """),
    "finite clause": ("attacked", [], """
        Russia     PROPN 2 nsubj
        left       VERB  0 root leave
        after      SCONJ 4 mark
        attacked   VERB  2 advcl attack VerbForm=Fin
    """),
    "infinitive of a noun": ("attack", ["Russia"], """
        Russia     PROPN 2 nsubj
        has        VERB  0 root have
        plans      NOUN  2 obj plan
        to         PART  5 mark
        attack     VERB  3 acl attack VerbForm=Inf
    """),
    "infinitive of an owned noun": ("attack", ["its"], """
        Russia     PROPN 2 nsubj
        dropped    VERB  0 root drop
        its        PRON  4 nmod:poss its Poss=Yes
        plan       NOUN  2 obj
        attack     VERB  4 acl attack VerbForm=Inf
    """),
    "relative clause": ("attacked", ["which"], """
        Russia     PROPN 0 root
        which      PRON  3 nsubj which PronType=Rel
        attacked   VERB  1 acl:relcl attack VerbForm=Fin
    """),
    "predicate": ("ready", ["Russia"], "Russia PROPN 3 nsubj\nis AUX 3 cop be\nready ADJ 0 root"),
    "nobody": ("rained", [], "rained VERB 0 root rain"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "expected", "table"), SUBJECTS.values(), ids=SUBJECTS)
def test_roles_subject(head, expected, table):
    """A verb without a subject of its own takes that of the verb or noun that controls it; a finite clause does not."""
    assert slot(table, head, "subj") == expected


@pytest.mark.parametrize(("code", "pronoun"), [("en", "which"), ("fr", "qui")])
def test_roles_party_of_a_relative_clause(code, pronoun):
    """The actor of a relative clause is what its pronoun refers to."""
    doc = tree(f"Ukraine PROPN 0 root\n{pronoun} PRON 3 nsubj {pronoun} PronType=Rel\nlost VERB 1 acl:relcl")
    assert [p.actor.code for p in roles(doc, code).parties(word(doc, "lost"), "subj")] == ["UKR"]


OBJECTS = {
    "own": ("attacked", ["Ukraine"], "Russia PROPN 2 nsubj\nattacked VERB 0 root\nUkraine PROPN 2 obj"),
    "shared with the next verb": ("attacked", ["Ukraine"], """
        Russia     PROPN 2 nsubj
        attacked   VERB  0 root attack
        and        CCONJ 4 cc
        occupied   VERB  2 conj occupy
        Ukraine    PROPN 4 obj
    """),
    "not of a verb with a subject": ("left", [], """
        Russia     PROPN 2 nsubj
        left       VERB  0 root leave
        Iran       PROPN 4 nsubj
        took       VERB  2 conj take
        Ukraine    PROPN 4 obj
    """),
    "behind a particle taken for a preposition": ("broke", ["talks"], """
        Russia     PROPN 2 nsubj
        broke      VERB  0 root break
        off        ADP   4 case
        talks      NOUN  2 obl talk
    """),
    "conjunct of a passive": ("seized", ["Ukraine"], """
        Ukraine    PROPN 3 nsubj:pass
        was        AUX   3 aux:pass be
        attacked   VERB  0 root attack VerbForm=Part|Tense=Past
        and        CCONJ 5 cc
        seized     VERB  3 conj seize VerbForm=Part|Tense=Past
    """),
}  # fmt: skip


@pytest.mark.parametrize(("head", "expected", "table"), OBJECTS.values(), ids=OBJECTS)
def test_roles_object(head, expected, table):
    """The object is the verb's own, or that which it shares with the verb beside it."""
    assert slot(table, head, "obj") == expected


PREPOSITIONS = {
    "on the verb": ("en", "met", "with", ["China"], """
        Russia     PROPN 2 nsubj
        met        VERB  0 root meet
        with       ADP   4 case
        China      PROPN 2 obl
    """),
    "on the object": ("en", "held", "with", ["China"], """
        Russia     PROPN 2 nsubj
        held       VERB  0 root hold
        talks      NOUN  2 obj talk
        with       ADP   5 case
        China      PROPN 3 nmod
    """),
    "on the verb of an object": ("en", "talks", "with", ["China"], """
        Russia     PROPN 2 nsubj
        held       VERB  0 root hold
        talks      NOUN  2 obj talk
        with       ADP   5 case
        China      PROPN 2 obl
    """),
    "below a name": ("en", "talks", "with", ["Iran"], """
        talks      NOUN  0 root talk
        of         ADP   3 case
        China      PROPN 1 nmod
        with       ADP   5 case
        Iran       PROPN 3 nmod
    """),
    "below a thing": ("fr", "signature", "avec", ["Japon"], """
        signature  NOUN  0 root
        de         ADP   4 case
        l'         DET   4 det
        accord     NOUN  1 nmod
        avec       ADP   7 case
        le         DET   7 det
        Japon      PROPN 4 nmod
    """),
    "nearest first": ("en", "talks", "with", ["Iran"], """
        talks      NOUN  0 root talk
        with       ADP   3 case
        Iran       PROPN 1 nmod
        with       ADP   5 case
        China      PROPN 3 nmod
    """),
    "of two words": ("fr", "sanctions", "encontre de", ["Iran"], """
        sanctions  NOUN  0 root sanction
        à          ADP   4 case
        l'         DET   4 det
        encontre   NOUN  1 nmod
        de         ADP   7 case
        l'         DET   7 det
        Iran       PROPN 4 nmod
    """),
    "pronoun without preposition": ("fr", "parle", "à", ["lui"], """
        Russie     PROPN 3 nsubj
        lui        PRON  3 iobj lui
        parle      VERB  0 root parler
    """),
    "another preposition": ("en", "met", "against", [], """
        met        VERB  0 root meet
        with       ADP   3 case
        China      PROPN 1 obl
    """),
}  # fmt: skip


@pytest.mark.parametrize(("code", "head", "name", "expected", "table"), PREPOSITIONS.values(), ids=PREPOSITIONS)
def test_roles_preposition(code, head, name, expected, table):
    """A phrase with a preposition is found on the word, its object or verb, then below names and things."""
    assert slot(table, head, name, code) == expected


def test_roles_slot_of_thing_names_the_actor_it_belongs_to():
    """ "attacked a base of Iran": the base is no actor; the state that it belongs to is."""
    doc = tree("""
        Russia     PROPN 2 nsubj
        attacked   VERB  0 root attack
        bases      NOUN  2 obj base
        of         ADP   5 case
        Iran       PROPN 3 nmod
    """)
    assert who(roles(doc).parties(word(doc, "attacked"), "obj")) == ["IRN:GOV Iran"]


def test_roles_actor_counts_more_than_what_a_thing_belongs_to():
    """Where one phrase of a slot is an actor itself, states of things in the same slot do not count."""
    doc = tree("""
        left       VERB  0 root leave
        with       ADP   3 case
        ships      NOUN  1 obl ship
        of         ADP   5 case
        Iran       PROPN 3 nmod
        with       ADP   7 case
        China      PROPN 1 obl
    """)
    assert who(roles(doc).parties(word(doc, "left"), "with")) == ["CHN:GOV China"]


def test_roles_possessor_and_adjective_of_a_noun():
    """ "Iran's attack", "the Russian attack": slots poss and adj."""
    poss = tree("Iran PROPN 3 nmod:poss\n's PART 1 case\nattack NOUN 0 root")
    adj = tree("the DET 3 det\nRussian ADJ 3 amod\nattack NOUN 0 root")
    assert who(roles(poss).parties(word(poss, "attack"), "poss")) == ["IRN:GOV Iran"]
    assert who(roles(adj).parties(word(adj, "attack"), "adj")) == ["RUS:GOV Russian"]
    assert roles(poss).parties(word(poss, "attack"), "adj") == []


def test_roles_subject_of_the_demanded_clause():
    """ "demanded that Iran leave": slot ccomp.subj."""
    table = (
        "Russia PROPN 2 nsubj\ndemanded VERB 0 root demand\nIran PROPN 4 nsubj\nleave VERB 2 ccomp leave VerbForm=Fin"
    )
    assert slot(table, "demanded", "ccomp.subj") == ["Iran"]


def test_roles_end_on_any_tree():
    """Subjects are looked for through six verbs at most: a long chain ends with nobody, not in an endless loop."""
    chain = "\n".join(f"v{i} VERB {i + 1} xcomp v{i} VerbForm=Inf" for i in range(1, 12))
    doc = tree(f"Russia PROPN 2 nsubj\nwant VERB 0 root\n{chain}")
    found = [roles(doc).subjects(token) for token in doc.tokens[1:]]
    assert [[t.text for t in each] for each in found] == [["Russia"]] * 6 + [[]] * 6


TWINS = [
    ("en", "The Russian army attacked Ukraine.", "RUS UKR"),
    ("fr", "L'armée russe a attaqué l'Ukraine.", "RUS UKR"),
    ("en", "Ukraine was attacked on Monday by the Russian army.", "RUS UKR"),
    ("fr", "L'Ukraine a été attaquée lundi par l'armée russe.", "RUS UKR"),
    ("en", "Israel, which attacked Iran on Friday, has closed its airports.", "ISR IRN"),
    ("fr", "Israël, qui a attaqué l'Iran vendredi, a fermé ses aéroports.", "ISR IRN"),
    ("en", "Iran was preparing for talks when it was attacked by Israel.", "ISR IRN"),
    ("fr", "L'Iran préparait des pourparlers quand il a été attaqué par Israël.", "ISR IRN"),
]


@pytest.mark.parametrize(("code", "text", "expected"), TWINS)
def test_roles_in_the_pipeline(pipeline, code, text, expected):
    """Active, passive, relative clause and pronoun give the attack the same parties in both languages."""
    claims = pipeline.code_text(text, published=date(2025, 6, 18), language=code).claims
    found = [f"{c.actor[0].code} {c.recipient[0].code}" for c in claims if c.type == "ASSAULT"]
    assert found == [expected]
