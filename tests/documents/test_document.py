"""Items -> documents: each field's value and where it came from; an item without text is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.documents import Options, day, document
from detente.errors import InputError
from detente.readers import Item
from detente.records import Origin, digest

TEXT = "Kenya and Somalia agreed on Monday to resume direct flights."
MORE = "The Somali president is expected in Nairobi next week, a spokesman for the government said."
PAGE = f"""<html><head><title>Flights</title><meta property="og:site_name" content="Gazette">
<meta property="article:published_time" content="2024-11-05"></head>
<body><article><p>{TEXT}</p><p>{MORE}</p></article></body></html>""".encode()
NONE = Options()
ALL = Options(published=date(2020, 1, 1), language="fr", outlet="Option")


def item(body=TEXT, **fields):
    """An item as a JSON line gives it."""
    return Item(**{"ref": "r", "where": "in:1", "body": body, "as_is": True} | fields)


def test_document_text_of_a_line_is_untouched():
    """The text of a JSON line is taken as it stands, furniture, blanks and all, so that spans refer to it."""
    raw = f"  Heading\r\nPhoto / RTS\n{TEXT} \n"
    assert document(item(raw), NONE).text == raw


def test_document_text_file_is_cleaned():
    """A text file loses its furniture, and its heading becomes the title, read off the text."""
    made = document(item(f"Flights\nPhoto / RTS\n{TEXT}\n", as_is=False), NONE)
    assert (made.text, made.title, made.origins["title"]) == (TEXT, "Flights", Origin.TEXT)


def test_document_input_beats_options():
    """A field of the input itself is kept; the options speak for inputs that lack it."""
    made = document(item(published="2024-11-05", language="en", outlet="Input"), ALL)
    assert (made.published, made.language, made.outlet) == (date(2024, 11, 5), "en", "Input")
    assert set(made.origins.values()) == {Origin.INPUT}


def test_document_options_fill_what_lacks():
    """What the input lacks comes from the options, and the document says so."""
    made = document(item(), ALL)
    assert (made.published, made.language, made.outlet) == (date(2020, 1, 1), "fr", "Option")
    assert made.origins == dict.fromkeys(("published", "language", "outlet"), Origin.OPTION)


def test_document_metadata_beats_options():
    """What a page says of itself is kept before the options."""
    made = document(item(PAGE), ALL)
    assert (made.title, made.published, made.outlet) == ("Flights", date(2024, 11, 5), "Gazette")
    assert {made.origins[name] for name in ("title", "published", "outlet")} == {Origin.METADATA}
    assert made.text == f"{TEXT}\n{MORE}"


def test_document_nothing_is_guessed():
    """An undated text without outlet has neither; only its language is read off the text."""
    made = document(item(), NONE)
    assert (made.title, made.published, made.outlet, made.url) == (None, None, None, None)
    assert made.origins == {"language": Origin.TEXT}


def test_document_outlet_is_read_off_the_address():
    """The host of the address stands for the outlet, where nothing better is known."""
    made = document(item(url="https://www.gazette.example:443/a?b"), NONE)
    assert (made.outlet, made.origins["outlet"]) == ("gazette.example", Origin.URL)


@pytest.mark.parametrize("url", ["http://[broken", "not an address", "/a/b", "mailto:x@y", "http://a]b/", "://", "é"])
def test_document_odd_address_loses_no_article(url):
    """An address that is none costs the outlet at most, never the article."""
    made = document(item(url=url), NONE)
    assert (made.text, made.url, made.outlet) == (TEXT, url, None)


def test_document_id_is_outlet_address_and_text():
    """A document's id hashes outlet, address (or the input's own id) and text, and nothing else."""
    assert document(item(), NONE).id == digest(None, "r", TEXT)
    assert document(item(outlet="o", url="https://u.example"), NONE).id == digest("o", "https://u.example", TEXT)
    assert document(item(), NONE).id == document(item(published="2024-11-05", title="T", where="x"), NONE).id
    assert document(item(), NONE).id != document(item(TEXT + " "), NONE).id


def test_document_language_is_compared_in_lower_case():
    """A language code may be written in capitals."""
    assert document(item(language="FR"), NONE).language == "fr"


@pytest.mark.parametrize("body", ["", " ", "\n\t\r\n", "\u00a0\u2028"])
@pytest.mark.parametrize("as_is", [True, False])
def test_document_blank_text_is_refused(body, as_is):
    """White space of any kind is no article."""
    with pytest.raises(InputError, match="no article text") as caught:
        document(item(body, as_is=as_is), NONE)
    assert caught.value.reason == "empty"


def test_document_of_furniture_only_is_refused():
    """A text file of nothing but page furniture holds no article."""
    with pytest.raises(InputError) as caught:
        document(item("Photo / RTS\nLeave a comment\n", as_is=False), NONE)
    assert caught.value.reason == "empty"


def test_document_page_without_text_is_refused():
    """A page without an article is refused as one that has no text."""
    with pytest.raises(InputError) as caught:
        document(item(b"<html><body><img src='a'></body></html>", as_is=False), NONE)
    assert caught.value.reason == "no_text"


@pytest.mark.parametrize("over", [0, 1])
def test_document_longest_is_inclusive(over):
    """A text of exactly the permitted length passes, one character more is refused."""
    options = Options(longest=len(TEXT) - over, language="en")
    if not over:
        assert document(item(), options).text == TEXT
        return
    with pytest.raises(InputError, match="split it") as caught:
        document(item(), options)
    assert caught.value.reason == "too_long"


@pytest.mark.parametrize(
    "text", ["2024-13-45", "2024-02-30", "yesterday", "05/11/2024", " ", "1730764800", "nan", "2024-11", "x" * 10_000]
)
def test_document_bad_date_is_refused(text):
    """A date that is none is refused with how to write one, in a message of one short line."""
    with pytest.raises(InputError, match="write YYYY-MM-DD") as caught:
        document(item(published=text), NONE)
    assert caught.value.reason == "bad_date"
    assert len(str(caught.value)) < 120


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_document_day_of_any_iso_time(moment):
    """The day of a time in ISO 8601 is the day that is written there, whatever the time zone."""
    assert day(f" {moment.isoformat()} ") == day(moment.date().isoformat()) == moment.date()


def test_document_day_takes_the_usual_forms():
    """Zulu time, a blank instead of the T and the basic form are dates too."""
    forms = ("2024-11-05", "2024-11-05T23:59:59Z", "2024-11-05 08:00:00", "20241105", "2024-11-05T00:30:00+09:00")
    assert {day(form) for form in forms} == {date(2024, 11, 5)}
