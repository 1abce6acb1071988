"""Triggers: rows by their head word, and what a broken table says."""

import pytest
from trees import language, tree, word

from detente.errors import TableError
from detente.events import triggers
from detente.events.ontology import Ontology
from detente.events.triggers import Lexicon, Operator, Row

TYPES = {"CONSULT", "THREATEN"}
ROW = 'example = "Russia met China."\ngives = "RUS CONSULT CHN"\n'


def row(lemma, pos="verb", **more):
    return Row(lemma=lemma, pos=pos, example="", gives="", **more)


def at(lemma, table, head, pos="verb"):
    doc = tree(table)
    return [r.lemma for r in Lexicon([row(lemma, pos)]).at(word(doc, head))]


def folder(path, **files):
    """A language folder with these trigger files."""
    (path / "triggers").mkdir()
    for name, text in files.items():
        (path / f"triggers/{name}.toml").write_text(text, encoding="utf8")
    return path


def test_triggers_are_found_by_lemma():
    """ "met" is found by "meet"; another verb is not."""
    assert at("meet", "met VERB 0 root meet", "met") == ["meet"]
    assert at("meet", "left VERB 0 root leave", "left") == []


@pytest.mark.parametrize(
    ("pos", "tag", "expected"),
    [
        ("verb", "VERB", True), ("verb", "AUX", True), ("verb", "NOUN", False),
        ("noun", "NOUN", True), ("noun", "PROPN", True), ("noun", "VERB", False),
        ("adj", "ADJ", True), ("adj", "NOUN", False),
    ],
)  # fmt: skip
def test_triggers_are_found_by_part_of_speech(pos, tag, expected):
    """A verb's row does not read the noun: "the visit" is not "visit"."""
    assert (at("visit", f"visit {tag} 0 root", "visit", pos) == ["visit"]) is expected


MULTIWORD = {
    "particle": ("call off", "called", True, "called VERB 0 root call\noff ADP 1 compound:prt\ntalks NOUN 1 obj"),
    "particle missing": ("call off", "called", False, "called VERB 0 root call\nfor ADP 3 case\ntalks NOUN 1 obl"),
    "object": ("take place", "took", True, "talks NOUN 2 nsubj\ntook VERB 0 root take\nplace NOUN 2 obj"),
    "prepositional": ("mettre en garde", "mis", True, """
        mis     VERB  0 root mettre
        en      ADP   3 case
        garde   NOUN  1 obl
    """),
    "reflexive": ("se retirer", "retire", True, "se PRON 2 expl se\nretire VERB 0 root retirer"),
    "reflexive missing": ("se retirer", "retire", False, "il PRON 2 nsubj\nretire VERB 0 root retirer"),
    "elided reflexive": ("s' entretenir", "entretient", True, """
        s'          PRON 2 expl se
        entretient  VERB 0 root entretenir
    """),
}  # fmt: skip


@pytest.mark.parametrize(("lemma", "head", "expected", "table"), MULTIWORD.values(), ids=MULTIWORD)
def test_triggers_of_several_words(lemma, head, expected, table):
    """All words of a lemma must stand below its head: "call off", "mettre en garde", "se retirer"."""
    assert (at(lemma, table, head) == [lemma]) is expected


def test_triggers_of_more_words_come_first():
    """ "call off" is tried before "call"."""
    doc = tree("called VERB 0 root call\noff ADP 1 compound:prt")
    assert [r.lemma for r in Lexicon([row("call"), row("call off")]).at(doc.tokens[0])] == ["call off", "call"]


def test_triggers_get_the_type_of_their_file(tmp_path):
    """consult.toml holds CONSULT."""
    made = triggers.load(folder(tmp_path, consult=f'[[trigger]]\nlemma = "meet"\npos = "verb"\n{ROW}'), TYPES)
    assert [(r.type, r.lemma) for r in made.rows] == [("CONSULT", "meet")]


def test_triggers_expand_word_lists(tmp_path):
    """ "@talks" in a condition stands for the words of [words]; other words stay."""
    text = f"""
        [words]
        talks = ["talk", "negotiation"]
        [[trigger]]
        lemma = "hold"
        pos = "verb"
        where = {{ obj = ["@talks", "summit"] }}
        unless = {{ with = ["@talks"] }}
        {ROW}"""
    (made,) = triggers.load(folder(tmp_path, consult=text), TYPES).rows
    assert made.where == {"obj": ("talk", "negotiation", "summit")}
    assert made.unless == {"with": ("talk", "negotiation")}


BROKEN = {
    "unknown list": ("consult",
                     f"[words]\ntalks = []\n[[trigger]]\nlemma='hold'\npos='verb'\nwhere={{obj=['@talk']}}\n{ROW}",
                     "no word list @talk.*talks"),
    "unknown type": ("meeting", f"[[trigger]]\nlemma='meet'\npos='verb'\n{ROW}", "no event type MEETING.*CONSULT"),
    "unknown key": ("consult", f"[[trigger]]\nlemma='meet'\npos='verb'\nactors=['subj']\n{ROW}", "actors"),
    "unknown part of speech": ("consult", f"[[trigger]]\nlemma='meet'\npos='adverb'\n{ROW}", "adverb"),
    "no example": ("consult", "[[trigger]]\nlemma='meet'\npos='verb'\ngives='RUS CONSULT CHN'\n", "example"),
    "unknown side": ("consult", f"[[trigger]]\nlemma='meet'\npos='verb'\nneeds=['subj']\n{ROW}", "subj"),
    "no TOML": ("consult", "[[trigger]\n", "TOML"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "message"), BROKEN.values(), ids=BROKEN)
def test_triggers_say_what_is_broken(tmp_path, name, text, message):
    """A broken table is named with its file, what is wrong, and the cure."""
    with pytest.raises(TableError, match=rf"(?s){name}\.toml.*{message}"):
        triggers.load(folder(tmp_path, **{name: text}), TYPES)


def test_triggers_name_the_line_of_a_broken_row(tmp_path):
    """The second row is wrong: the message gives the line where it begins."""
    good = f'[[trigger]]\nlemma = "meet"\npos = "verb"\n{ROW}'
    with pytest.raises(TableError, match=r"consult\.toml:7:"):
        triggers.load(folder(tmp_path, consult=good + "\n" + good.replace('"verb"', '"verbs"')), TYPES)


def test_triggers_load_operators(tmp_path):
    """operators.toml is read apart from the types, with its own lists."""
    text = f"""
        [words]
        talks = ["talk"]
        [[operator]]
        lemma = "refuse"
        pos = "verb"
        does = "refuse"
        event = ["xcomp"]
        where = {{ obj = ["@talks"] }}
        {ROW}"""
    made = folder(tmp_path, operators=text)
    assert triggers.load(made, TYPES).rows == []
    (operator,) = triggers.load_operators(made).rows
    assert (operator.does, operator.where) == ("refuse", {"obj": ("talk",)})


def test_triggers_refuse_an_unknown_operation(tmp_path):
    """An operator does one of the things that composition.csv speaks of."""
    text = f"[[operator]]\nlemma='like'\npos='verb'\ndoes='like'\nevent=['xcomp']\n{ROW}"
    with pytest.raises(TableError, match=r"operators\.toml.*like"):
        triggers.load_operators(folder(tmp_path, operators=text))


@pytest.mark.parametrize("code", ["en", "fr"])
def test_triggers_of_the_pack_are_whole(code):
    """Both packs load; every mode is one of its type's; every row has parties to look for."""
    ontology = Ontology()
    rows = triggers.load(language(code).folder, set(ontology.types)).rows
    assert [r.lemma for r in rows if r.mode and (r.type, r.mode) not in ontology.modes] == []
    assert [r.lemma for r in rows if not r.actor and not r.recipient] == []
    assert {r.pos for r in rows} >= {"verb", "noun"}


TWINS = {
    "CONSULT": (("en", "meet"), ("fr", "rencontrer")),
    "ASSAULT": (("en", "attack"), ("fr", "attaquer")),
    "ACCUSE": (("en", "condemn"), ("fr", "condamner")),
    "THREATEN": (("en", "threaten"), ("fr", "menacer")),
}


@pytest.mark.parametrize(("kind", "twins"), TWINS.items(), ids=TWINS)
def test_triggers_of_the_packs_know_basic_words(kind, twins):
    """The plainest word of a type is in both packs, in the table of that type or, as it governs events, an operator."""
    for code, lemma in twins:
        folder_of = language(code).folder
        types = {r.type for r in triggers.load(folder_of, set(Ontology().types)).rows if r.lemma == lemma}
        does = {o.does for o in triggers.load_operators(folder_of).rows if o.lemma == lemma}
        assert kind in types or {"ACCUSE": "blame", "THREATEN": "threaten"}.get(kind) in does


def test_triggers_rows_do_not_change():
    """Rows are frozen: one document cannot change the table for the next."""
    made: Operator | Row = row("meet")
    with pytest.raises(AttributeError):
        made.lemma = "leave"
