"""The article out of the page: HTML by trafilatura and htmldate, plain text by lines of page furniture."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from detente.errors import InputError
from detente.tables import read_csv

FURNITURE = Path(__file__).parents[1] / "data/furniture.csv"
LONGEST_FURNITURE = 90  # characters; a line of prose that mentions a photo is longer
LONGEST_HEADING = 150
FIRST_DATE = "1990-01-01"  # no page is older than the web


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """What a page or a text file gave; `heading` is a title read off the text."""

    text: str
    title: str | None = None
    heading: str | None = None
    published: date | None = None
    outlet: str | None = None


class Furniture(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A regular expression for a whole line that is page furniture, what it is, and a line that it must match."""

    pattern: str
    kind: str
    example: str


@cache
def furniture() -> re.Pattern[str]:
    """One expression for all rows of data/furniture.csv."""
    rows = read_csv(FURNITURE, Furniture)
    return re.compile("|".join(f"(?:{row.pattern})" for row in rows), re.IGNORECASE)


def text(raw: str) -> Page:
    """A plain text file: furniture lines dropped; a first line that is a heading is the title, not text."""
    lines = [line.rstrip(" \t\u00a0") for line in re.split(r"\r\n?|\n", raw)]
    kept = [line for line in lines if not is_furniture(line)]
    filled = [n for n, line in enumerate(kept) if line.strip()]
    heading = None
    if len(filled) > 1 and _is_heading(kept[filled[0]]):
        heading = kept[filled[0]].strip()
        kept = kept[filled[0] + 1 :]
    return Page(text="\n".join(kept).strip(), heading=heading)


def is_furniture(line: str) -> bool:
    """A photo credit, a comment link, a share button, a copyright line and the like."""
    line = line.strip()
    return 0 < len(line) <= LONGEST_FURNITURE and furniture().fullmatch(line) is not None


def page(raw: bytes, url: str | None) -> Page:
    """The main text of an HTML page with its metadata; InputError if it cannot be parsed or holds no article."""
    # Heavy imports wait until a page comes: text and JSON lines do without them.
    import trafilatura  # noqa: PLC0415
    from htmldate import find_date  # noqa: PLC0415
    from lxml import html  # noqa: PLC0415

    tree = trafilatura.load_html(raw)
    if tree is None:
        raise InputError("no_text", "no HTML that can be parsed; give the page as it was served")
    declared = html.tostring(tree, encoding="unicode")
    found = trafilatura.bare_extraction(tree, url=url, include_comments=False, include_tables=False, with_metadata=True)
    if found is None or isinstance(found, dict) or not (found.text or "").strip():
        raise InputError("no_text", "no article in this page; give the page of one article")
    day = find_date(declared, url=url, min_date=FIRST_DATE, original_date=True) or found.date
    body = text(found.text or "").text
    return Page(
        text=body,
        title=found.title,
        published=date.fromisoformat(day) if day else None,
        outlet=found.sitename or found.hostname,
    )


def _is_heading(line: str) -> bool:
    line = line.strip()
    return len(line) <= LONGEST_HEADING and not line.endswith((".", "!", "…", '"', "»", "”", ":", ";", ","))
