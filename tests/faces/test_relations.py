"""`detente relations`: the table, one relation with the claims behind it, and what it says when there is none."""

import json

import ledgers
import pytest
from articles import CLAIMS
from command import run
from relating import act

from detente.faces import relating
from detente.relations.months import BESIDE

pytestmark = pytest.mark.usefixtures("ledger")


def shown(*arguments):
    """The lines of `detente relations ...`, without blanks between cells."""
    return [" ".join(line.split()) for line in run("relations", *arguments, code=0).stdout.splitlines()]


def test_relations_table_has_a_line_a_relation():
    """Without a pair each relation has a line: events that count by class, the mean score, a bar for each month."""
    assert shown() == [
        "relation verbal coop. material coop. verbal confl. material confl. score 2024-11 to 2024-12",
        "KEN-SOM 4 0 0 0 +3.8 ·▆",
        "RUS-UKR 0 0 1 1 -6.2 ▁▃",
        "NOR-PER 0 0 1 0 -2.0 ··",
    ]


def test_relations_table_is_aligned():
    """Figures stand below the names of their columns."""
    lines = run("relations", code=0).stdout.splitlines()
    ends = {len(line.rstrip("·▁▂▃▄▅▆▇█").rstrip()) for line in lines[1:]}
    assert ends == {lines[0].index("score") + len("score")}


def test_relations_of_one_pair_month_by_month():
    """With a pair each month has a line, and beside it what does not count; then all of them."""
    assert shown("RUS-UKR")[:5] == [
        "RUS-UKR verbal coop. material coop. verbal confl. material confl. score beside, not counted",
        "2024-11 0 0 0 1 -9.0",
        "2024-12 0 0 1 0 -3.5 hearsay 1, future 1",
        "all 0 0 1 1 -6.2",
        "score ▁▃ 2024-11 to 2024-12",
    ]


def test_relations_of_one_pair_shows_every_event_with_its_claims():
    """Below the months stands each event, and under it each claim with outlet, day, status and its sentence."""
    lines = run("relations", "RUS-UKR", code=0).stdout.splitlines()
    assert lines[5:11] == [
        "",
        "2024-11-04  RUS  ASSAULT  -> UKR  (2 reports, 2 outlets, 2 wordings)",
        "  Gazette, 2024-11-06 (actual; certainty 0.95; 2024-11-04)",
        "      Russia [attacked] Ukraine on Monday.",
        "  Le Courrier, 2024-11-06 (actual; certainty 0.95; 2024-11-04)",
        "      La Russie a [attaqué] l'Ukraine lundi.",
    ]
    assert "2024-12-10  RUS  ASSAULT  -> UKR  (1 report, 1 outlet, 1 wording; not counted)" in lines
    assert sum("[" in line for line in lines) == 5


def test_relations_of_one_pair_without_a_month():
    """An event of which only the year is known stands under "no month", with its first and last day."""
    lines = shown("NOR-PER")
    assert lines[1:3] == ["no month 0 0 1 0 -2.0", "all 0 0 1 0 -2.0"]
    assert lines[4].startswith("2019-01-01 to 2019-12-31 NOR ACCUSE")
    assert lines[5].startswith("Herald, undated (actual; ")


@pytest.mark.parametrize("pair", ["RUS-UKR", "UKR-RUS", "rus-ukr"])
def test_relations_pair_in_any_order_is_one(pair):
    """The codes of a pair may come in either order, in capitals or not."""
    assert shown(pair) == shown("RUS-UKR")


@pytest.mark.parametrize(
    ("since", "names"),
    [
        ("2019", ["KEN-SOM", "RUS-UKR", "NOR-PER"]),
        ("2024-11-04", ["KEN-SOM", "RUS-UKR"]),
        ("2024-12-05", ["KEN-SOM", "RUS-UKR"]),
        ("2025", []),
    ],
)
def test_relations_since_leaves_out_what_ended_before(since, names):
    """--since takes a year, a month or a day, and leaves out what ended before it."""
    assert [line.split()[0] for line in shown("--since", since)[1:]] == names


def test_relations_since_holds_for_months_and_events_of_a_pair():
    """--since leaves out months and events of the one relation alike."""
    lines = shown("RUS-UKR", "--since", "2024-12")
    assert lines[1:3] == ["2024-12 0 0 1 0 -3.5 hearsay 1, future 1", "all 0 0 1 0 -3.5"]
    assert sum("[" in line for line in lines) == 3
    assert "[accused]" in "".join(lines)


def test_relations_also_counts_what_is_asked_for():
    """--also counts hearsay or announcements, too, each kind that is named; the others stay beside."""
    assert shown("RUS-UKR", "--also", "hearsay")[2] == "2024-12 0 0 1 1 -6.2 future 1"
    assert shown("RUS-UKR", "--also", "hearsay", "--also", "future")[2] == "2024-12 0 0 1 2 -7.2"
    assert shown("--also", "hearsay", "--also", "future")[1].startswith("KEN-SOM 4 0 0 0")
    assert "RUS-UKR 0 0 1 3 -7.6 ▁▂" in shown("--also", "hearsay", "--also", "future")


def test_relations_also_knows_every_kind_that_stands_beside():
    """The kinds that --also takes are those that stand beside; another is refused with their names."""
    for kind in BESIDE:
        run("relations", "--also", kind, code=0)
    assert all(kind in run("relations", "--also", "rumour", code=2).stderr for kind in BESIDE)


def test_relations_json_is_a_line_a_relation():
    """--json gives each relation as an object: its codes and months with quads, score, balance and what is beside."""
    found = [json.loads(line) for line in run("relations", "--json", code=0).stdout.splitlines()]
    assert [(one["a"], one["b"]) for one in found] == [("KEN", "SOM"), ("RUS", "UKR"), ("NOR", "PER")]
    assert found[1]["months"][1] == {
        "month": "2024-12-01", "quads": [0, 0, 1, 0], "score": -3.5, "balance": -3.5,
        "beside": {"hearsay": 1, "future": 1},
    }  # fmt: skip
    assert [month["month"] for month in found[2]["months"]] == [None]


def test_relations_json_of_a_pair_has_the_events_and_claims():
    """--json with a pair gives the relation with its events and every claim in full."""
    (line,) = run("relations", "RUS-UKR", "--json", code=0).stdout.splitlines()
    found = json.loads(line)
    assert (found["relation"]["a"], found["relation"]["b"]) == ("RUS", "UKR")
    assert [len(one["claims"]) for one in found["events"]] == [2, 1, 1, 1]
    told = found["events"][0]["claims"][1]
    assert (told["outlet"], told["words"]) == ("Le Courrier", "La Russie a attaqué l'Ukraine lundi.")
    assert told["claim"]["trigger"] == [12, 19]


def test_relations_ids_are_those_of_the_claims():
    """--ids shows the id of each claim above its sentence: those that `judge` takes and that are exported."""
    told = json.loads(run("relations", "RUS-UKR", "--json", code=0).stdout)["events"]
    ids = [claim["claim"]["id"] for one in told for claim in one["claims"]]
    lines = run("relations", "RUS-UKR", "--ids", code=0).stdout.splitlines()
    assert [line.strip() for line in lines if line.strip() in ids] == ids
    assert len(ids) == 5 < CLAIMS


@pytest.mark.parametrize("pair", ["RUS", "RUS-RUS", "RUS-UKR-PRK", "Russia-Ukraine"])
def test_relations_of_no_pair_is_a_message(pair):
    """What is no pair of codes is refused with an example."""
    result = run("relations", pair, code=2)
    assert (result.stdout, result.stderr) == (
        "", f"Error: {pair!r} is no pair of states; write two codes, such as RUS-PRK\n",
    )  # fmt: skip


@pytest.mark.parametrize("asked", [["CHN-IND"], ["RUS-UKR", "--since", "2025"], ["ZZZ-XXX", "--json"]], ids=" ".join)
def test_relations_of_a_pair_without_events_is_a_message(asked):
    """A pair of which the ledger tells nothing is said so, with where to find those of which it does."""
    result = run("relations", *asked, code=2)
    name = "-".join(sorted(asked[0].split("-")))
    assert (result.stdout, result.stderr) == (
        "", f"Error: nothing about {name} in ledger; `detente relations` lists all\n",
    )  # fmt: skip


@pytest.mark.parametrize("since", ["yesterday", "2024-13", "2024-11-5", "20241105", ""])
def test_relations_since_no_date_is_a_message(since):
    """--since with what is no date is refused with the forms that it takes."""
    assert (
        f"{since!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD" in run("relations", "--since", since, code=2).stderr
    )


def hand(folder, *acts):
    """The table of a ledger made by hand."""
    (folder / "hand").mkdir()
    ledgers.shard(folder / "hand", *acts)
    return shown("--ledger", "hand")


def test_relations_of_undated_events_alone_is_a_table(folder):
    """A ledger in which no event has a month has a table without bars."""
    lines = hand(folder, act("NOR", "PER", when="2019"))
    assert [line.split()[0] for line in lines] == ["relation", "NOR-PER"]


def test_relations_of_no_pair_of_states_says_so(folder):
    """A ledger without a claim about two states says so instead of an empty table."""
    assert hand(folder, act("NOR")) == ["no relations: no claim in the ledger has two states in it"]


def test_relations_long_history_shows_its_latest_months(folder):
    """The bars of the table stop at the latest two years, whatever an old date in a text says; the figures do not."""
    lines = hand(folder, act("NOR", "PER", when="1905-06-07"), act("NOR", "PER", when="2024-03-05"))
    assert lines[0].endswith("score 2022-04 to 2024-03")
    assert lines[1].split()[:5] == ["NOR-PER", "0", "0", "0", "2"]
    assert len(lines[1].split()[-1]) == 24


def test_relations_bar_is_lower_where_there_is_more_conflict():
    """Bars rise with the score over its whole range; the ends have the lowest and the highest."""
    bars = [relating.BARS.index(relating._bar(score)) for score in range(-10, 11)]
    assert bars == sorted(bars)
    assert (bars[0], bars[10], bars[-1]) == (0, 4, 7)
