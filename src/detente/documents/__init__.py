"""Items -> Documents: the article taken out of the page, with date, language and outlet, and where each came from."""

from datetime import date, datetime
from urllib.parse import urlsplit

import msgspec

from detente.documents import clean, language
from detente.errors import InputError
from detente.readers import Item
from detente.records import Document, Origin, Reject, digest


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the call says of inputs that lack it: --date, --language, --outlet.

    `longest`: characters above which a document is rejected.
    """

    published: date | None = None
    language: str | None = None
    outlet: str | None = None
    longest: int = 1_000_000


def document(item: Item, options: Options) -> Document:
    """The document of one item; InputError with its reason if there is none."""
    page = clean.page(item.body, item.url) if isinstance(item.body, bytes) else clean.Page(text=item.body)
    if not item.as_is and isinstance(item.body, str):
        page = clean.text(item.body)
    try:
        page.text.encode()
    except UnicodeEncodeError as error:
        raise InputError("encoding", "not UTF-8; give the text in UTF-8") from error
    if not page.text.strip():
        reason = "no_text" if isinstance(item.body, bytes) else "empty"
        raise InputError(reason, "no article text in it; give a page or file with an article")
    if len(page.text) > options.longest:
        raise InputError("too_long", f"{len(page.text):,} characters, more than {options.longest:,}; split it")
    origins: dict[str, Origin] = {}

    def first(field: str, *candidates: tuple[Origin, object]) -> object:
        for origin, value in candidates:
            if value is not None:
                origins[field] = origin
                return value
        return None

    published = first(
        "published",
        (Origin.INPUT, day(item.published) if item.published else None),
        (Origin.METADATA, page.published),
        (Origin.OPTION, options.published),
    )
    outlet = first(
        "outlet",
        (Origin.INPUT, item.outlet),
        (Origin.METADATA, page.outlet),
        (Origin.OPTION, options.outlet),
        (Origin.URL, _host(item.url)),
    )
    spoken = first("language", (Origin.INPUT, item.language), (Origin.OPTION, options.language))
    if spoken is None:
        spoken = language.detect(page.text)
        origins["language"] = Origin.TEXT
    title = first("title", (Origin.INPUT, item.title), (Origin.METADATA, page.title), (Origin.TEXT, page.heading))
    key = item.url or item.ref
    return msgspec.convert(
        {
            "id": digest(outlet, key, page.text), "ref": item.ref, "text": page.text, "title": title,
            "published": published, "language": str(spoken).lower(), "outlet": outlet, "url": item.url,
            "origins": origins,
        },
        Document,
    )  # fmt: skip


def document_or_reject(item: Item | Reject, options: Options) -> Document | Reject:
    """The document of one item, or what is wrong with it."""
    if isinstance(item, Reject):
        return item
    try:
        return document(item, options)
    except InputError as error:
        return rejected(item.ref, item.where, error)


def rejected(ref: str, where: str, error: InputError) -> Reject:
    """The reject that an input becomes."""
    return Reject(ref=ref, where=where, reason=error.reason, message=str(error))


def day(text: str) -> date:
    """The day of an ISO 8601 date or time; InputError otherwise.

    >>> day("2024-11-05T08:00:00Z")
    datetime.date(2024, 11, 5)
    """
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError as error:
        raise InputError("bad_date", f"published {text[:40]!r} is no date; write YYYY-MM-DD") from error


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.") or None if url else None
    except ValueError:  # an address that is none
        return None
