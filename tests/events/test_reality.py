"""Reality: how real a word's event is, from its own clause outward."""

import pytest
from trees import language, roles, tree, word

from detente.events.reality import Judge

JUDGES = {code: Judge(language(code).folder) for code in ("en", "fr")}


def status(code, table, head):
    doc = tree(table)
    return JUDGES[code].status(word(doc, head), roles(doc, code))


def told(made):
    return made.reality.value + (" hearsay" if made.hearsay else "")


INDICATIVE = "Mood=Ind|Tense=Pres|VerbForm=Fin"
CONDITIONAL = "Mood=Cnd|VerbForm=Fin"

# name: (language, what it is, table); the event is always "attack" or "attaque"
OWN_CLAUSE = {
    "past en": ("en", "actual", "Russia PROPN 2 nsubj\nattack VERB 0 root attack Tense=Past|VerbForm=Fin"),
    "past fr": ("fr", "actual", f"""
        Russie     PROPN 3 nsubj
        a          AUX   3 aux avoir {INDICATIVE}
        attaque    VERB  0 root attaquer VerbForm=Part|Tense=Past
    """),
    "will": ("en", "future", """
        Russia     PROPN 3 nsubj
        will       AUX   3 aux will
        attack     VERB  0 root attack VerbForm=Inf
    """),
    "future tense": ("fr", "future", "attaque VERB 0 root attaquer Mood=Ind|Tense=Fut|VerbForm=Fin"),
    "future perfect": ("fr", "future", """
        aura       AUX   2 aux avoir Mood=Ind|Tense=Fut|VerbForm=Fin
        attaque    VERB  0 root attaquer VerbForm=Part|Tense=Past
    """),
    "not": ("en", "negation", """
        did        AUX   3 aux do
        not        PART  3 advmod not
        attack     VERB  0 root attack VerbForm=Inf
    """),
    "never": ("en", "negation", "never ADV 2 advmod\nattack VERB 0 root"),
    "no subject": ("en", "negation", "No DET 2 det\nsoldier NOUN 3 nsubj\nattack VERB 0 root"),
    "no event": ("en", "negation", "no DET 2 det\nattack NOUN 0 root"),
    "ne pas": ("fr", "negation", """
        n'         ADV   4 advmod ne
        a          AUX   4 aux avoir
        pas        ADV   4 advmod pas
        attaque    VERB  0 root attaquer VerbForm=Part
    """),
    "pas without ne": ("fr", "negation", "pas ADV 2 advmod\nattaque VERB 0 root attaquer"),
    "ne plus": ("fr", "negation", "n' ADV 2 advmod ne\nattaque VERB 0 root attaquer\nplus ADV 2 advmod"),
    "plus without ne": ("fr", "actual", "attaque VERB 0 root attaquer\nplus ADV 1 advmod"),
    "ne jamais": ("fr", "negation", "n' ADV 3 advmod ne\njamais ADV 3 advmod\nattaque VERB 0 root attaquer"),
    "jamais without ne": ("fr", "actual", "jamais ADV 2 advmod\nattaque VERB 0 root attaquer"),
    "ne personne": ("fr", "negation", "Personne PRON 3 nsubj\nn' ADV 3 advmod ne\nattaque VERB 0 root attaquer"),
    "personne without ne": ("fr", "actual", "attaque VERB 0 root attaquer\nune DET 3 det un\npersonne NOUN 1 obj"),
    "ne que": ("fr", "actual", """
        n'         ADV   2 advmod ne
        attaque    VERB  0 root attaquer
        que        ADV   2 advmod
    """),
    "not only": ("en", "actual", "not PART 3 advmod\nonly ADV 3 advmod\nattack VERB 0 root"),
    "two steps": ("fr", "actual", "attaque VERB 0 root attaquer\nà ADP 3 case\npas NOUN 1 obl"),
    "aucun object": ("fr", "negation", """
        n'         ADV   2 advmod ne
        attaque    VERB  0 root attaquer
        aucun      DET   4 det
        soldat     NOUN  2 obj
    """),
    "could": ("en", "hypothetical",
        "Russia PROPN 3 nsubj\ncould AUX 3 aux can\nattack VERB 0 root attack VerbForm=Inf"),
    "may": ("en", "hypothetical", "Russia PROPN 3 nsubj\nmay AUX 3 aux may\nattack VERB 0 root attack VerbForm=Inf"),
    "would": ("en", "hypothetical",
        "Russia PROPN 3 nsubj\nwould AUX 3 aux would\nattack VERB 0 root attack VerbForm=Inf"),
    "could not": ("en", "hypothetical",
        "could AUX 3 aux can\nnot PART 3 advmod\nattack VERB 0 root attack VerbForm=Inf"),
    "is to": ("en", "future", """
        Russia     PROPN 4 nsubj
        is         AUX   4 cop be
        to         PART  4 mark
        attack     VERB  0 root attack VerbForm=Inf
    """),
    "allegedly": ("en", "actual hearsay", "allegedly ADV 2 advmod\nattack VERB 0 root attack VerbForm=Fin"),
    "apparemment": ("fr", "actual hearsay", "apparemment ADV 2 advmod\nattaque VERB 0 root attaquer"),
    "perhaps": ("en", "hypothetical", "perhaps ADV 2 advmod\nattack VERB 0 root attack VerbForm=Fin"),
    "probablement": ("fr", "hypothetical", "probablement ADV 2 advmod\nattaque VERB 0 root attaquer"),
    "alleged": ("en", "actual hearsay", "the DET 3 det\nalleged ADJ 3 amod\nattack NOUN 0 root"),
    "présumée": ("fr", "actual hearsay", "l' DET 2 det\nattaque NOUN 0 root\nprésumée ADJ 2 amod présumé"),
    "planned": ("en", "future", "the DET 3 det\nplanned ADJ 3 amod\nattack NOUN 0 root"),
    "éventuelle": ("fr", "hypothetical", "l' DET 3 det\néventuelle ADJ 3 amod éventuel\nattaque NOUN 0 root"),
    "foiled": ("en", "negation", "the DET 3 det\nfoiled ADJ 3 amod\nattack NOUN 0 root"),
    "question en": ("en", "hypothetical",
        "Did AUX 3 aux do\nRussia PROPN 3 nsubj\nattack VERB 0 root\n? PUNCT 3 punct"),
    "question fr": ("fr", "hypothetical", "Russie PROPN 2 nsubj\nattaque VERB 0 root attaquer\n? PUNCT 2 punct"),
    "question in quotes": ("en", "hypothetical",
        'Russia PROPN 2 nsubj\nattack VERB 0 root\n? PUNCT 2 punct\n" PUNCT 2 punct'),
}  # fmt: skip


def event(code):
    return "attack" if code == "en" else "attaque"


@pytest.mark.parametrize(("code", "expected", "table"), OWN_CLAUSE.values(), ids=OWN_CLAUSE)
def test_reality_of_a_clause(code, expected, table):
    """Tense, mood, negation, modals and hedging words of its own clause say how real an event is."""
    assert told(status(code, table, event(code))) == expected


CONDITIONALS = {
    "on its own": ("actual hearsay", f"""
        Russie     PROPN 3 nsubj
        aurait     AUX   3 aux avoir {CONDITIONAL}
        attaque    VERB  0 root attaquer VerbForm=Part
    """),
    "present": ("actual hearsay", f"Russie PROPN 2 nsubj\nattaque VERB 0 root attaquer {CONDITIONAL}"),
    "with an if": ("hypothetical", f"""
        si         SCONJ 3 mark
        Iran       PROPN 3 nsubj
        parle      VERB  4 advcl parler {INDICATIVE}
        attaque    VERB  0 root attaquer {CONDITIONAL}
    """),
    "modal": ("hypothetical", f"""
        Russie     PROPN 2 nsubj
        pourrait   VERB  0 root pouvoir {CONDITIONAL}
        attaque    VERB  2 xcomp attaquer VerbForm=Inf
    """),
    "below a past verb of saying": ("future", f"""
        disait     VERB  0 root dire Mood=Ind|Tense=Imp|VerbForm=Fin
        que        SCONJ 4 mark
        Russie     PROPN 4 nsubj
        attaque    VERB  1 ccomp attaquer {CONDITIONAL}
    """),
    "below a compound past": ("future", f"""
        a          AUX   2 aux avoir {INDICATIVE}
        annoncé    VERB  0 root annoncer VerbForm=Part|Tense=Past
        que        SCONJ 5 mark
        Russie     PROPN 5 nsubj
        attaque    VERB  2 ccomp attaquer {CONDITIONAL}
    """),
    "below a verb of saying in the present": ("actual hearsay", f"""
        dit        VERB  0 root dire {INDICATIVE}
        que        SCONJ 4 mark
        Russie     PROPN 4 nsubj
        attaque    VERB  1 ccomp attaquer {CONDITIONAL}
    """),
}  # fmt: skip


@pytest.mark.parametrize(("expected", "table"), CONDITIONALS.values(), ids=CONDITIONALS)
def test_reality_of_a_french_conditional(expected, table):
    """A conditional is hearsay, but a condition with an if, a modal, and the future below a past verb of saying."""
    assert told(status("fr", table, "attaque")) == expected


def test_reality_of_would_below_past_speech():
    """ "Said it would attack" is a future, as it was said then; "would attack" alone is doubtful."""
    table = """
        said       VERB  0 root say Tense=Past|VerbForm=Fin
        it         PRON  4 nsubj
        would      AUX   4 aux would
        attack     VERB  1 ccomp attack VerbForm=Inf
    """
    assert told(status("en", table, "attack")) == "future"


EMBEDDED = {
    "if en": ("en", "hypothetical", "if SCONJ 2 mark\nattack VERB 3 advcl attack VerbForm=Fin\nleave VERB 0 root"),
    "if fr": ("fr", "hypothetical", "si SCONJ 2 mark\nattaque VERB 3 advcl attaquer VerbForm=Fin\npartir VERB 0 root"),
    "purpose en": ("en", "hypothetical",
        "came VERB 0 root come\nto PART 3 mark\nattack VERB 1 advcl attack VerbForm=Inf"),
    "purpose fr": ("fr", "hypothetical",
        "vient VERB 0 root venir\npour ADP 3 mark\nattaque VERB 1 advcl attaquer VerbForm=Inf"),
    "without en": ("en", "negation",
        "left VERB 0 root leave\nwithout SCONJ 3 mark\nattack VERB 1 advcl attack VerbForm=Ger"),
    "without fr": ("fr", "negation",
        "part VERB 0 root partir\nsans ADP 3 mark\nattaque VERB 1 advcl attaquer VerbForm=Inf"),
    "when": ("en", "actual", "left VERB 0 root leave\nwhen SCONJ 3 mark\nattack VERB 1 advcl attack VerbForm=Fin"),
    "wants": ("en", "hypothetical", "wants VERB 0 root want\nattack VERB 1 xcomp attack VerbForm=Inf"),
    "veut": ("fr", "hypothetical", "veut VERB 0 root vouloir\nattaque VERB 1 xcomp attaquer VerbForm=Inf"),
    "managed": ("en", "actual", "managed VERB 0 root manage\nattack VERB 1 xcomp attack VerbForm=Inf"),
    "a réussi": ("fr", "actual", "réussit VERB 0 root réussir\nattaque VERB 1 xcomp attaquer VerbForm=Inf"),
    "failed": ("en", "negation", "failed VERB 0 root fail\nattack VERB 1 xcomp attack VerbForm=Inf"),
    "a renoncé": ("fr", "negation", "renonce VERB 0 root renoncer\nattaque VERB 1 xcomp attaquer VerbForm=Inf"),
    "plans": ("en", "future", "plans VERB 0 root plan\nattack VERB 1 xcomp attack VerbForm=Inf"),
    "va": ("fr", "future", "va VERB 0 root aller\nattaque VERB 1 xcomp attaquer VerbForm=Inf"),
    "seems": ("en", "actual hearsay", "seems VERB 0 root seem\nattack VERB 1 xcomp attack VerbForm=Inf"),
    "semble": ("fr", "actual hearsay", "semble VERB 0 root sembler\nattaque VERB 1 xcomp attaquer VerbForm=Inf"),
    "fears that": ("en", "hypothetical", "fears VERB 0 root fear\nattack VERB 1 ccomp attack VerbForm=Fin"),
    "craint que": ("fr", "hypothetical",
        "craint VERB 0 root craindre\nattaque VERB 1 ccomp attaquer Mood=Sub|VerbForm=Fin"),
    "denies that": ("en", "negation", "denies VERB 0 root deny\nattack VERB 1 ccomp attack VerbForm=Fin"),
    "dément que": ("fr", "negation", "dément VERB 0 root démentir\nattaque VERB 1 ccomp attaquer VerbForm=Fin"),
    "did not deny that": ("en", "actual", """
        not        PART  2 advmod
        deny       VERB  0 root deny
        attack     VERB  2 ccomp attack VerbForm=Fin
    """),
    "did not want": ("en", "hypothetical", """
        not        PART  2 advmod
        want       VERB  0 root want
        attack     VERB  2 xcomp attack VerbForm=Inf
    """),
    "did not manage": ("en", "negation", """
        not        PART  2 advmod
        manage     VERB  0 root manage
        attack     VERB  2 xcomp attack VerbForm=Inf
    """),
    "n'a pas réussi": ("fr", "negation", """
        n'         ADV   3 advmod ne
        pas        ADV   3 advmod
        réussi     VERB  0 root réussir
        attaque    VERB  3 xcomp attaquer VerbForm=Inf
    """),
    "said that": ("en", "actual", "not PART 2 advmod\nsay VERB 0 root say\nattack VERB 2 ccomp attack VerbForm=Fin"),
    "threat of": ("en", "hypothetical", "threat NOUN 0 root\nof ADP 3 case\nattack NOUN 1 nmod"),
    "menace de": ("fr", "hypothetical", "menace NOUN 0 root\nd' ADP 3 case de\nattaque NOUN 1 nmod"),
    "fears of a series": ("en", "hypothetical", """
        fears      VERB  0 root fear
        series     NOUN  1 obj
        of         ADP   4 case
        attack     NOUN  2 nmod
    """),
    "plan to": ("en", "future", "plan NOUN 0 root\nto PART 3 mark\nattack VERB 1 acl attack VerbForm=Inf"),
    "projet de": ("fr", "future", "projet NOUN 0 root\nd' ADP 3 mark de\nattaque VERB 1 acl attaquer VerbForm=Inf"),
    "feared": ("en", "hypothetical", "Iran PROPN 2 nsubj\nfears VERB 0 root fear\nattack NOUN 2 obj"),
    "craint": ("fr", "hypothetical", "Iran PROPN 2 nsubj\ncraint VERB 0 root craindre\nattaque NOUN 2 obj"),
    "denied": ("en", "negation", "Iran PROPN 2 nsubj\ndenied VERB 0 root deny\nattack NOUN 2 obj"),
    "light verb": ("en", "negation", "not PART 2 advmod\nlaunch VERB 0 root launch\nattack NOUN 2 obj"),
    "light verb in the future": ("fr", "future", "lance VERB 0 root lancer Tense=Fut|Mood=Ind\nattaque NOUN 1 obj"),
    "condemned": ("en", "actual", "not PART 2 advmod\ncondemn VERB 0 root condemn\nattack NOUN 2 obj"),
    "conjunct infinitive": ("en", "hypothetical", """
        wants      VERB  0 root want
        leave      VERB  1 xcomp leave VerbForm=Inf
        and        CCONJ 4 cc
        attack     VERB  2 conj attack VerbForm=Inf
    """),
    "conjunct clause with its own subject": ("en", "actual", """
        will       AUX   2 aux will
        leave      VERB  0 root leave VerbForm=Inf
        Iran       PROPN 4 nsubj
        attack     VERB  2 conj attack Mood=Ind|VerbForm=Fin
    """),
    "conjunct of a future": ("en", "future", """
        will       AUX   2 aux will
        leave      VERB  0 root leave VerbForm=Inf
        attack     VERB  2 conj attack VerbForm=Inf
    """),
    "relative clause": ("en", "actual", """
        will       AUX   2 aux will
        leave      VERB  0 root leave VerbForm=Inf
        Iran       PROPN 2 obj
        that       PRON  5 nsubj that PronType=Rel
        attack     VERB  3 acl:relcl attack Mood=Ind|VerbForm=Fin
    """),
    "ready to": ("en", "hypothetical", "ready ADJ 0 root\nto PART 3 mark\nattack VERB 1 xcomp attack VerbForm=Inf"),
    "prêt à": ("fr", "hypothetical", "prêt ADJ 0 root\nà ADP 3 mark\nattaque VERB 1 xcomp attaquer VerbForm=Inf"),
}  # fmt: skip


@pytest.mark.parametrize(("code", "expected", "table"), EMBEDDED.values(), ids=EMBEDDED)
def test_reality_through_embedding(code, expected, table):
    """What governs an event changes it: wishes, fears, plans, failures, denials; two negations make none."""
    assert told(status(code, table, event(code))) == expected


def test_reality_scope_stops_at_the_clause_that_stands_on_its_own():
    """ "Iran will not say that Russia attacked": neither the future nor the negation of saying reaches the attack."""
    table = """
        Iran       PROPN 4 nsubj
        will       AUX   4 aux will
        not        PART  4 advmod
        say        VERB  0 root say VerbForm=Inf
        Russia     PROPN 6 nsubj
        attack     VERB  4 ccomp attack Mood=Ind|VerbForm=Fin
    """
    assert told(status("en", table, "attack")) == "actual"
    assert told(status("en", table, "say")) == "negation"


def test_reality_stays_of_each_word_of_the_sentence():
    """ "Said it wants to attack" is said in fact; only the attack is wished for."""
    table = """
        said       VERB  0 root say Tense=Past|VerbForm=Fin
        it         PRON  3 nsubj
        wants      VERB  1 ccomp want Mood=Ind|VerbForm=Fin
        attack     VERB  3 xcomp attack VerbForm=Inf
    """
    assert [told(status("en", table, head)) for head in ("said", "wants", "attack")] == [
        "actual",
        "actual",
        "hypothetical",
    ]


def test_reality_hypothetical_counts_before_negation_before_future():
    """ "Could not", "will not": what may not be is a possibility; what will not be is denied."""
    could = "could AUX 3 aux can\nnot PART 3 advmod\nattack VERB 0 root attack VerbForm=Inf"
    will = "will AUX 3 aux will\nnot PART 3 advmod\nattack VERB 0 root attack VerbForm=Inf"
    assert told(status("en", could, "attack")) == "hypothetical"
    assert told(status("en", will, "attack")) == "negation"


def test_reality_certainty_is_that_of_the_table():
    """An actual event has the table's certainty, a hedge its own, hearsay a share of it."""
    table = JUDGES["fr"].table
    plain = status("fr", "attaque VERB 0 root attaquer VerbForm=Fin", "attaque")
    hearsay = status("fr", f"attaque VERB 0 root attaquer {CONDITIONAL}", "attaque")
    could = status("en", "could AUX 2 aux can\nattack VERB 0 root attack VerbForm=Inf", "attack")
    assert plain.certainty == table.certainty["actual"]
    assert hearsay.certainty == pytest.approx(plain.certainty * table.hearsay_factor, abs=0.001)
    assert 0 < could.certainty < plain.certainty


def test_reality_shows_its_words():
    """Evidence names the rule and the words that show it, at their place."""
    doc = tree("Russia PROPN 4 nsubj\nwill AUX 4 aux will\nnot PART 4 advmod\nattack VERB 0 root attack VerbForm=Inf")
    made = JUDGES["en"].status(word(doc, "attack"), roles(doc))
    assert {(e.rule, e.words) for e in made.evidence} == {("reality:aux:will", "will"), ("reality:negation", "not")}
    assert all(e.span.of(doc.text) == e.words for e in made.evidence)


def test_reality_of_a_word_without_effects_has_no_evidence():
    """What is simply told needs no proof."""
    assert status("en", "Russia PROPN 2 nsubj\nattack VERB 0 root", "attack").evidence == []


def test_reality_effects_can_be_added_later():
    """An operator's effect is drawn into the conclusion; "actual" adds none."""
    doc = tree("attack VERB 0 root")
    judge = JUDGES["en"]
    made = judge.status(doc.tokens[0], roles(doc))
    judge.add(made, "actual", doc.tokens[0], "operator")
    assert told(judge.close(made)) == "actual"
    judge.add(made, "future", doc.tokens[0], "operator")
    assert told(judge.close(made)) == "future"
    judge.add(made, "negation", doc.tokens[0], "operator")
    assert told(judge.close(made)) == "negation"


TWINS = [
    ("en", "The Russian army attacked Ukraine on Monday.", "actual"),
    ("fr", "L'armée russe a attaqué l'Ukraine lundi.", "actual"),
    ("en", "The Russian army did not attack Ukraine.", "negation"),
    ("fr", "L'armée russe n'a pas attaqué l'Ukraine.", "negation"),
    ("en", "The Russian army will soon attack Ukraine.", "future"),
    ("fr", "L'armée russe va bientôt attaquer l'Ukraine.", "future"),
    ("en", "The Russian army could attack Ukraine.", "hypothetical"),
    ("fr", "L'armée russe pourrait attaquer l'Ukraine.", "hypothetical"),
    ("en", "The Russian army has allegedly attacked Ukraine.", "actual hearsay"),
    ("fr", "L'armée russe aurait attaqué l'Ukraine.", "actual hearsay"),
    ("en", "If the Russian army attacks Ukraine, the markets will fall.", "hypothetical"),
    ("fr", "Si l'armée russe attaquait l'Ukraine, les marchés chuteraient aussitôt.", "hypothetical"),
    ("en", "The Polish government fears that the Russian army will attack Ukraine.", "hypothetical"),
    ("fr", "La Pologne craint une attaque de l'armée russe contre l'Ukraine.", "hypothetical"),
    ("en", "Did Russia attack Ukraine?", "hypothetical"),
    ("fr", "L'armée russe a-t-elle attaqué l'Ukraine ?", "hypothetical"),
]


@pytest.mark.parametrize(("code", "text", "expected"), TWINS)
def test_reality_in_the_pipeline(pipeline, code, text, expected):
    """The same attack is as real in French as in English."""
    claims = [c for c in pipeline.code_text(text, language=code).claims if c.type == "ASSAULT"]
    assert [c.reality.value + (" hearsay" if c.hearsay else "") for c in claims] == [expected]
