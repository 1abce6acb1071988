"""Corroborate: which claims are one happening, and what is counted of it."""

from datetime import date

import pytest
from ledgers import WORDS, actor, asked, claim, day, document, judged, reading, report, shard

from detente.ledger import corroborate
from detente.records import Moment, Precision, Reality, Verdict

MONDAY = day("2024-11-04")
UNDATED = {"published": None}
COUNTED = (
    "SELECT reports, outlets, origins, actual, historical, hearsay, future, hypothetical, negation, counts FROM events"
)


def count(folder, *readings):
    """How many events readings make."""
    shard(folder, *readings)
    return asked(folder, "SELECT count(*) FROM events")[0][0]


def of_claims(*claims, ref="a", **about):
    """The reading of one document with claims made of keywords."""
    made = document(ref, **about)
    return reading(made, *(claim(made, **more) for more in claims))


def test_corroborate_same_parties_type_and_day_are_one(tmp_path):
    """What two papers report of the same parties, type and day is one event, however they word it."""
    first = report("a", when=MONDAY)
    second = report("b", "Kyiv hit by Moscow.", about={"outlet": "Herald"}, when=MONDAY, mode="aerial", certainty=0.5)
    assert count(tmp_path, first, second) == 1
    found = asked(tmp_path, 'SELECT type, actor, recipient, start, "end", precision, quad FROM events')
    monday = date(2024, 11, 4)
    assert found == [
        ("ASSAULT", ["RUS"], ["UKR"], monday, monday, "day", 4)
    ]  # fmt: skip
    assert asked(tmp_path, COUNTED) == [(2, 2, 2, 2, 0, 0, 0, 0, 0, True)]
    claims = {made.id for one in (first, second) for made in one.claims}
    assert {row[0] for row in asked(tmp_path, "SELECT claim FROM event_claims")} == claims


def test_corroborate_other_type_parties_or_day_is_another(tmp_path):
    """Another type, party, direction or day is another event; the same once more is not."""
    week = Moment(start=MONDAY.start, end=date(2024, 11, 10), precision=Precision.WEEK)
    others = {
        "type": {"kind": "COERCE"},
        "actor": {"actors": ("BLR",)},
        "one more": {"actors": ("RUS", "BLR")},
        "recipient": {"recipients": ("POL",)},
        "no recipient": {"recipients": ()},
        "turned round": {"actors": ("UKR",), "recipients": ("RUS",)},
        "day": {"when": day("2024-11-03")},
        "week": {"when": week},
        "unresolved": {"actors": (actor(None, "Russia"),)},
    }
    readings = [report(name, **{"when": MONDAY} | more) for name, more in others.items()]
    assert count(tmp_path, report("a", when=MONDAY), *readings, report("z", when=MONDAY)) == len(others) + 1
    assert asked(tmp_path, "SELECT reports FROM events WHERE reports > 1") == [(2,)]


def test_corroborate_mutual_act_is_the_same_whoever_acts(tmp_path):
    """Parties who meet do so whoever is said to have visited whom; who aids or accuses whom is told apart."""
    kinds = {"CONSULT": 1, "AGREE": 1, "COOPERATE": 1, "AID": 2, "ACCUSE": 2}
    sides = [(("FRA",), ("DEU",)), (("DEU",), ("FRA",))]
    shard(tmp_path, *(report(f"{kind}{a}", kind=kind, actors=a, recipients=r) for kind in kinds for a, r in sides))
    assert dict(asked(tmp_path, "SELECT type, count(*) FROM events GROUP BY type")) == kinds
    found = asked(tmp_path, "SELECT DISTINCT actor, recipient, reports FROM events WHERE type IN ('AGREE', 'CONSULT')")
    assert found == [(["DEU", "FRA"], [], 2)]


def test_corroborate_order_and_repeats_of_parties_do_not_matter(tmp_path):
    """The same set of parties is the same parties; an actor without code is told by its words in quotation marks."""
    rebels = actor(None, "rebels", sector="REB")
    first = report("a", actors=("RUS", rebels, "BLR"), when=MONDAY)
    second = report("b", actors=("BLR", "RUS", "RUS", rebels), when=MONDAY)
    assert count(tmp_path, first, second) == 1
    assert asked(tmp_path, "SELECT actor FROM events") == [(['"rebels"', "BLR", "RUS"],)]


def test_corroborate_claim_without_date_has_that_of_its_document(tmp_path):
    """A claim without a date happened when its document was published: the same day is the same event."""
    published = {"published": date(2024, 11, 4)}
    when = Moment(start=date(2024, 11, 4), end=date(2024, 11, 4), precision=Precision.PUBLISHED)
    readings = report("a", when=MONDAY), report("b", about=published), report("c", about=published, when=when)
    assert count(tmp_path, *readings, report("d", "Russia struck.")) == 2
    assert asked(tmp_path, "SELECT start, precision FROM events WHERE reports = 3") == [(date(2024, 11, 4), "day")]


@pytest.mark.parametrize(
    ("second", "words", "events"),
    [
        (8, "Russia attacked Ukraine.", 1),
        (8, "Russia  attacked UKRAINE.", 1),
        (9, "Russia attacked Ukraine.", 2),
        (2, "Moscow attacked Ukraine.", 2),
    ],
    ids=["week", "spaced", "later", "reworded"],
)
def test_corroborate_copy_of_the_week_has_the_date_of_the_first(tmp_path, second, words, events):
    """A sentence that is printed again within a week is dated by whoever printed it first; another one is not."""
    days = [date(2024, 11, 1), date(2024, 11, second)]
    readings = [
        report(str(when), text, about={"published": when}) for when, text in zip(days, (WORDS, words), strict=True)
    ]
    assert count(tmp_path, *readings) == events
    assert asked(tmp_path, "SELECT start FROM events ORDER BY start") == [(start,) for start in days[:events]]


def test_corroborate_copy_with_a_date_of_its_own_keeps_it(tmp_path):
    """The date in the text beats the day of whoever printed the sentence first."""
    assert count(tmp_path, report("a", about={"published": date(2024, 11, 3)}), report("b", when=MONDAY)) == 2


@pytest.mark.parametrize(("about", "reality"), [(UNDATED, "actual"), ({}, "historical")])
def test_corroborate_claim_without_any_date_joins_copies_only(tmp_path, about, reality):
    """Without a date, or looking back to none, a claim joins claims of its own sentence only, whatever the spacing."""
    told = [
        report(str(number), words, about=about, reality=Reality(reality))
        for number, words in enumerate(
            ["Russia attacked Ukraine.", " russia  attacked\nUkraine. ", "Russia struck Ukraine."]
        )
    ]
    assert count(tmp_path, *told) == 2
    found = asked(tmp_path, "SELECT reports, origins, start, precision FROM events ORDER BY reports")
    assert found == [(1, 1, None, "unknown"), (2, 1, None, "unknown")]


def test_corroborate_undated_copies_of_other_parties_stay_apart(tmp_path):
    """Two claims of one undated sentence about other parties are two events."""
    made = of_claims({}, {"recipients": ("POL",)}, {"kind": "COERCE"}, **UNDATED)
    assert count(tmp_path, made) == 3


def test_corroborate_counts_each_sort_of_claim(tmp_path):
    """Claims are counted by how real they are; hearsay counts as hearsay alone, whatever it says."""
    sorts = ["actual"] * 3 + ["historical"] * 2 + ["future"] * 4 + ["hypothetical"] * 5 + ["negation"]
    claims = [{"reality": Reality(sort), "when": MONDAY, "score": float(n)} for n, sort in enumerate(sorts)]
    heard = [{"reality": Reality(sort), "when": MONDAY, "hearsay": True} for sort in ("actual", "future", "negation")]
    heard += [{"when": MONDAY, "hearsay": True, "score": 3.0}] * 1
    assert count(tmp_path, of_claims(*claims, *heard)) == 1
    assert asked(tmp_path, COUNTED) == [(1, 1, 1, 3, 2, 4, 4, 5, 1, True)]
    assert asked(tmp_path, "SELECT score FROM events") == [(sum(range(5)) / 5,)]


def test_corroborate_event_without_a_report_does_not_count(tmp_path):
    """An event that is only announced, feared, denied or hearsay is kept, does not count, and has the mean of all."""
    sorts = [{"reality": Reality(sort)} for sort in ("future", "hypothetical", "negation")] + [{"hearsay": True}]
    claims = [
        {"when": day(f"2024-11-0{number}"), "score": score} | more
        for number, more in enumerate(sorts, start=1)
        for score in (-2.0, -5.0)
    ]
    assert count(tmp_path, of_claims(*claims)) == len(sorts)
    assert asked(tmp_path, "SELECT DISTINCT counts, score, actual FROM events") == [(False, -3.5, 0)]


def test_corroborate_judged_wrong_no_longer_counts(tmp_path):
    """An event whose only report is judged wrong does not count; a second report keeps it."""
    first, second = report("a", when=MONDAY), report("b", when=MONDAY)
    shard(tmp_path, first, second)
    seen = []
    for one in (first, second):
        judged(tmp_path, one.claims[0], Verdict.WRONG)
        seen += asked(tmp_path, "SELECT counts, reports, actual FROM events")
    assert seen == [(True, 2, 2), (False, 2, 2)]


def test_corroborate_origins_count_wordings_not_reports(tmp_path):
    """A sentence printed by three papers is one origin of three outlets; another wording is another origin."""
    printed = [report(str(n), about={"outlet": outlet}, when=MONDAY) for n, outlet in enumerate(["A", "B", "C", "C"])]
    other = report("o", "Moscow bombed Kyiv.", about={"outlet": None}, when=MONDAY)
    assert count(tmp_path, *printed, other) == 1
    assert asked(tmp_path, "SELECT reports, outlets, origins FROM events") == [(5, 3, 2)]


def test_corroborate_mode_is_that_of_the_best_claim(tmp_path):
    """The mode of an event is that of its surest claim that counts."""
    modes = [("rumoured", 1.0, True), ("aerial", 0.9, False), ("beating", 0.2, False)]
    claims = [{"mode": m, "certainty": c, "hearsay": h, "when": MONDAY} for m, c, h in modes]
    assert count(tmp_path, of_claims(*claims)) == 1
    assert asked(tmp_path, "SELECT mode FROM events") == [("aerial",)]


def dyads(folder, cases):
    """The dyads of each case `TYPE actors > recipients`, ? for a party without a code."""
    readings = []
    for case in cases:
        kind, _, parties = case.partition(" ")
        sides = [
            tuple(actor(None, "rebels") if code == "?" else actor(code) for code in side.split())
            for side in parties.split(">")
        ]
        readings.append(report(case, words=case, kind=kind, actors=sides[0], recipients=sides[1], about=UNDATED))
    assert count(folder, *readings) == len(cases)
    found = {case: [] for case in cases}
    join = (
        "FROM dyads JOIN event_claims USING (event) JOIN claims c ON c.id = claim JOIN documents d ON d.id = document"
    )
    for case, a, b, mutual in asked(folder, f"SELECT ref, dyads.actor, dyads.recipient, mutual {join} ORDER BY ALL"):
        found[case].append(f"{a}{'=' if mutual else '>'}{b}")
    return found


def test_corroborate_dyads_are_actors_times_recipients(tmp_path):
    """A dyad for each actor and recipient; without a recipient each pair of actors that fought or met.

    Those who condemned or mobilised together did nothing to each other.
    Never a code with itself, never a party without a code; the two of a mutual act stand in the order of the alphabet.
    """
    cases = {
        "ASSAULT RUS > UKR": ["RUS>UKR"],
        "ASSAULT RUS BLR > UKR POL": ["BLR>POL", "BLR>UKR", "RUS>POL", "RUS>UKR"],
        "ASSAULT RUS > RUS UKR": ["RUS>UKR"],
        "ASSAULT RUS > RUS": [],
        "ASSAULT RUS >": [],
        "ASSAULT RUS ? > UKR ?": ["RUS>UKR"],
        "ASSAULT ? > UKR": [],
        "CONSULT RUS > CHN": ["CHN=RUS"],
        "CONSULT RUS CHN IND >": ["CHN=IND", "CHN=RUS", "IND=RUS"],
        "CONSULT RUS CHN > IND": ["CHN=IND", "IND=RUS"],
        "CONSULT RUS CHN ? >": ["CHN=RUS"],
        "CONSULT RUS RUS >": [],
        "CONSULT RUS ? >": [],
        "ASSAULT RUS UKR >": ["RUS=UKR"],
        "MOBILIZE RUS CHN >": [],
        "ACCUSE JPN KOR USA >": [],
    }
    assert dyads(tmp_path, cases) == cases


def test_corroborate_recipient_without_a_code_makes_no_dyad_of_the_actors(tmp_path):
    """Two that attack rebels did not attack each other: where there is a recipient, actors are no pair."""
    assert dyads(tmp_path, ["ASSAULT RUS CHN > ?"]) == {"ASSAULT RUS CHN > ?": []}


def test_corroborate_dyads_of_an_event_are_there_once(tmp_path):
    """Many claims of an event, and visits told from either side, make one row for a pair."""
    visits = [((("FRA",), ("DEU",))), (("DEU",), ("FRA",)), (("FRA", "DEU"), ())]
    made = [report(str(n), kind="CONSULT", actors=a, recipients=r, when=MONDAY) for n, (a, r) in enumerate(visits)]
    assert count(tmp_path, *made) == 1
    assert asked(tmp_path, "SELECT actor, recipient, mutual FROM dyads") == [("DEU", "FRA", True)]
    assert asked(tmp_path, "SELECT count(*) FROM dyads d JOIN events e ON e.id = d.event") == [(1,)]


def test_corroborate_same_claims_make_the_same_tables(tmp_path):
    """Built again, and from other parts of the same readings, events, their claims and dyads are the same rows."""
    made = [
        report(str(n), f"Told {n % 5}.", kind=kind, when=when, actors=("RUS", "CHN")[: n % 2 + 1], score=n / 7)
        for n, (kind, when) in enumerate([("CONSULT", MONDAY), ("AID", Moment()), ("ASSAULT", day("2024-11-03"))] * 4)
    ]
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    shard(one, *made)
    for name in "cba":
        shard(other, *made[ord(name) - ord("a") :: 3], name=name)
    tables = [f"FROM {table} ORDER BY ALL" for table in ("events", "event_claims", "dyads")]
    first, again, apart = ([asked(folder, sql) for sql in tables] for folder in (one, one, other))
    assert all(first)
    assert first == again
    assert first == apart


def test_corroborate_event_id_is_pinned(tmp_path):
    """The id of a known event is this very value: what was cited is found in the next build."""
    shard(tmp_path, report(when=MONDAY))
    assert asked(tmp_path, "SELECT id FROM events") == [("de4482fefc5366c4bb58759af6d7ffe1",)]


def test_corroborate_knows_the_mutual_types():
    """The types that data/ontology/types.csv calls mutual, always or alone, are those of the query."""
    sql = corroborate.sql()
    assert "{" not in sql
    assert sql.count("'AGREE', 'CONSULT', 'COOPERATE'") == 3
    assert "'ASSAULT', 'CONCEDE', 'RETREAT', 'SUPPORT'" in sql
