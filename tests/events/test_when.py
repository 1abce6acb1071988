"""When: time expressions, relative to the document's date, and the word that each belongs to."""

from datetime import date

import pytest
from trees import language, tree, word

from detente.events.when import Clock, is_historical, moment_of
from detente.parse.doc import Doc, Sentence
from detente.records import Moment, Precision

PUBLISHED = date(2025, 6, 18)  # a Wednesday


def flat(text):
    """A Doc of one sentence of which only the text counts."""
    doc = Doc.build([text], [0], ["root"], ["X"])
    return doc, Sentence(0, doc.tokens)


def read(code, text, published=PUBLISHED):
    doc, sentence = flat(text)
    return Clock(language(code).folder).read(doc, sentence, published)


def day(year, month, number):
    return (date(year, month, number), date(year, month, number), Precision.DAY)


def days(first, last, precision):
    return (date(*first), date(*last), precision)


JUNE = days((2025, 6, 1), (2025, 6, 30), Precision.MONTH)
LAST_WEEK = days((2025, 6, 9), (2025, 6, 15), Precision.WEEK)

PATTERNS = [
    # day and month
    ("fr", "le 3 mai 2024", day(2024, 5, 3)), ("en", "on 3 May 2024", day(2024, 5, 3)),
    ("fr", "le 1er mars 2020", day(2020, 3, 1)), ("en", "on 1st of March 2020", day(2020, 3, 1)),
    ("fr", "le 3 mai", day(2025, 5, 3)), ("en", "on 3 May", day(2025, 5, 3)),
    ("fr", "le 20 août", day(2025, 8, 20)), ("en", "on August 20", day(2025, 8, 20)),
    ("fr", "le 2 décembre", day(2024, 12, 2)), ("en", "on December 2nd", day(2024, 12, 2)),
    ("fr", "le 29 février 2024", day(2024, 2, 29)), ("en", "on February 29, 2024", day(2024, 2, 29)),
    # month
    ("fr", "en mai 2023", days((2023, 5, 1), (2023, 5, 31), Precision.MONTH)),
    ("en", "in May 2023", days((2023, 5, 1), (2023, 5, 31), Precision.MONTH)),
    ("fr", "février 2024", days((2024, 2, 1), (2024, 2, 29), Precision.MONTH)),
    ("en", "February 2024", days((2024, 2, 1), (2024, 2, 29), Precision.MONTH)),
    ("fr", "en juin", JUNE), ("en", "in June", JUNE),
    ("fr", "en novembre", days((2024, 11, 1), (2024, 11, 30), Precision.MONTH)),
    ("en", "last November", days((2024, 11, 1), (2024, 11, 30), Precision.MONTH)),
    # year
    ("fr", "en 1998", days((1998, 1, 1), (1998, 12, 31), Precision.YEAR)),
    ("en", "in 1998", days((1998, 1, 1), (1998, 12, 31), Precision.YEAR)),
    # ago
    ("fr", "il y a trois jours", day(2025, 6, 15)), ("en", "three days ago", day(2025, 6, 15)),
    ("fr", "il y a 2 semaines", days((2025, 6, 2), (2025, 6, 8), Precision.WEEK)),
    ("en", "2 weeks ago", days((2025, 6, 2), (2025, 6, 8), Precision.WEEK)),
    ("fr", "il y a six mois", days((2024, 12, 1), (2024, 12, 31), Precision.MONTH)),
    ("en", "six months ago", days((2024, 12, 1), (2024, 12, 31), Precision.MONTH)),
    ("fr", "il y a dix ans", days((2015, 1, 1), (2015, 12, 31), Precision.YEAR)),
    ("en", "ten years ago", days((2015, 1, 1), (2015, 12, 31), Precision.YEAR)),
    ("fr", "il y a deux décennies", days((2005, 1, 1), (2005, 12, 31), Precision.YEAR)),
    ("en", "two decades ago", days((2005, 1, 1), (2005, 12, 31), Precision.YEAR)),
    # weekday
    ("fr", "lundi", day(2025, 6, 16)), ("en", "Monday", day(2025, 6, 16)),
    ("fr", "mercredi", day(2025, 6, 18)), ("en", "on Wednesday", day(2025, 6, 18)),
    ("fr", "jeudi", day(2025, 6, 12)), ("en", "Thursday", day(2025, 6, 12)),
    ("fr", "jeudi prochain", day(2025, 6, 19)), ("en", "next Thursday", day(2025, 6, 19)),
    # relative
    ("fr", "hier", day(2025, 6, 17)), ("en", "yesterday", day(2025, 6, 17)),
    ("fr", "aujourd’hui", day(2025, 6, 18)), ("en", "today", day(2025, 6, 18)),
    ("fr", "demain", day(2025, 6, 19)), ("en", "tomorrow", day(2025, 6, 19)),
    ("fr", "la semaine dernière", LAST_WEEK), ("en", "last week", LAST_WEEK),
    ("fr", "le mois dernier", days((2025, 5, 1), (2025, 5, 31), Precision.MONTH)),
    ("en", "last month", days((2025, 5, 1), (2025, 5, 31), Precision.MONTH)),
    ("fr", "l’an dernier", days((2024, 1, 1), (2024, 12, 31), Precision.YEAR)),
    ("en", "last year", days((2024, 1, 1), (2024, 12, 31), Precision.YEAR)),
    ("fr", "l'année prochaine", days((2026, 1, 1), (2026, 12, 31), Precision.YEAR)),
    ("en", "next year", days((2026, 1, 1), (2026, 12, 31), Precision.YEAR)),
    # since: until the document
    ("fr", "depuis lundi", days((2025, 6, 16), (2025, 6, 18), Precision.DAY)),
    ("en", "since Monday", days((2025, 6, 16), (2025, 6, 18), Precision.DAY)),
    ("fr", "depuis 2014", days((2014, 1, 1), (2025, 6, 18), Precision.YEAR)),
    ("en", "since 2014", days((2014, 1, 1), (2025, 6, 18), Precision.YEAR)),
    ("fr", "depuis mars", days((2025, 3, 1), (2025, 6, 18), Precision.MONTH)),
    ("en", "since March", days((2025, 3, 1), (2025, 6, 18), Precision.MONTH)),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "expected"), PATTERNS)
def test_when_reads(code, text, expected):
    """Every way to say when gives its first and its last possible day, and how exact it is."""
    assert [(e.moment.start, e.moment.end, e.moment.precision) for e in read(code, text)] == [expected]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "le 31 février 2024"), ("en", "on 31 February 2024"),
        ("fr", "le 29 février 2023"), ("en", "on February 29, 2023"),
        ("fr", "il y a 4000 ans"), ("en", "4000 years ago"),
        ("fr", "marsouin lundis2"), ("en", "maybe decembers"),
        ("fr", "2014 soldats"), ("en", "2014 soldiers"),
        ("fr", ""), ("en", ""),
    ],
)  # fmt: skip
def test_when_reads_no_impossible_date(code, text):
    """31 February is no day (its month may remain); 4,000 years ago and numbers that are no years are no dates."""
    assert [e for e in read(code, text) if e.moment.precision is not Precision.MONTH] == []


@pytest.mark.parametrize(
    ("code", "text", "known"),
    [("fr", "hier, en 1998 et le 3 mai 2024", 2), ("en", "yesterday, in 1998 and on 3 May 2024", 2),
     ("fr", "lundi, le 3 mai", 0), ("en", "Monday, 3 May", 0)],
)  # fmt: skip
def test_when_undated_documents_have_only_full_dates(code, text, known):
    """Without the document's date, only what is dated in full is known: no guess."""
    assert len(read(code, text, None)) == known


def test_when_expressions_do_not_overlap_and_come_in_order():
    """ "3 May 2024" is one date, not also a month and a year."""
    text = "since Monday 3 May 2024 and in June, two years ago"
    spans = [e.span for e in read("en", text)]
    assert [s.of(text) for s in spans] == ["Monday", "3 May 2024", "in June", "two years ago"]
    assert spans == sorted(spans)


def test_when_offsets_are_those_of_the_document():
    """Spans of the second sentence count from the beginning of the text, curly apostrophes included."""
    doc = tree("Il PRON 2 nsubj\npleut VERB 0 root\n\nl’an NOUN 3 obl\ndernier ADJ 1 amod\nfini VERB 0 root")
    (found,) = Clock(language("fr").folder).read(doc, doc.sentences[1], PUBLISHED)
    assert found.span.of(doc.text) == "l’an dernier"


CLAUSES = tree("""
    Russia     PROPN 2 nsubj
    said       VERB  0 root say
    Monday     PROPN 2 obl:tmod
    Iran       PROPN 5 nsubj
    attacked   VERB  2 ccomp attack
    China      PROPN 5 obj
    yesterday  NOUN  5 obl:tmod
    and        CCONJ 9 cc
    left       VERB  5 conj leave
""")


@pytest.mark.parametrize(
    ("head", "expected"), [("said", date(2025, 6, 16)), ("attacked", date(2025, 6, 17)), ("left", date(2025, 6, 17))]
)
def test_when_belongs_to_the_word_of_its_clause(head, expected):
    """A word takes the date of its own clause, a conjunct that of the first; that of saying is another."""
    expressions = Clock(language("en").folder).read(CLAUSES, CLAUSES.sentences[0], PUBLISHED)
    moment, evidence = moment_of(word(CLAUSES, head), CLAUSES.text, expressions, PUBLISHED)
    assert moment.start == expected
    assert evidence.span.of(CLAUSES.text) == evidence.words


def test_when_a_reported_act_does_not_take_the_date_of_the_report():
    """ "said Monday that Iran attacked": the attack has no date of its own, so it has the document's."""
    doc = tree("said VERB 0 root say\nMonday PROPN 1 obl:tmod\nIran PROPN 4 nsubj\nattacked VERB 1 ccomp attack")
    expressions = Clock(language("en").folder).read(doc, doc.sentences[0], PUBLISHED)
    moment, evidence = moment_of(word(doc, "attacked"), doc.text, expressions, PUBLISHED)
    assert (moment.start, moment.precision, evidence) == (PUBLISHED, Precision.PUBLISHED, None)


def test_when_of_nothing_is_unknown():
    """No expression and no document's date: unknown, with nulls."""
    doc = tree("attacked VERB 0 root")
    assert moment_of(doc.tokens[0], doc.text, [], None) == (Moment(), None)


@pytest.mark.parametrize(
    ("end", "published", "expected"),
    [
        (date(2024, 6, 17), PUBLISHED, True),
        (date(2024, 6, 18), PUBLISHED, False),
        (date(1998, 12, 31), PUBLISHED, True),
        (date(2025, 7, 1), PUBLISHED, False),
        (None, PUBLISHED, False),
        (date(1998, 12, 31), None, False),
    ],
)
def test_when_historical_is_more_than_a_year_ago(end, published, expected):
    """Historical is what ended more than 365 days before the document; what has no date is not."""
    assert is_historical(Moment(start=end, end=end), published) is expected


TWINS = [
    ("en", "Russia attacked Ukraine on Monday.", date(2025, 6, 16), "actual"),
    ("fr", "La Russie a attaqué l'Ukraine lundi.", date(2025, 6, 16), "actual"),
    ("en", "In 1998, Pakistan attacked India.", date(1998, 1, 1), "historical"),
    ("fr", "En 1998, le Pakistan a attaqué l'Inde.", date(1998, 1, 1), "historical"),
    ("en", "Pakistan has attacked India since 1998.", date(1998, 1, 1), "actual"),
    ("fr", "Le Pakistan attaque l'Inde depuis 1998.", date(1998, 1, 1), "actual"),
]


@pytest.mark.parametrize(("code", "text", "start", "reality"), TWINS)
def test_when_in_the_pipeline(pipeline, code, text, start, reality):
    """A claim has the date that its clause gives; one of long ago is historical, one that lasts is not."""
    (claim,) = pipeline.code_text(text, published=PUBLISHED, language=code).claims
    assert (claim.when.start, claim.reality.value) == (start, reality)
