"""The parser: whatever the text, offsets are those of the text, nothing is lost and every walk ends."""

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente import languages
from detente.errors import ModelError
from detente.parse.pipeline import LONGEST_SEGMENT, Parser, _segments

FIRST = "Russia attacked Ukraine on Monday."
SECOND = "China condemned the attack."


@pytest.fixture(scope="module")
def parser(pipeline):
    return pipeline.load("en")[0]


@pytest.fixture(scope="module")
def french(pipeline):
    return pipeline.load("fr")[0]


def check(doc, text):
    """What holds of every parsed text."""
    assert doc.text == text
    at = 0
    for number, token in enumerate(doc.tokens):
        assert token.i == number
        assert token.span.of(text) == token.text
        assert text[at : token.start].strip() == ""
        at = token.end
        assert token.is_root or token in token.head.children
        assert all(child.head is token for child in token.children)
        for steps, _ in enumerate(token.ancestors()):  # ends at a root: no circle
            assert steps < len(doc.tokens)
    assert text[at:].strip() == ""
    for number, sentence in enumerate(doc.sentences):
        assert sentence.index == number
        assert sentence.root in sentence.tokens
        assert {token.sent for token in sentence.tokens} == {sentence}


# Letters that make words, sentences, paragraphs and white space of every kind, so that odd mixtures are common.
PIECES = st.sampled_from(
    [FIRST, SECOND, "a", "Ukraine", ".", "!", "…", "»", '"', "'", "%", "(", ")", " ", "  ", "\u00a0", "\u3000", "\t",
     "\n", "\r\n", "\u2028", "\x0b", "\x1c", "\x85", "\u200b", "é", "e\u0301", "🕊️", "𝔘", "國", "-", "—", "1", "\0"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join) | st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@example("\n  \n")
@example(f"{FIRST}\n  \n{SECOND}")
@example(f"  {FIRST} \u00a0 {SECOND}  ")
@example("a\x85 \x85b")
def test_pipeline_any_text_keeps_its_offsets(parser, text):
    """Every character but white space lies in one token, at its own place; every tree has a root and no circle."""
    check(parser.parse(text), text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "\n  \n", "\t \n \t\n", "\u00a0", "\r\n\r\n", "\u2028 \u2029", "\x0b\x0c", "\x85", "  \u3000  "],
    ids=ascii,
)
def test_pipeline_white_space_alone_has_no_sentence(parser, french, text):
    """A text of white space is parsed to nothing, in either language, and the parser comes back."""
    for reader in (parser, french):
        assert reader.parse(text).sentences == []


@pytest.mark.parametrize("blank", ["\n  \n", "\n\u00a0\n", "\n\n\n", "\r\n \t \r\n", "\u2029"], ids=ascii)
def test_pipeline_blank_line_parts_paragraphs(parser, blank):
    """A line of blanks between two paragraphs makes no sentence of its own and moves no offset."""
    text = f"{FIRST}{blank}{SECOND}"
    doc = parser.parse(text)
    check(doc, text)
    assert [sentence.span.of(text) for sentence in doc.sentences] == [FIRST, SECOND]


def test_pipeline_blanks_at_the_root_hide_no_word(parser):
    """Words that the model hung below white space keep a head of their own."""
    text = f"   {FIRST}   \u00a0  Why?      {SECOND}"
    doc = parser.parse(text)
    check(doc, text)
    assert "".join(token.text for token in doc.tokens) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"{FIRST}{SECOND}", 2),
        (f"{FIRST}“{SECOND}", 2),
        (f"Exports fell by 3%.{SECOND}", 2),
        ("The U.S.A. attacked nobody.", 1),
        ("Fees rose to 3.50 dollars at example.com today.", 1),
    ],
    ids=["joined", "quote", "percent", "letters", "number"],
)
def test_pipeline_joined_sentences_are_cut(parser, text, count):
    """Sentences that lost the blank between them are two, abbreviations and numbers stay one; offsets stay."""
    doc = parser.parse(text)
    check(doc, text)
    assert len(doc.sentences) == count


def test_pipeline_joined_french_sentences_are_cut(french):
    """« … a-t-il dit.Selon lui » is two sentences."""
    text = "Moscou a attaqué Kiev lundi.Selon Pékin, la Russie a menacé le Japon."
    doc = french.parse(text)
    check(doc, text)
    assert [sentence.span.of(text)[:5] for sentence in doc.sentences] == ["Mosco", "Selon"]


def test_pipeline_long_paragraph_is_cut_at_sentence_ends(parser):
    """A paragraph of many pages is parsed in pieces that end with a sentence: none is torn and none is lost."""
    text = " ".join([FIRST] * 400)
    assert len(text) > 3 * LONGEST_SEGMENT
    doc = parser.parse(text)
    check(doc, text)
    assert [sentence.span.of(text) for sentence in doc.sentences] == [FIRST] * 400


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["word", "x" * 5000, ". ", ".Then it ", " ", "\n", "é"]), st.integers(1, 900)))
)
def test_pipeline_segments_are_whole_and_short(parts):
    """Segments come in order, do not overlap, leave out nothing but white space, and none is beyond the limit."""
    text = "".join(piece * (times if len(piece) < 10 else 1) for piece, times in parts)
    at = 0
    for start, end in _segments(text):
        assert text[at:start].strip() == ""
        assert 0 < end - start <= LONGEST_SEGMENT
        at = end
    assert text[at:].strip() == ""


def test_pipeline_letters_beyond_the_base_plane_count_once(parser):
    """Offsets count code points: an emoji before a name moves it by one, not by its bytes."""
    text = f"🕊 𝔘 {FIRST}"
    doc = parser.parse(text)
    check(doc, text)
    assert next(token for token in doc.tokens if token.text == "Ukraine").start == text.index("Ukraine")


def test_pipeline_batch_size_changes_nothing(parser):
    """The same text is parsed alike one paragraph at a time and many at a time."""
    single = Parser(languages.load("en").model, batch=1)
    text = "\n".join([FIRST, SECOND] * 5)

    def parsed(reader):
        return [(token.text, token.dep, token.head.i, token.lemma) for token in reader.parse(text).tokens]

    assert parsed(single) == parsed(parser)


def test_pipeline_missing_model_names_it(tmp_path):
    """A pipeline that is not there is named together with the setting that chooses it."""
    with pytest.raises(ModelError, match=r"nowhere.*setting models"):
        Parser(tmp_path / "nowhere")


def test_pipeline_model_without_parser_is_refused(tmp_path):
    """A pipeline that cannot parse is refused with what it has, before any text is read."""
    other = spacy.blank("en")
    other.add_pipe("sentencizer")
    other.to_disk(tmp_path / "model")
    with pytest.raises(ModelError, match=r"no parser \(it has: sentencizer\)"):
        Parser(tmp_path / "model")
