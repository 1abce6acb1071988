"""`detente demo`: the sample becomes a ledger, and what it prints can be read, checked and gone on from."""

import re
import shlex

import pytest
from articles import at, digests
from command import SENTENCE, rows, run, write

from detente.faces import demo

MOVEMENT = re.compile(r"  ([A-Z]{3})-([A-Z]{3})  (\d{4}-\d\d) +([+-]\d+\.\d)  \(usual .*, then .* from \d+ events?\)")


@pytest.fixture(scope="module")
def shown(pipeline, tmp_path_factory):
    """The folder of two runs, what each printed, and the ledger's files after each."""
    place = tmp_path_factory.mktemp("demo")
    with at(place, pipeline):
        runs = [(run("demo", code=0), digests(place / "ledger")) for _ in range(2)]
    return place, *runs


def paragraphs(result):
    """What is printed, heading by heading."""
    parts = result.stdout.rstrip("\n").split("\n\n")
    return dict(zip(parts[::2], (part.splitlines() for part in parts[1::2]), strict=True))


def commands(result):
    """The commands under "Where to look next", as a shell reads them."""
    return [shlex.split(re.split(r" {2,}", line.strip())[0]) for line in paragraphs(result)["Where to look next"]]


def test_demo_shows_five_movements_the_largest_first(shown):
    """The largest movements come first: pair, month, change, what was usual and what came."""
    found = next(iter(paragraphs(shown[1][0]).values()))
    changes = [abs(float(MOVEMENT.fullmatch(line)[4])) for line in found]
    assert len(changes) == 5 == demo.MOST
    assert changes == sorted(changes, reverse=True)
    assert changes[-1] > 0


def test_demo_shows_one_event_with_its_claims(shown):
    """One event of the relation that moved most is shown, told by several outlets, each sentence with its trigger."""
    moved, told = list(paragraphs(shown[1][0]).values())[:2]
    words = re.search(r"\((\d+) reports, (\d+) outlets, (\d+) wordings?\)", told[0])
    assert all(code in told[0] for code in moved[0].split()[0].split("-"))
    assert int(words[2]) >= 2
    assert len(told) == 1 + 2 * sum("certainty" in line for line in told[1:])
    assert sum(bool(re.search(r"\[\w+\]", line)) for line in told) >= int(words[1]) >= 2


def test_demo_summary_counts_the_sample(shown):
    """All of the sample is recorded at once, and nothing of it is rejected."""
    sample = next(place for place in demo.PLACES if place.exists())
    articles = len(sample.read_text(encoding="utf8").splitlines())
    assert articles > 20
    assert shown[1][0].stderr.startswith(f"{articles} inputs: {articles} recorded (")
    assert "rejected" not in shown[1][0].stderr


def test_demo_second_run_is_the_same_and_adds_nothing(shown):
    """Run again, it prints the same, codes nothing and changes no file."""
    first, second = shown[1:]
    assert second[0].stdout == first[0].stdout
    assert "inputs: 0 recorded (0 claims); already there: " in second[0].stderr
    assert second[1] == first[1]


@pytest.mark.usefixtures("loaded")
def test_demo_names_commands_that_work(shown, monkeypatch):
    """Each command under "Where to look next" works as it stands and has something to show."""
    monkeypatch.chdir(shown[0])
    found = commands(shown[2][0])
    assert [words[:2] for words in found] == [["detente", name] for name in ("relations", "relations", "sql", "ingest")]
    for words in found[:3]:
        assert len(run(*words[1:], code=0).stdout.splitlines()) > 2
    write("YOUR-ARTICLES", SENTENCE)
    assert "1 input: 1 recorded" in run(*found[3][1:], code=0).stderr


def test_demo_relation_is_the_first_movement(shown, monkeypatch):
    """The relation that it sends to is that of the first movement, from that month on, and has its figures."""
    monkeypatch.chdir(shown[0])
    moved = MOVEMENT.fullmatch(next(iter(paragraphs(shown[1][0]).values()))[0])
    words = commands(shown[1][0])[1]
    assert words[2:5] == [f"{moved[1]}-{moved[2]}", "--since", moved[3]]
    assert run(*words[1:], code=0).stdout.splitlines()[1].startswith(moved[3])


@pytest.fixture
def small(loaded, folder, monkeypatch):
    """A sample of two articles, so that a demo takes no time."""
    write("sample.jsonl", '{"text": "Norway condemned Peru.", "published": "2024-01-05", "language": "en"}\n')
    with (folder / "sample.jsonl").open("a", encoding="utf8") as out:
        out.write('{"text": "Russia attacked Ukraine.", "published": "2024-02-05", "language": "en"}\n')
    monkeypatch.setattr(demo, "PLACES", (folder / "none", folder / "sample.jsonl"))
    return loaded


@pytest.mark.parametrize(
    "name",
    [
        "other",
        "deep/other",
        "my ledger",
    ],
)
@pytest.mark.usefixtures("small")
def test_demo_commands_name_its_ledger(name):
    """In a ledger of another name, the commands name it, too, so that a shell understands them."""
    result = run("demo", "--ledger", name, code=0)
    for words in commands(result)[:3]:
        assert words[words.index("--ledger") + 1] == name
        run(*words[1:], code=0)


def test_demo_commands_hold_against_the_setting(small):
    """With --ledger ledger against a setting that names another one, the commands go where the demo went."""
    small.setenv("DETENTE_LEDGER", "other")
    result = run("demo", "--ledger", "ledger", code=0)
    run(*commands(result)[0][1:], code=0)


def test_demo_without_sample_is_a_message(monkeypatch, tmp_path):
    """A package that lacks its sample says where it looked."""
    monkeypatch.setattr(demo, "PLACES", (tmp_path / "none.jsonl",))
    assert f"no sample at {tmp_path / 'none.jsonl'}. Reinstall detente" in run("demo", code=2).stderr


@pytest.mark.usefixtures("ledger", "small")
def test_demo_beside_other_articles_shows_them_all():
    """In a ledger that holds more, the demo shows what moved in all of it."""
    result = run("demo", code=0)
    assert len(next(iter(paragraphs(result).values()))) >= 2
    assert len(rows(run("sql", "FROM documents", code=0).stdout)) == 11
