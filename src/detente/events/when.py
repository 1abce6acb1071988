"""When: the time expression that belongs to a word, as the first and last possible day.

Expressions are read from the sentence with the patterns of dates.toml, relative to the document's date; a word takes
the expression of its own clause, else of the nearest clause around it.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from detente.parse.doc import Doc, Sentence, Token
from detente.records import Evidence, Moment, Precision, Span
from detente.tables import read_toml

APOSTROPHE = str.maketrans("’\u00a0\u202f", "'  ")
LONG_AGO = timedelta(days=365)  # PLOVER's `historical`: older than about a year before the report
PATTERNS = ("day_month", "month_day", "month_year", "month_only", "ago", "year_only", "weekday")


class DatesFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """dates.toml: regular expressions in which MONTH, WEEKDAY, NUMBER and UNIT stand for the words of the tables.

    `since`: words before, or at the head of, an expression from which on something lasts until the document's date.
    `nouns`: lemmas of time besides those of the tables ("morning").
    """

    since: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    day_month: str
    month_day: str = ""
    month_only: str = ""
    month_year: str = ""
    year_only: str = ""
    ago: str = ""
    weekday: str = ""
    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    relative: dict[str, tuple[str, int]]


class Expression(NamedTuple):
    """A time expression in the document."""

    span: Span
    moment: Moment


class Clock:
    """Reads time expressions of one language. `names`: its nouns, which are nobody ("met Sunday")."""

    def __init__(self, folder: Path) -> None:
        self._table = table = read_toml(folder / "dates.toml", DatesFile)
        words: dict[str, Iterable[str]] = {
            "MONTH": table.months,
            "WEEKDAY": table.weekdays,
            "NUMBER": table.numbers,
            "UNIT": table.units,
        }
        self.names = frozenset({*table.months, *table.weekdays, *table.units, *table.nouns})
        self._patterns: list[tuple[str, re.Pattern[str]]] = []
        for name in PATTERNS:
            pattern = getattr(table, name)
            for word, rows in words.items():
                pattern = pattern.replace(word, "|".join(sorted(map(re.escape, rows), key=len, reverse=True)))
            if pattern:
                self._patterns.append((name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)))
        relative = "|".join(sorted(map(re.escape, table.relative), key=len, reverse=True))
        self._patterns.insert(0, ("relative", re.compile(rf"\b(?P<relative>{relative})\b", re.IGNORECASE)))

    def read(self, doc: Doc, sentence: Sentence, published: date | None) -> list[Expression]:
        """Time expressions of a sentence in the order of the text, none inside another."""
        span = sentence.span
        text = span.of(doc.text).translate(APOSTROPHE)
        found: list[Expression] = []
        for name, pattern in self._patterns:
            for match in pattern.finditer(text):
                where = Span(span.start + match.start(), span.start + match.end())
                if any(where.start < e.span.end and e.span.start < where.end for e in found):
                    continue
                moment = self._moment(name, match, published)
                if moment is not None and self._lasts(text, match, moment, published):
                    moment = msgspec.structs.replace(moment, end=published)
                if moment is not None:
                    found.append(Expression(where, moment))
        return sorted(found, key=lambda e: e.span.start)

    def _lasts(self, text: str, match: re.Match[str], moment: Moment, published: date | None) -> bool:
        """True after "since": what began then goes on."""
        before = text[: match.start()].lower().split()[-1:]
        first = match[0].lower().split()[:1]
        until_now = published is not None and moment.start is not None and moment.start <= published
        return until_now and bool({*before, *first} & set(self._table.since))

    def _moment(self, name: str, match: re.Match[str], published: date | None) -> Moment | None:
        group, table = match.groupdict(), self._table
        try:
            if name == "year_only":
                return _year(int(group["year"]))
            if name in ("day_month", "month_day", "month_year", "month_only"):
                return _calendar(group, table.months[group["month"].lower()], published)
            if published is None:
                return None
            if name == "relative":
                unit, offset = table.relative[group["relative"].lower()]
                return _shift(published, unit, offset)
            if name == "ago":
                number = group["number"].lower()
                count = table.numbers[number] if number in table.numbers else int(number)
                return _shift(published, table.units[group["unit"].lower()], -count)
            return _weekday(published, table.weekdays[group["weekday"].lower()], following=bool(group.get("next")))
        except (ValueError, OverflowError):  # 31 February, 4,000 years ago: no date, not an error of ours
            return None


def moment_of(
    token: Token, text: str, expressions: list[Expression], published: date | None
) -> tuple[Moment, Evidence | None]:
    """The moment of what a word reports: of the nearest clause that has a time expression, else publication."""
    if expressions:
        below = {t.i: t for t in token.subtree()}
        for place in (token, *token.ancestors()):
            inside = below if place is token else {t.i: t for t in place.subtree()}
            here = [e for e in expressions if _covers(e, inside)]
            if here:
                best = min(here, key=lambda e: abs(e.span.start - token.start))
                return best.moment, Evidence(rule="when", words=best.span.of(text), span=best.span)
            if place.dep in ("acl:relcl", "ccomp", "advcl", "parataxis"):
                break
    if published is None:
        return Moment(), None
    return Moment(start=published, end=published, precision=Precision.PUBLISHED), None


def is_historical(moment: Moment, published: date | None) -> bool:
    """True for what ended more than a year before the document."""
    return moment.end is not None and published is not None and published - moment.end > LONG_AGO


def _covers(expression: Expression, tokens: dict[int, Token]) -> bool:
    return any(expression.span.start <= t.start < expression.span.end for t in tokens.values())


def _calendar(group: dict[str, str | None], month: int, published: date | None) -> Moment | None:
    """A date; without a year, the last one that is not more than two months ahead of the document."""
    year = int(group["year"] or 0)
    if not year:
        if published is None:
            return None
        year = published.year - (month > published.month + 2) + (month < published.month - 10)
    if group.get("day"):
        day = date(year, month, int(group["day"] or 1))
        return Moment(start=day, end=day, precision=Precision.DAY)
    return _month(year, month)


def _year(year: int) -> Moment:
    return Moment(start=date(year, 1, 1), end=date(year, 12, 31), precision=Precision.YEAR)


def _month(year: int, month: int) -> Moment:
    last = monthrange(year, month)[1]
    return Moment(start=date(year, month, 1), end=date(year, month, last), precision=Precision.MONTH)


def _shift(published: date, unit: str, offset: int) -> Moment:
    if unit == "day":
        day = published + timedelta(days=offset)
        return Moment(start=day, end=day, precision=Precision.DAY)
    if unit == "week":
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=offset)
        return Moment(start=monday, end=monday + timedelta(days=6), precision=Precision.WEEK)
    if unit == "month":
        months = published.year * 12 + published.month - 1 + offset
        return _month(months // 12, months % 12 + 1)
    return _year(published.year + offset * (10 if unit == "decade" else 1))


def _weekday(published: date, weekday: int, *, following: bool) -> Moment:
    """The last such day up to the document's own; "next" the one after it."""
    back = (published.weekday() - weekday) % 7
    day = published - timedelta(days=back) + timedelta(days=7 if following else 0)
    return Moment(start=day, end=day, precision=Precision.DAY)
