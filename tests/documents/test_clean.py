"""Cleaning: the article stays, the page's furniture goes."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.documents import clean
from detente.errors import InputError
from detente.tables import read_csv

FIRST = "Kenya and Somalia agreed on Monday to resume direct flights between their capitals."
SECOND = "The Somali president is expected in Nairobi next week, a spokesman for the government said."
PAGE = f"""<!doctype html><html lang="en"><head><title>Flights resume | The Harbour Gazette</title>
<meta property="og:site_name" content="The Harbour Gazette">
<meta property="og:title" content="Flights resume">
<meta property="article:published_time" content="2024-11-05T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav>
<article><h1>Flights resume</h1><p>{FIRST}</p><p>Photo / Gazette</p><p>{SECOND}</p></article>
<footer>All rights reserved</footer></body></html>"""


def rows():
    return [pytest.param(row, id=row.example) for row in read_csv(clean.FURNITURE, clean.Furniture)]


@pytest.mark.parametrize("row", rows())
def test_clean_furniture_row_matches_its_example(row):
    """Every row of furniture.csv matches the line that it gives as its example, in any case of letters."""
    assert clean.is_furniture(row.example)
    assert clean.is_furniture(f"  {row.example.upper()} ")


@pytest.mark.parametrize(
    "line",
    [
        "",
        FIRST,
        "Photographs of the meeting between the two presidents were published by the ministry on Monday.",
        "Moscow shared the plan.",
        "Share prices fell in Tokyo.",
        "La publicité de la rencontre a irrité Pékin.",
        "Next week, Iran will reply.",
    ],
)
def test_clean_prose_is_no_furniture(line):
    """A line of prose stays, even where it begins with a word of page furniture."""
    assert not clean.is_furniture(line)


def test_clean_text_drops_furniture_lines():
    """Credits and links of a text file go, the paragraphs around them stay in order."""
    assert clean.text(f"{FIRST}\nPhoto / RTS\n\n{SECOND}\nLeave a comment\n").text == f"{FIRST}\n\n{SECOND}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old"])
def test_clean_text_takes_any_line_end(end):
    """Line ends of every system become one kind."""
    assert clean.text(f"{FIRST}{end}{SECOND}").text == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize(
    ("raw", "heading"),
    [
        (f"Flights resume\n{FIRST}", "Flights resume"),
        (f"\n  Flights resume  \n\n{FIRST}\n", "Flights resume"),
        (f"Photo / RTS\nFlights resume\n{FIRST}", "Flights resume"),
        (f"{FIRST}\n{SECOND}", None),
        ("Flights resume", None),
        (f"{'Flights ' * 40}\n{FIRST}", None),
    ],
    ids=["first", "blank", "furniture", "prose", "alone", "long"],
)
def test_clean_text_takes_the_heading_off(raw, heading):
    """A short first line without a full stop is the title and no longer text; a text of one line stays text."""
    page = clean.text(raw)
    assert page.heading == heading
    assert ("Flights resume" in page.text) is (heading is None and "Flights resume" in raw)


@given(st.text())
@settings(max_examples=60)
def test_clean_text_is_settled_after_headings(raw):
    """Cleaning only ever takes lines away: each line that is left stood in the file, in this order."""
    lines = iter([line.strip() for line in raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")])
    assert all(line.strip() in lines for line in clean.text(raw).text.split("\n") if line.strip())


def test_clean_text_with_a_long_run_of_blanks_ends():
    """A million blanks within a line are read like any other text: the work grows with the length, not its square."""
    call = "from detente.documents.clean import text; raw = 'a' + ' ' * 1_000_000 + 'b'; assert text(raw).text == raw"
    # In a process of its own, which can be ended: with the square it would run for an hour.
    subprocess.run([sys.executable, "-c", call], check=True, timeout=20)


def test_clean_page_takes_the_article_out():
    """A page gives its article with title, date and outlet; navigation, credits and footer are gone."""
    page = clean.page(PAGE.encode(), "https://www.gazette.example/flights")
    assert page.text == f"{FIRST}\n{SECOND}"
    assert (page.title, page.outlet) == ("Flights resume", "The Harbour Gazette")
    assert page.published == date(2024, 11, 5)


def test_clean_page_without_date_has_none():
    """A page that does not say when it was published has no date: none is guessed from the day of reading."""
    assert clean.page(f"<html><body><article><p>{FIRST}</p><p>{SECOND}</p></article></body></html>".encode(), None) == (
        clean.Page(text=f"{FIRST}\n{SECOND}")
    )


def test_clean_page_follows_its_declared_encoding():
    """A page that declares another encoding than UTF-8 is read by it."""
    words = "Le président kényan a reçu lundi à Nairobi le Premier ministre éthiopien, a annoncé la présidence."
    page = f'<html><head><meta charset="iso-8859-1"></head><body><article><p>{words}</p></article></body></html>'
    assert clean.page(page.encode("latin1"), None).text == words


@pytest.mark.parametrize(
    "raw",
    [
        b"<",
        b"<html></html>",
        b"<html><head><title>Only a title</title></head><body></body></html>",
        b"<html><body><script>var text = 1;</script><img src='a.png'></body></html>",
        b"<html><body>" + b"<div>" * 20_000 + b"</body></html>",
        b"<?xml version='1.0'?><feed/>",
        b"<\xff\xfe\xfa>",
    ],
    ids=["bracket", "bare", "title", "script", "deep", "xml", "bytes"],
)
def test_clean_page_without_text_is_refused(raw):
    """A page in which there is no article is refused as such, whatever else is in it."""
    with pytest.raises(InputError, match="give the page") as caught:
        clean.page(raw, None)
    assert caught.value.reason == "no_text"
