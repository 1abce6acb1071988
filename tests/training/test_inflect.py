"""What the inflector makes of words, and of a lexicon."""

import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def inflect(monkeypatch):
    monkeypatch.syspath_prepend(ROOT)  # training/ is no part of the installed package
    return importlib.import_module("training.inflect")


def forms(inflect, language, upos, lemma):
    certain, unsure = inflect.inflect(language, upos, lemma, inflect.plan_of(language)["inflect"])
    return certain | unsure


def folder(tmp_path, **tables):
    """A language pack with the given tables; all others are empty."""
    (tmp_path / "triggers").mkdir()
    files = {"triggers/coerce.toml": "", "hedges.toml": "", "speech.toml": "", "offices.csv": "lemma,sector,kind\n"}
    files |= {"pack.toml": "reflexive = []\nfirst_person = []\n", "names.csv": "text,code\n"}
    for name, text in (files | tables).items():
        (tmp_path / name).write_text(text, encoding="utf8")
    return tmp_path


@pytest.mark.parametrize(
    ("verb", "some", "none"),
    [
        ("deplore", "deplored deploring deplores", "deploreing"),
        ("bomb", "bombed bombing bombs", "bombbed"),
        ("ban", "bans banned banning", "baned"),
        ("expel", "expelled expelling", "expellled"),
        ("travel", "traveled travelled", ""),
        ("open", "opened opening", "openned"),
        ("deny", "denies denied denying", "denyed"),
        ("overthrow", "overthrew overthrown overthrowing", "overthrowed"),
        ("withdraw", "withdrew withdrawn", "withdrawed"),
        ("relay", "relayed", ""),
        ("belie", "belied belying", ""),
        ("flee", "fled fleeing", "fleed"),
        ("panic", "panicked panicking", "paniced"),
    ],
)
def test_english_verbs(inflect, verb, some, none):
    """Regular, doubling, irregular and prefixed verbs have their forms, and not those of a wrong rule."""
    found = forms(inflect, "en", "VERB", verb)
    assert {verb, *some.split()} <= found
    assert found.isdisjoint(none.split())


@pytest.mark.parametrize(
    ("verb", "some", "none"),
    [
        ("saluer", "salué saluées salua saluèrent saluerait salue", ""),
        ("exiger", "exigea exigeons exigez exigeant", "exigons"),
        ("menacer", "menaça menaçait menacent", "menaca"),
        ("appeler", "appelle appellera appelons", "appèle"),
        ("acheter", "achète achètera achetons", "achette"),
        ("céder", "cède cédera cèdera cédons", ""),
        ("déployer", "déploie déploiera déployons", "déployera"),
        ("avertir", "averti avertissent avertit avertirait", "avertent"),
        ("répartir", "répartissent", "répartent"),
        ("rouvrir", "rouvre rouvert rouvertes rouvrirent", "rouvrissent"),
        ("interrompre", "interrompu interrompt interrompit interrompent", ""),
        ("abstenir", "abstient abstint abstiendra abstenu abstiennent", ""),
        ("contraindre", "contraint contraignent contraignit contrainte", "contraindent"),
        ("conclure", "conclu conclut conclurent conclurait", ""),
        ("reconnaître", "reconnaît reconnait reconnaissent reconnu", ""),
        ("renvoyer", "renvoie renverra renvoyé", "renvoiera"),
        ("prévoir", "prévoit prévoira prévit prévu", "préverra"),
    ],
)
def test_french_verbs(inflect, verb, some, none):
    """The three groups, spelling changes and prefixed models have their forms, and not those of a wrong rule."""
    found = forms(inflect, "fr", "VERB", verb)
    assert {verb, *some.split()} <= found
    assert found.isdisjoint(none.split())


@pytest.mark.parametrize(
    ("language", "upos", "word", "some"),
    [
        ("en", "NOUN", "militiaman", "militiamen"),
        ("en", "NOUN", "embassy", "embassies"),
        ("en", "NOUN", "crisis", "crises"),
        ("en", "NOUN", "aircraft", "aircraft"),
        ("fr", "NOUN", "général", "généraux"),
        ("fr", "NOUN", "chantage", "chantages"),
        ("fr", "NOUN", "refus", "refus"),
        ("fr", "ADJ", "bilatéral", "bilatérale bilatéraux bilatérales"),
        ("fr", "ADJ", "désireux", "désireuse désireuses"),
        ("fr", "ADJ", "prêt", "prête prêts prêtes"),
    ],
)
def test_nouns_and_adjectives(inflect, language, upos, word, some):
    """Plurals and feminines follow the ends of words, irregular ones too."""
    assert forms(inflect, language, upos, word) == {word, *some.split()}


def test_rows_that_are_there_stay(inflect, tmp_path):
    """A form that the lexicon has keeps its lemma; what it lacks is added; a second run adds nothing."""
    trigger = '[[trigger]]\nlemma = "lambast"\npos = "verb"\nwhere = { obj = ["envoy"] }\n'
    pack = folder(tmp_path, **{"triggers/coerce.toml": trigger})
    table = {("lambasted", "VERB"): "lambaste"}
    once = inflect.extend("en", table, pack)
    assert once["lambasted", "VERB"] == "lambaste"
    assert once["lambasts", "VERB"] == "lambast"
    assert once["envoys", "NOUN"] == "envoy"
    assert inflect.extend("en", once, pack) == once


def test_doubtful_form_of_another_verb_is_left_to_it(inflect, tmp_path):
    """Of two spellings that only the stress could decide between, one that is another verb's form is not taken."""
    trigger = '[[trigger]]\nlemma = "rivel"\npos = "verb"\n'  # riveled or rivelled: nobody knows
    pack = folder(tmp_path, **{"triggers/coerce.toml": trigger})
    table = inflect.extend("en", {("rivell", "VERB"): "rivell"}, pack)
    assert table["riveled", "VERB"] == "rivel"
    assert ("rivelled", "VERB") not in table


def test_feminine_office_has_the_masculine_as_lemma(inflect, tmp_path):
    """As in the treebanks, where présidente is président, unless the lexicon says otherwise."""
    offices = "lemma,sector,kind\nnégociateur,GOV,person\ndéputé,LEG,person\n"
    table = inflect.extend("fr", {("députée", "NOUN"): "députée"}, folder(tmp_path, **{"offices.csv": offices}))
    assert table["négociatrices", "NOUN"] == "négociateur"
    assert table["députée", "NOUN"] == "députée"


def test_head_of_a_reflexive_lemma_is_the_verb(inflect, tmp_path):
    """ "se retirer" inflects retirer; the pronoun is no verb."""
    trigger = '[[trigger]]\nlemma = "se retirer"\npos = "verb"\n'
    table = inflect.extend("fr", {}, folder(tmp_path, **{"triggers/coerce.toml": trigger}))
    assert table["retira", "VERB"] == "retirer"
    assert "se" not in set(table.values())


def test_future_stems_of_prefixed_verbs(inflect):
    """The conditional of a prefixed verb is found by analogy with its model: abstiendrait, discourrait."""
    table = {(verb, "VERB"): verb for verb in ("abstenir", "secourir", "livrer", "céder")}
    stems = inflect.stems(table, inflect.plan_of("fr"))
    assert [stems[s] for s in ("abstiendr", "secourr", "livrer", "cèder")] == [
        "abstenir",
        "secourir",
        "livrer",
        "céder",
    ]
