"""The whole chain: each input is answered, in order, and nothing but its text decides what is read."""

from datetime import date

import msgspec
import pytest

from detente.documents import Options
from detente.errors import InputError, ModelError, PluginError
from detente.pipeline import Pipeline
from detente.readers import Item
from detente.records import Precision, Reading, Reject
from detente.settings import Settings

SENTENCE = "Russia attacked Ukraine on Monday."


def item(ref, text=SENTENCE, **fields):
    """An input in English, as a JSON line gives it."""
    return Item(**{"ref": ref, "where": f"in:{ref}", "body": text, "as_is": True, "language": "en"} | fields)


def shape(claim):
    """Type, actors and recipients of a claim."""
    return claim.type, [a.code for a in claim.actor], [a.code for a in claim.recipient]


@pytest.mark.parametrize(
    ("language", "text"), [("en", SENTENCE), ("fr", "La Russie a attaqué l'Ukraine lundi.")], ids=["en", "fr"]
)
def test_pipeline_reads_who_did_what_to_whom(pipeline, language, text):
    """A plain sentence gives its one claim, in either language, with spans that lie in the text."""
    reading = pipeline.code_text(text, published=date(2024, 11, 6), language=language)
    assert [shape(claim) for claim in reading.claims] == [("ASSAULT", ["RUS"], ["UKR"])]
    claim = reading.claims[0]
    assert claim.sentence.of(text) == text
    assert claim.actor[0].span.of(text).endswith(claim.actor[0].text)
    assert all(evidence.span.of(text) == evidence.words for evidence in claim.evidence)
    assert (claim.when.start, claim.when.precision) == (date(2024, 11, 4), Precision.DAY)


def test_pipeline_detects_the_language(pipeline):
    """Text without a language is read by the pack of the language it is written in."""
    assert pipeline.code_text("Le président russe a rencontré lundi son homologue chinois.").coder.startswith("fr-")
    assert pipeline.code_text("The Russian president met his Chinese counterpart on Monday.").coder.startswith("en-")


def test_pipeline_text_without_events_is_a_reading(pipeline):
    """A text in which no state does anything gives a reading without claims, not a reject."""
    reading = pipeline.code_text("The weather was fine. The roses grew.", language="en")
    assert reading.claims == ()
    assert reading.sentences == 2


def test_pipeline_answers_every_input_in_order(pipeline):
    """Each input comes back with its reading or its reject, in input order, none left out."""
    broken = Reject(ref="e", where="in:e", reason="empty", message="nothing in it")
    inputs = [item("a"), item("b", " \n"), item("a", "Other text."), broken, item("c", language="tlh"), item("d")]
    made = list(pipeline.code(iter(inputs), Options()))
    assert [given for given, _ in made] == inputs
    assert [type(result) for _, result in made] == [Reading, Reject, Reject, Reject, Reject, Reading]
    assert [result.reason for _, result in made if isinstance(result, Reject)] == [
        "empty", "duplicate_id", "empty", "unknown_language",
    ]  # fmt: skip
    assert all(result.ref == given.ref for given, result in made if isinstance(result, Reject))


def test_pipeline_is_lazy(pipeline):
    """An input is answered before the next one is asked for, so a stream of any length passes."""

    def endless():
        number = 0
        while True:
            number += 1
            yield item(str(number))

    answers = pipeline.code(endless(), Options())
    assert [next(answers)[1].document.ref for _ in range(3)] == ["1", "2", "3"]


def test_pipeline_same_input_gives_same_bytes(pipeline):
    """Reading a text twice gives byte-identical claims."""
    first, second = (msgspec.json.encode(pipeline.code_text(SENTENCE, language="en")) for _ in range(2))
    assert first == second


def test_pipeline_id_outlet_and_url_decide_nothing(pipeline):
    """The same text under another id, outlet and address gives the same claims but for their identity."""
    names = {"outlet": "Ukraine Times", "url": "https://iran.example/china"}
    plain, dressed = (pipeline.code([given], Options()) for given in (item("1"), item("USA attacked China", **names)))
    (_, left), (_, right) = next(plain), next(dressed)
    assert [shape(claim) for claim in left.claims] == [shape(claim) for claim in right.claims] != []
    assert left.claims[0].id != right.claims[0].id


def test_pipeline_claim_id_is_free_of_the_time(pipeline):
    """A claim keeps its id when the document's date is learnt later."""
    ids = [[c.id for c in pipeline.code_text(SENTENCE, published=day).claims] for day in (None, date(2024, 11, 6))]
    assert ids[0] == ids[1] != []


def test_pipeline_unknown_language_names_the_installed(pipeline):
    """A language without a pack is refused with the packs that there are."""
    with pytest.raises(InputError, match=r"'tlh'.*en, fr") as caught:
        pipeline.code_text(SENTENCE, language="tlh")
    assert caught.value.reason == "unknown_language"


def test_pipeline_longest_of_settings_holds():
    """A text longer than the setting allows is refused before any language is loaded."""
    with pytest.raises(InputError, match="split") as caught:
        Pipeline(Settings(longest=10)).code_text(SENTENCE, language="en")
    assert caught.value.reason == "too_long"


def test_pipeline_languages_of_settings_limit_the_packs():
    """Only the packs that the settings name are used; one that is not installed is an error at once."""
    assert Pipeline(Settings(languages=("fr",))).languages == ("fr",)
    with pytest.raises(PluginError, match="tlh"):
        Pipeline(Settings(languages=("fr", "tlh")))


def test_pipeline_missing_model_is_a_message(tmp_path):
    """A parsing pipeline that cannot be loaded is a ModelError that names it and the setting."""
    with pytest.raises(ModelError, match=r"nowhere.*setting models"):
        Pipeline(Settings(models={"en": str(tmp_path / "nowhere")})).code_text(SENTENCE, language="en")


def test_pipeline_reads_the_article(pipeline, article):
    """A real article from the web gives claims whose triggers lie inside their sentences."""
    reading = pipeline.code_text(article.read_text(encoding="utf8"), published=date(2024, 11, 5))
    assert len(reading.claims) >= 3
    for claim in reading.claims:
        assert claim.sentence.start <= claim.trigger.start < claim.trigger.end <= claim.sentence.end
        assert 0 <= claim.certainty <= 1
        assert 1 <= claim.quad <= 4
