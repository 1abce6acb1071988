"""Attribution: source, cue and content of everything that a text reports."""

import pytest
from trees import language, resolver, tree, word

from detente.events.attribution import Attributor, Speech, innermost
from detente.events.roles import Roles
from detente.records import Stance

SPEECH = {code: Speech(language(code).folder) for code in ("en", "fr")}


def read(code, table):
    doc = tree(table)
    made = resolver(doc, code)
    return doc, Attributor(doc, Roles(made, language(code).pack), made, SPEECH[code]).read()


def shown(doc, found):
    record = found.record
    return record.text, record.cue, [span.of(doc.text) for span in record.content], record.stance.value


ONE = {
    "clause en": ("en", ("Russia", "said", ["Iran left"], "asserts"), """
        Russia     PROPN 2 nsubj
        said       VERB  0 root say
        Iran       PROPN 4 nsubj
        left       VERB  2 ccomp leave
        .          PUNCT 2 punct
    """),
    "clause fr": ("fr", ("Le Japon", "affirme", ["que Iran part"], "asserts"), """
        Le         DET   2 det
        Japon      PROPN 3 nsubj
        affirme    VERB  0 root affirmer
        que        SCONJ 6 mark
        Iran       PROPN 6 nsubj
        part       VERB  3 ccomp partir
        .          PUNCT 3 punct
    """),
    "inverted en": ("en", ("Russia", "said", ["Iran left"], "asserts"), """
        Iran       PROPN 2 nsubj
        left       VERB  0 root leave
        ,          PUNCT 4 punct
        said       VERB  2 parataxis say
        Russia     PROPN 4 nsubj
        .          PUNCT 2 punct
    """),
    "inverted fr": ("fr", ("le Japon", "affirmé", ["Iran part"], "asserts"), """
        Iran       PROPN 2 nsubj
        part       VERB  0 root partir
        ,          PUNCT 5 punct
        a          AUX   5 aux avoir
        affirmé    VERB  2 parataxis affirmer VerbForm=Part
        le         DET   7 det
        Japon      PROPN 5 nsubj
    """),
    "in the middle": ("en", ("Russia", "said", ["Iran", "left"], "asserts"), """
        Iran       PROPN 6 nsubj
        ,          PUNCT 4 punct
        Russia     PROPN 4 nsubj
        said       VERB  6 parataxis say
        ,          PUNCT 4 punct
        left       VERB  0 root leave
    """),
    "according to": ("en", ("Russia", "According to", ["Iran left"], "asserts"), """
        According  VERB  3 case accord
        to         ADP   1 fixed
        Russia     PROPN 6 obl
        ,          PUNCT 3 punct
        Iran       PROPN 6 nsubj
        left       VERB  0 root leave
    """),
    "selon": ("fr", ("le Japon", "Selon", ["Iran part"], "asserts"), """
        Selon      ADP   3 case
        le         DET   3 det
        Japon      PROPN 6 obl
        ,          PUNCT 3 punct
        Iran       PROPN 6 nsubj
        part       VERB  0 root partir
    """),
    "d'après": ("fr", ("le Japon", "D' après", ["Iran part"], "asserts"), """
        D'         ADP   4 case de
        après      ADP   1 fixed
        le         DET   4 det
        Japon      PROPN 6 obl
        Iran       PROPN 6 nsubj
        part       VERB  0 root partir
    """),
    "noun en": ("en", ("Russia", "claim", ["that Iran left"], "asserts"), """
        Russia     PROPN 3 nmod:poss
        's         PART  1 case
        claim      NOUN  0 root
        that       SCONJ 6 mark
        Iran       PROPN 6 nsubj
        left       VERB  3 acl leave VerbForm=Fin
    """),
    "noun fr": ("fr", ("le Japon", "affirmation", ["que Iran part"], "asserts"), """
        affirmation NOUN 0 root
        de         ADP   4 case
        le         DET   4 det
        Japon      PROPN 1 nmod
        que        SCONJ 7 mark
        Iran       PROPN 7 nsubj
        part       VERB  1 acl partir VerbForm=Fin
    """),
    "quotation": ("fr", ("Le Japon", "déclaré", ["« Iran part »"], "asserts"), """
        Le         DET   2 det
        Japon      PROPN 4 nsubj
        a          AUX   4 aux avoir
        déclaré    VERB  0 root déclarer VerbForm=Part
        :          PUNCT 4 punct
        «          PUNCT 8 punct
        Iran       PROPN 8 nsubj
        part       VERB  4 dep partir
        »          PUNCT 8 punct
    """),
    "passive": ("en", ("Russia", "confirmed", ["that Iran left"], "asserts"), """
        it         PRON  3 expl
        was        AUX   3 aux:pass be
        confirmed  VERB  0 root confirm VerbForm=Part
        by         ADP   5 case
        Russia     PROPN 3 obl:agent
        that       SCONJ 8 mark
        Iran       PROPN 8 nsubj
        left       VERB  3 ccomp leave
    """),
    "denial": ("en", ("Russia", "denied", ["that Iran left"], "denies"), """
        Russia     PROPN 2 nsubj
        denied     VERB  0 root deny
        that       SCONJ 5 mark
        Iran       PROPN 5 nsubj
        left       VERB  2 ccomp leave
    """),
    "warning": ("fr", ("Le Japon", "avertit", ["que Iran part"], "warns"), """
        Le         DET   2 det
        Japon      PROPN 3 nsubj
        avertit    VERB  0 root avertir
        que        SCONJ 6 mark
        Iran       PROPN 6 nsubj
        part       VERB  3 ccomp partir
    """),
    "demand": ("en", ("Russia", "demanded", ["that Iran leave"], "demands"), """
        Russia     PROPN 2 nsubj
        demanded   VERB  0 root demand
        that       SCONJ 5 mark
        Iran       PROPN 5 nsubj
        leave      VERB  2 ccomp leave
    """),
    "promise": ("en", ("Russia", "vowed", ["to leave"], "promises"), """
        Russia     PROPN 2 nsubj
        vowed      VERB  0 root vow
        to         PART  4 mark
        leave      VERB  2 xcomp leave VerbForm=Inf
    """),
    "source without its relative clause": ("en", ("The Russian minister", "said", ["Iran left"], "asserts"), """
        The        DET   3 det
        Russian    ADJ   3 amod
        minister   NOUN  6 nsubj
        who        PRON  5 nsubj who PronType=Rel
        came       VERB  3 acl:relcl come
        said       VERB  0 root say
        Iran       PROPN 8 nsubj
        left       VERB  6 ccomp leave
    """),
}  # fmt: skip


@pytest.mark.parametrize(("code", "expected", "table"), ONE.values(), ids=ONE)
def test_attribution_reads(code, expected, table):
    """Source, cue, content and stance of one report, in each form that reports take."""
    doc, found = read(code, table)
    assert [shown(doc, each) for each in found] == [expected]


NONE = {
    "no content": ("en", "Russia PROPN 2 nsubj\nsaid VERB 0 root say\nnothing PRON 2 obj"),
    "another verb": (
        "en",
        "Russia PROPN 2 nsubj\nsaw VERB 0 root see\nIran PROPN 4 nsubj\nleave VERB 2 xcomp leave VerbForm=Inf",
    ),
    "noun without content": ("en", "Russia PROPN 3 nmod:poss\n's PART 1 case\nclaim NOUN 0 root"),
    "noun without source": (
        "en",
        "the DET 2 det\nclaim NOUN 0 root\nIran PROPN 4 nsubj\nleft VERB 2 acl leave VerbForm=Fin",
    ),
    "another preposition": ("fr", "Avec ADP 2 case\nIran PROPN 4 obl\nJapon PROPN 4 nsubj\npart VERB 0 root partir"),
}


@pytest.mark.parametrize(("code", "table"), NONE.values(), ids=NONE)
def test_attribution_reads_none(code, table):
    """Words of saying without content, nouns without source, and other verbs report nothing."""
    assert read(code, table)[1] == []


def test_attribution_names_the_speaker():
    """The speaker is resolved as any actor is; the words are the whole phrase."""
    doc, (found,) = read("en", ONE["source without its relative clause"][2])
    speaker = found.record.speaker
    assert (speaker.code, speaker.sector, speaker.text) == ("RUS", "GOV", "Russian minister")
    assert found.record.span.of(doc.text) == found.record.text == "The Russian minister"
    assert found.record.cue_span.of(doc.text) == found.record.cue


def test_attribution_without_source():
    """ "It was said that …" has content and cue, but nobody who says it."""
    table = """
        it         PRON  3 expl
        was        AUX   3 aux:pass be
        said       VERB  0 root say VerbForm=Part
        Iran       PROPN 5 nsubj
        left       VERB  3 ccomp leave
    """
    _, (found,) = read("en", table)
    assert (found.record.speaker, found.record.text, found.record.span) == (None, "", None)


NESTED = """
    Russia     PROPN 2 nsubj
    said       VERB  0 root say
    China      PROPN 4 nsubj
    denied     VERB  2 ccomp deny
    Iran       PROPN 6 nsubj
    left       VERB  4 ccomp leave
"""


def test_attribution_nested_within_another():
    """ "Russia said China denied that …": the denial stands within what Russia says, Russia's words within nothing."""
    doc, (outer, inner) = read("en", NESTED)
    assert [outer.record.cue, inner.record.cue] == ["said", "denied"]
    assert outer.record.within is None
    assert inner.record.within == outer.record
    assert inner.record.stance is Stance.DENIES
    assert innermost([outer, inner], word(doc, "left")) is inner
    assert innermost([outer, inner], word(doc, "denied")) is outer
    assert innermost([outer, inner], word(doc, "said")) is None


@pytest.mark.parametrize(
    ("code", "source", "unnamed"),
    [
        ("en", "Sources NOUN 2 nsubj source", True),
        ("fr", "Sources NOUN 2 nsubj source", True),
        ("en", "Russia PROPN 2 nsubj", False),
        ("fr", "Moscou PROPN 2 nsubj", False),
    ],
)
def test_attribution_unnamed_source(code, source, unnamed):
    """ "Sources" have no name: what they say is hearsay; what a state says is not."""
    lemma = {"en": "say", "fr": "affirmer"}[code]
    _, (found,) = read(code, f"{source}\nsays VERB 0 root {lemma}\nIran PROPN 4 nsubj\nleft VERB 2 ccomp leave")
    assert found.unnamed is unnamed


def test_attribution_sources_of_a_state_are_named():
    """ "Russian sources" are Russia's."""
    table = """
        Russian    ADJ   2 amod
        sources    NOUN  3 nsubj source
        say        VERB  0 root say
        Iran       PROPN 5 nsubj
        left       VERB  3 ccomp leave
    """
    speech = {**SPEECH}["en"]
    doc = tree(table)
    assert speech.is_unnamed(word(doc, "sources"))
    _, (found,) = read("en", table)
    assert found.record.text == "Russian sources"


def test_attribution_cue_with_a_particle():
    """ "Pointed out" is a cue by its particle; "pointed" alone is none."""
    assert SPEECH["en"].verb(tree("pointed VERB 0 root point\nout ADP 1 compound:prt").tokens[0]) is not None
    assert SPEECH["en"].verb(tree("pointed VERB 0 root point").tokens[0]) is None


def test_attribution_runs_leave_out_punctuation_at_the_ends():
    """Content is trimmed of commas at its ends, and keeps those inside."""
    doc, (found,) = read("en", """
        Russia     PROPN 2 nsubj
        said       VERB  0 root say
        ,          PUNCT 5 punct
        Iran       PROPN 5 nsubj
        left       VERB  2 ccomp leave
        ,          PUNCT 7 punct
        quietly    ADV   5 advmod
        ,          PUNCT 5 punct
    """)  # fmt: skip
    assert [span.of(doc.text) for span in found.record.content] == ["Iran left , quietly"]


TWINS = [
    ("en", "The Polish government said on Monday that Russia had attacked Ukraine.", "POL", "asserts", False),
    ("fr", "Le gouvernement polonais a déclaré lundi que la Russie avait attaqué l'Ukraine.", "POL", "asserts", False),
    ("en", "Russia attacked Ukraine on Monday, the Polish government said.", "POL", "asserts", False),
    ("fr", "La Russie a attaqué l'Ukraine lundi, a déclaré le gouvernement polonais.", "POL", "asserts", False),
    ("en", "According to Warsaw, the Russian army attacked Ukraine.", "POL", "asserts", False),
    ("fr", "Selon Varsovie, l'armée russe a attaqué l'Ukraine.", "POL", "asserts", False),
    ("en", "According to sources, the Russian army attacked Ukraine.", None, "asserts", True),
    ("fr", "Selon des sources, l'armée russe a attaqué l'Ukraine.", None, "asserts", True),
    ("en", "The Kremlin denied that Russia had attacked Ukraine.", "RUS", "denies", False),
    ("fr", "Le Kremlin a démenti que la Russie ait attaqué l'Ukraine.", "RUS", "denies", False),
]


@pytest.mark.parametrize(("code", "text", "speaker", "stance", "hearsay"), TWINS)
def test_attribution_in_the_pipeline(pipeline, code, text, speaker, stance, hearsay):
    """The attack is said by the same in both languages; from a source without a name it is hearsay."""
    (claim,) = [c for c in pipeline.code_text(text, language=code).claims if c.type == "ASSAULT"]
    said = claim.attribution
    assert (said.speaker.code if said.speaker else None, said.stance.value, claim.hearsay) == (speaker, stance, hearsay)


QUOTED = [
    ("en", "“Russia attacked Ukraine,” the Polish minister said."),
    ("fr", "« La Russie a attaqué l'Ukraine », a déclaré le ministre polonais."),
]


@pytest.mark.parametrize(("code", "text"), QUOTED)
def test_attribution_of_a_quotation_in_the_pipeline(pipeline, code, text):
    """A quotation is what the speaker beside it says."""
    (claim,) = pipeline.code_text(text, language=code).claims
    assert claim.attribution.speaker.code == "POL"


def test_attribution_is_read_without_claims(pipeline):
    """Who says what is read for the whole document, claims or not."""
    reading = pipeline.code_text("The Polish minister said that the harvest was good.", language="en")
    assert reading.claims == ()
    (said,) = reading.attributions
    assert (said.speaker.code, said.cue) == ("POL", "said")
