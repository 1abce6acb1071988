"""Coder: a document to claims; what is one, what is none, and what holds for each of them."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from notation import written
from trees import tree

from detente.events.coder import REDUCED, is_heading
from detente.events.ontology import Ontology
from detente.parse.doc import Doc
from detente.records import Attribution, Reality

ROOT = Path(__file__).parents[2]

PUBLISHED = date(2025, 6, 18)
SAMPLE = [msgspec.json.decode(line) for line in (ROOT / "sample/dispatches.jsonl").read_bytes().splitlines()]


def claims(pipeline, code, text, published=PUBLISHED):
    return pipeline.code_text(text, published=published, language=code).claims


def codes(pipeline, code, text, **more):
    return [written(claim) for claim in claims(pipeline, code, text, **more)]


TWINS = {
    "a plain act": (
        "RUS:MIL ASSAULT UKR:GOV",
        "The Russian army attacked Ukraine on Monday.",
        "L'armée russe a attaqué l'Ukraine lundi.",
    ),
    "a mutual act": (
        "CHN:GOV+FRA:GOV CONSULT -",
        "The Chinese president met the French foreign minister in Beijing.",
        "Le président chinois a rencontré la ministre française des Affaires étrangères à Pékin.",
    ),
    "a future meeting is an agreement now": (
        "FRA:GOV+TUR:GOV AGREE -",
        "The French president will meet the Turkish foreign minister on Friday.",
        "Le président français rencontrera la ministre turque des Affaires étrangères vendredi.",
    ),
    "a meeting long ago": (
        "CHN:GOV+FRA:GOV CONSULT - historical",
        "In 1997, the Chinese president met the French president in Beijing.",
        "En 1997, le président chinois a rencontré le président français à Pékin.",
    ),
    "an attack long ago": (
        "PAK:GOV ASSAULT IND:GOV historical",
        "In 1998, Pakistan attacked India.",
        "En 1998, le Pakistan a attaqué l'Inde.",
    ),
}


@pytest.mark.parametrize(("expected", "english", "french"), TWINS.values(), ids=TWINS)
def test_coder_codes_twins_alike(pipeline, expected, english, french):
    """An English sentence and its French twin give the same one claim."""
    found = [{frozenset(c.split()[0].split("+")): c for c in codes(pipeline, *twin)} for twin in
             (("en", english), ("fr", french))]  # fmt: skip
    wanted = {frozenset(expected.split()[0].split("+")): expected}
    assert [{side: set(c.split()[1:]) for side, c in each.items()} for each in found] == [
        {side: set(c.split()[1:]) for side, c in wanted.items()}
    ] * 2


NOTHING = [
    ("en", "The harvest was good this year."),
    ("fr", "La récolte a été bonne cette année."),
    ("en", "Photo / Reuters"),
    ("fr", "Photo / RTS"),
    ("en", "Leave a comment"),
    ("fr", "Laisser un commentaire"),
    ("en", "My neighbour attacked my brother in the garden."),
    ("fr", "Mon voisin a attaqué mon frère dans le jardin."),
    ("en", "New Mexico attacked the decision of the court."),
    ("fr", "Le Nouveau-Mexique a attaqué la décision du tribunal."),
]


@pytest.mark.parametrize(("code", "text"), NOTHING)
def test_coder_gives_nothing(pipeline, code, text):
    """Weather, captions, buttons, and people of no state give no claim."""
    assert codes(pipeline, code, text) == []


HEADED = [
    ("en", "Russian attack on Ukraine\n\nThe Russian army attacked Ukraine on Monday."),
    ("fr", "Attaque russe contre l'Ukraine\n\nL'armée russe a attaqué l'Ukraine lundi."),
]


@pytest.mark.parametrize(("code", "text"), HEADED)
def test_coder_codes_no_headings(pipeline, code, text):
    """A heading says what the text says again: one claim, that of the sentence."""
    (claim,) = claims(pipeline, code, text)
    assert claim.trigger.start > text.index("\n")


HEADING = "Russian ADJ 2 amod\nattack NOUN 0 root"
SENTENCE = "Russia PROPN 2 nsubj\nattacked VERB 0 root attack VerbForm=Fin\n. PUNCT 2 punct"


def lines(*tables):
    """A Doc whose sentences stand on lines of their own."""
    doc = tree("\n\n".join(tables))
    text = list(doc.text)
    for before, _ in pairwise(doc.sentences):
        text[before.span.end] = "\n"
    return Doc("".join(text), doc.sentences)


def test_coder_knows_headings():
    """A heading is a short line of its own without full stop and finite verb, in a text of several lines."""
    doc = lines(HEADING, SENTENCE)
    assert [is_heading(doc, sentence) for sentence in doc.sentences] == [True, False]


@pytest.mark.parametrize(
    "doc",
    [
        lines(HEADING),
        lines(HEADING + "\n! PUNCT 2 punct", SENTENCE),
        lines("Russia PROPN 2 nsubj\nattacks VERB 0 root attack VerbForm=Fin", SENTENCE),
        lines("\n".join([HEADING, *["far ADV 2 advmod"] * 13]), SENTENCE),
        tree(HEADING + "\n\n" + SENTENCE),
    ],
    ids=["the whole text", "with a stop", "with a finite verb", "long", "not alone on its line"],
)
def test_coder_takes_for_no_heading(doc):
    """A sentence that is the text, has a stop or a finite verb, is long, or goes on in its line is to be coded."""
    assert not is_heading(doc, doc.sentences[0])


TWICE = [
    ("en", "The Russian army attacked Ukraine on Monday and attacked Ukraine again on Tuesday."),
    ("fr", "L'armée russe a attaqué l'Ukraine lundi et a de nouveau attaqué l'Ukraine mardi."),
]


@pytest.mark.parametrize(("code", "text"), TWICE)
def test_coder_codes_the_same_act_once_a_sentence(pipeline, code, text):
    """The same type between the same parties in one sentence is one claim."""
    assert codes(pipeline, code, text) == ["RUS:MIL ASSAULT UKR:GOV"]


AGAIN = [
    ("en", "The Russian army attacked Ukraine. On Monday the Russian army attacked Ukraine."),
    ("fr", "L'armée russe a attaqué l'Ukraine. Lundi, l'armée russe a attaqué l'Ukraine."),
]


@pytest.mark.parametrize(("code", "text"), AGAIN)
def test_coder_codes_another_sentence_again(pipeline, code, text):
    """Every sentence asserts for itself: the same act in two sentences is two claims with two ids."""
    first, second = claims(pipeline, code, text)
    assert written(first) == written(second)
    assert first.id != second.id


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Japan met China in Geneva. The two countries signed an agreement."),
        ("fr", "Le Japon a rencontré la Chine à Genève. Les deux pays ont signé un accord."),
    ],
)
def test_coder_remembers_who_met(pipeline, code, text):
    """ "The two countries" of the next sentence are those that met."""
    found = claims(pipeline, code, text)
    assert [c.type for c in found] == ["CONSULT", "SUPPORT"]
    assert all({a.code for a in (*c.actor, *c.recipient)} == {"JPN", "CHN"} for c in found)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "According to sources, the Russian army attacked Ukraine."),
        ("fr", "Selon des sources, l'armée russe a attaqué l'Ukraine."),
    ],
)
def test_coder_unnamed_sources_make_hearsay(pipeline, code, text):
    """What sources without a name say is hearsay, less certain than what is told plainly."""
    (said,) = claims(pipeline, code, text)
    (told,) = claims(pipeline, code, text.split(", ")[1])
    assert (said.hearsay, told.hearsay) == (True, False)
    assert said.certainty < told.certainty


def test_coder_reduces_only_what_plover_reduces():
    """What will be a meeting, support, cooperation or aid is an agreement; what will be a retreat, a concession."""
    assert set(REDUCED.values()) == {"AGREE", "CONCEDE"}
    assert {"ASSAULT", "SANCTION", "THREATEN"}.isdisjoint(REDUCED)


TEXT = "The Russian army attacked Ukraine on Monday. Kenya condemned the attack on Ukraine."


def test_coder_id_is_stable(pipeline):
    """The same document gives the same ids, byte for byte, however often it is read."""
    first, second = (msgspec.json.encode(claims(pipeline, "en", TEXT)) for _ in range(2))
    assert first == second


def test_coder_id_does_not_depend_on_coder_or_time(pipeline, monkeypatch):
    """A newer coder and another date leave the id as it is: a person's judgement of the claim survives both."""
    before = claims(pipeline, "en", TEXT)
    _, coder = pipeline.load("en")
    monkeypatch.setattr(coder, "name", "en-2099.1")
    after = claims(pipeline, "en", TEXT, published=date(2025, 6, 20))
    assert [c.id for c in before] == [c.id for c in after]
    assert {c.coder for c in after} == {"en-2099.1"}
    assert {c.coder for c in before} != {c.coder for c in after}


def test_coder_id_tells_claims_apart(pipeline):
    """Another text, another act, other parties: another id, of 32 hexadecimal digits."""
    texts = [TEXT, TEXT.replace("Kenya", "Ghana"), TEXT + " The Japanese president visited China."]
    ids = [c.id for text in texts for c in claims(pipeline, "en", text)]
    assert len(ids) == len(set(ids))
    assert all(len(each) == 32 and int(each, 16) >= 0 for each in ids)


def test_coder_writes_the_inputs_own_id(pipeline):
    """`document` of a claim is the input's id, not the hash."""
    reading = pipeline.code_text(TEXT, language="en")
    assert {c.document for c in reading.claims} == {reading.document.ref} != {reading.document.id}


def test_coder_score_and_quad_are_those_of_the_type(pipeline):
    """Score and quad class come from the ontology."""
    ontology = Ontology()
    for claim in claims(pipeline, "en", TEXT):
        assert (claim.score, claim.quad) == (ontology.score(claim.type, claim.mode), ontology.quad(claim.type))


def test_coder_traces_say_why_not(pipeline):
    """A trigger word that gives no claim says why, for `detente explain`."""
    reading = pipeline.code_text("My neighbour attacked my brother.", language="en")
    coder, doc = pipeline.parse(reading.document)
    context = coder.prepare(reading.document, doc)
    assert [c for s in doc.sentences for c in coder.sentence(context, s)] == []
    assert context.traces
    assert all(trace.why for trace in context.traces)


def test_coder_states_are_those_of_the_year(pipeline):
    """A name is read as of the document's year: Zaire was the Congo's until 1997."""
    text = "Zaire attacked Angola on Monday."
    assert codes(pipeline, "en", text, published=date(1995, 5, 5)) == ["COD:GOV ASSAULT AGO:GOV"]


def spans_of(claim):
    """Every (words or None, span) of a claim."""
    yield None, claim.sentence
    yield None, claim.trigger
    for actor in (*claim.actor, *claim.recipient):
        yield actor.text, actor.span
    for evidence in claim.evidence:
        yield evidence.words, evidence.span
    yield from spans_of_attribution(claim.attribution)


def spans_of_attribution(said: Attribution | None):
    while said is not None:
        yield said.cue, said.cue_span
        yield from ((None, span) for span in said.content)
        if said.span is not None:
            yield said.text, said.span
        if said.speaker is not None:
            yield said.speaker.text, said.speaker.span
        said = said.within


def check(reading):
    """What holds for every reading."""
    text, ontology = reading.document.text, Ontology()
    assert len({c.id for c in reading.claims}) == len(reading.claims)
    for claim in reading.claims:
        for words, span in spans_of(claim):
            assert 0 <= span.start < span.end <= len(text)
            assert words is None or words == span.of(text)
        for inner in (claim.trigger, *(a.span for a in (*claim.actor, *claim.recipient))):
            assert claim.sentence.start <= inner.start < inner.end <= claim.sentence.end
        assert claim.actor or claim.recipient
        assert any(a.code for a in (*claim.actor, *claim.recipient)) or all(
            a.sector for a in (*claim.actor, *claim.recipient)
        )
        assert claim.type in ontology.types
        assert claim.mode is None or (claim.type, claim.mode) in ontology.modes
        assert 0 < claim.certainty <= 1
        assert claim.reality in set(Reality)
        assert claim.evidence[0].rule.startswith("trigger:")
    for said in reading.attributions:
        for words, span in spans_of_attribution(said):
            assert 0 <= span.start < span.end <= len(text)
            assert words is None or words == span.of(text)


@pytest.mark.parametrize("item", SAMPLE, ids=[item["id"] for item in SAMPLE])
def test_coder_spans_of_the_sample(pipeline, item):
    """In the sample, every span lies inside the document and covers the words it is said to."""
    reading = pipeline.code_text(
        item["text"], published=date.fromisoformat(item["published"]), language=item["language"]
    )
    assert reading.claims
    check(reading)


PIECES = {
    "en": ["Russia", "the Russian army", "Ukraine", "attacked", "did not attack", "will meet", "said", "that", ",", ".",
           "“", "”", "according to sources", "on Monday", "its president", "they", "the two countries", "refused to",
           "sanctions", "on", "with", "\n\n", "’", "😀", "in 1998", "if", "?", "threatened", "U.S."],
    "fr": ["la Russie", "l’armée russe", "l'Ukraine", "a attaqué", "n'a pas attaqué", "rencontrera", "a déclaré", "que",
           ",", ".", "«", "»", "selon des sources", "lundi", "son président", "ils", "les deux pays", "a refusé de",
           "sanctions", "contre", "avec", "\n\n", "aurait", "😀", "en 1998", "si", "?", "a menacé", "qui"],
}  # fmt: skip


@pytest.mark.parametrize("code", ["en", "fr"])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_coder_spans_of_any_text(pipeline, code, data):
    """Whatever is thrown at it, the coder ends, and every span lies inside the document and covers its words."""
    text = " ".join(data.draw(st.lists(st.sampled_from(PIECES[code]), min_size=1, max_size=25)))
    if text.strip():
        check(pipeline.code_text(text, published=PUBLISHED, language=code))
