"""Relations by month: where an event stands, what counts, what stands beside, and in which order relations come."""

from datetime import date

import pytest
from ledgers import indexed, judged
from relating import act, ledger

from detente.errors import UsageError
from detente.records import Reality
from detente.relations.months import BESIDE, events, pair_of, relations


def months(found):
    """The months of the one relation that was found."""
    (relation,) = found
    return [month.month for month in relation.months]


def names(found):
    """The names of relations."""
    return [relation.name for relation in found]


def of(folder, *acts, **asked):
    """The relations of a ledger."""
    return relations(ledger(folder, *acts), **asked)


def test_months_event_stands_under_its_own_date(tmp_path):
    """An event counts in the month in which it happened, not in that in which it was printed."""
    (relation,) = of(tmp_path, act("RUS", "UKR", when="2024-01-31"), act("RUS", "UKR", "ACCUSE", when="2024-02-01"))
    assert [(month.month, month.quads) for month in relation.months] == [
        (date(2024, 1, 1), (0, 0, 0, 1)),
        (date(2024, 2, 1), (0, 0, 1, 0)),
    ]


def test_months_event_without_a_date_stands_under_that_of_the_article(tmp_path):
    """What the text does not date happened in the month in which it was printed."""
    assert months(of(tmp_path, act("RUS", "UKR"))) == [date(2024, 3, 1)]


def test_months_event_of_a_month_stands_under_it(tmp_path):
    """An event of which the text gives the month alone stands under that month."""
    assert months(of(tmp_path, act("RUS", "UKR", when="2023-11"))) == [date(2023, 11, 1)]


def test_months_event_of_a_year_stands_under_no_month(tmp_path):
    """An event of which the text gives the year alone counts under month null, before all months."""
    found = of(tmp_path, act("RUS", "UKR", when="2024-01-05"), act("RUS", "UKR", "ACCUSE", when="2023"))
    assert months(found) == [None, date(2024, 1, 1)]
    assert found[0].months[0].quads == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("published", "reality"),
    [(None, Reality.ACTUAL), ("2024-03-10", Reality.HISTORICAL), (None, Reality.HISTORICAL)],
)
def test_months_event_without_any_date_stands_under_no_month(tmp_path, published, reality):
    """No date in text or article, or an undated look back: the event counts under month null."""
    (relation,) = of(tmp_path, act("RUS", "UKR", published=published, reality=reality))
    assert [(month.month, month.quads) for month in relation.months] == [(None, (0, 0, 0, 1))]


def test_months_quads_count_events_by_class(tmp_path):
    """Each event counts once, in the class of its type; of a month, and of the relation."""
    kinds = ("SUPPORT", "CONCEDE", "AID", "ACCUSE", "REJECT", "THREATEN", "ASSAULT")
    acts = [act("RUS", "PRK", kind, when="2024-03-02") for kind in kinds]
    (relation,) = of(tmp_path, *acts, act("PRK", "RUS", "SUPPORT", when="2024-04-02"))
    assert [month.quads for month in relation.months] == [(2, 1, 3, 1), (1, 0, 0, 0)]
    assert relation.quads == (3, 1, 3, 1)


def test_months_score_is_the_mean_and_balance_the_sum(tmp_path):
    """The score of a month is the mean of its events' scores, its balance their sum; so for the relation."""
    acts = [("2024-01-02", 4.0), ("2024-01-03", -1.0), ("2024-01-04", 3.0), ("2024-02-04", -6.0)]
    (relation,) = of(tmp_path, *(act("RUS", "PRK", when=day, score=score) for day, score in acts))
    assert [(month.score, month.balance) for month in relation.months] == [(2.0, 6.0), (-6.0, -6.0)]
    assert relation.score == 0.0


def test_months_event_told_twice_counts_once(tmp_path):
    """Two articles about one happening are one event."""
    told = [act("RUS", "UKR", when="2024-03-05", outlet=outlet) for outlet in "ab"]
    reader = ledger(tmp_path, *told)
    (relation,) = relations(reader)
    ((event, claims),) = events(reader, ("RUS", "UKR"))
    assert relation.quads == (0, 0, 0, 1)
    assert (event.reports, event.outlets) == (2, 2)
    assert sorted(one.outlet for one in claims) == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("hearsay", {"hearsay": True}),
        ("future", {"reality": Reality.FUTURE}),
        ("hypothetical", {"reality": Reality.HYPOTHETICAL}),
        ("negation", {"reality": Reality.NEGATION}),
    ],
)
def test_months_what_is_only_said_stands_beside(tmp_path, kind, said):
    """Hearsay, what is to come, what might be and what is denied does not count, but is named beside what does."""
    acts = act("RUS", "UKR", when="2024-03-05"), act("RUS", "UKR", "AID", when="2024-03-06", **said)
    (relation,) = of(tmp_path / "without", *acts)
    assert [(m.quads, m.score, m.balance, m.beside) for m in relation.months] == [((0, 0, 0, 1), -9.0, -9.0, {kind: 1})]
    (relation,) = of(tmp_path / "also", *acts, also=[kind])
    assert [(m.quads, m.score, m.balance, m.beside) for m in relation.months] == [((0, 1, 0, 1), 0.5, 1.0, {})]


def test_months_also_counts_no_other_kind(tmp_path):
    """Only the kinds that are asked for count, too; the others stay beside."""
    acts = [act("RUS", "UKR", when="2024-03-05", reality=Reality.FUTURE)]
    acts += [act("RUS", "UKR", "AID", when="2024-03-06", reality=Reality.NEGATION)]
    (relation,) = of(tmp_path, *acts, also=["future"])
    assert [(m.quads, m.beside) for m in relation.months] == [((0, 0, 0, 1), {"negation": 1})]


def test_months_without_what_counts_have_no_score(tmp_path):
    """A relation of which nothing is reported as done is listed, with no score and a balance of 0."""
    (relation,) = of(tmp_path, act("RUS", "UKR", reality=Reality.FUTURE))
    assert [(m.quads, m.score, m.balance) for m in relation.months] == [((0, 0, 0, 0), None, 0.0)]
    assert relation.score is None


def test_months_event_that_is_hoped_for_and_done_counts(tmp_path):
    """An event that one article announces and another reports counts, and does not stand beside itself."""
    acts = act("RUS", "UKR", when="2024-03-05", reality=Reality.FUTURE), act("RUS", "UKR", when="2024-03-05")
    (relation,) = of(tmp_path, *acts)
    assert [(m.quads, m.beside) for m in relation.months] == [((0, 0, 0, 1), {})]


def test_months_unknown_kind_is_an_error(tmp_path):
    """A kind that cannot count, too, is named with those that can."""
    with pytest.raises(UsageError, match=r"rumour: no kind .* known: hearsay, future, hypothetical, negation"):
        of(tmp_path, act("RUS", "UKR"), also=["hearsay", "rumour"])
    assert BESIDE == ("hearsay", "future", "hypothetical", "negation")


def test_months_judged_wrong_does_not_count(tmp_path):
    """An event whose only claim was judged wrong counts no more."""
    acts = act("RUS", "UKR"), act("RUS", "UKR", "ACCUSE")
    judged(tmp_path, acts[0].claims[0], "wrong")
    assert [relation.quads for relation in of(tmp_path, *acts)] == [(0, 0, 1, 0)]


def test_months_since_keeps_events_that_end_later(tmp_path):
    """`since` leaves out what ended before that day and what has no date; a year that is not over counts."""
    days = ["2024-01-31", "2024-02-01", "2024-01", "2023", "2024"]
    acts = [act("RUS", "UKR", when=day) for day in days]
    acts += [act("RUS", "UKR", reality=Reality.HISTORICAL)]
    since = date(2024, 2, 1)
    (relation,) = of(tmp_path, *acts, since=since)
    assert [(m.month, m.quads) for m in relation.months] == [(None, (0, 0, 0, 1)), (since, (0, 0, 0, 1))]
    told = [event.start for event, _ in events(indexed(tmp_path), ("RUS", "UKR"), since)]
    assert told == [date(2024, 1, 1), since]


def test_months_since_of_the_last_day_is_inclusive(tmp_path):
    """An event that ends on the very day of `since` is kept; a day later it is not."""
    acts = [act("RUS", "UKR", when="2024-02")]
    assert months(of(tmp_path / "a", *acts, since=date(2024, 2, 29))) == [date(2024, 2, 1)]
    assert of(tmp_path / "b", *acts, since=date(2024, 3, 1)) == []


def test_months_pair_is_one_relation_in_both_directions(tmp_path):
    """What A does to B and B to A is one relation, named in the order of the codes."""
    found = of(tmp_path, act("UKR", "RUS", when="2024-03-05"), act("RUS", "UKR", "ACCUSE", when="2024-03-05"))
    assert names(found) == ["RUS-UKR"]
    assert found[0].quads == (0, 0, 1, 1)


def test_months_several_parties_are_several_relations(tmp_path):
    """Each actor is paired with each recipient; parties to a mutual act with each other; nobody with himself."""
    one_sided = of(tmp_path / "a", act("RUS PRK", "UKR RUS", when="2024-03-05"))
    assert names(one_sided) == ["PRK-RUS", "PRK-UKR", "RUS-UKR"]
    mutual = of(tmp_path / "b", act("RUS PRK CHN", kind="CONSULT", when="2024-03-05"))
    assert names(mutual) == ["CHN-PRK", "CHN-RUS", "PRK-RUS"]
    assert of(tmp_path / "c", act("RUS"), act("RUS", "RUS")) == []


def test_months_one_pair_is_what_it_is_among_all(tmp_path):
    """Asked for one pair, the relation is the same as in the list of all."""
    acts = [act("RUS", "UKR", when="2024-01"), act("USA", "RUS", "SANCTION"), act("RUS", "UKR", "ACCUSE")]
    reader = ledger(tmp_path, *acts)
    every = relations(reader)
    assert len(every) == 2
    for relation in every:
        assert relations(reader, pair=(relation.a, relation.b)) == [relation]
    assert relations(reader, pair=("CHN", "IND")) == []


def test_months_relations_with_the_most_events_come_first(tmp_path):
    """Relations are ordered by the number of events that count, then by name; events that do not count move none."""
    acts = [act("RUS", "UKR", when=f"2024-01-0{day}") for day in (1, 2)]
    acts += [act("CHN", "IND", when="2024-01-01"), act("BRA", "ARG", when="2024-01-01")]
    acts += [act("CHN", "JPN", when=f"2024-01-0{day}", reality=Reality.FUTURE) for day in (1, 2, 3)]
    assert names(of(tmp_path / "a", *acts)) == ["RUS-UKR", "ARG-BRA", "CHN-IND", "CHN-JPN"]
    assert names(of(tmp_path / "b", *acts, also=["future"])) == ["CHN-JPN", "RUS-UKR", "ARG-BRA", "CHN-IND"]


def test_months_events_come_in_order_with_their_claims(tmp_path):
    """The events of a pair come by date, undated ones last, each with its own claims and no other pair's."""
    acts = [act("RUS", "UKR", reality=Reality.HISTORICAL), act("RUS", "UKR", "ACCUSE", when="2024-03-05")]
    acts += [act("RUS", "UKR", when="2024-01-05"), act("CHN", "IND", when="2024-01-05")]
    told = list(events(ledger(tmp_path, *acts), ("RUS", "UKR")))
    assert [(event.start, event.type) for event, _ in told] == [
        (date(2024, 1, 5), "ASSAULT"), (date(2024, 3, 5), "ACCUSE"), (None, "ASSAULT"),
    ]  # fmt: skip
    assert [[one.claim for one in claims] for _, claims in told] == [
        list(one.claims) for one in (acts[2], acts[1], acts[0])
    ]


def test_months_of_an_empty_ledger_are_none(tmp_path):
    """A ledger without claims has no relations."""
    assert of(tmp_path) == []


@pytest.mark.parametrize("text", ["RUS-PRK", "PRK-RUS", "prk-rus", " Prk - Rus "])
def test_months_pair_of_puts_codes_in_order(text):
    """A pair is two codes in either order, in capitals or not."""
    assert pair_of(text) == ("PRK", "RUS")


@pytest.mark.parametrize("text", ["", "-", "RUS", "RUS-RUS", "RUS-PRK-USA", "RUS-", "RU-PRK", "RUS-P1K", "RUS PRK"])
def test_months_pair_of_says_what_is_no_pair(text):
    """What is no pair of two different codes is an error that quotes it and gives an example."""
    with pytest.raises(UsageError) as error:
        pair_of(text)
    assert str(error.value) == f"{text!r} is no pair of states; write two codes, such as RUS-PRK"
