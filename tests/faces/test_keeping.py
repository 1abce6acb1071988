"""`detente judge`, `recode`, `ledger check` and `ledger compact`: what is kept is kept, and the figures follow."""

import re
from pathlib import Path

import pytest
from articles import ARTICLES, CLAIMS, INPUT, digests
from command import lines, rows, run, write

from detente.records import Verdict


def ask(query):
    """The rows of `detente sql`."""
    return rows(run("sql", query, code=0).stdout)


def ids(where):
    """The ids of claims, in the order of their dates."""
    found = [row["id"] for row in ask(f"SELECT id FROM claims WHERE {where} ORDER BY published, outlet")]  # noqa: S608
    assert found
    return found


def month(name, pair="RUS-UKR"):
    """Counts and score of a month of a relation."""
    (line,) = [line for line in run("relations", pair, code=0).stdout.splitlines() if line.startswith(f"{name} ")]
    return line.split()[1:]


def exported():
    """The claims of `detente export jsonl`."""
    return run("export", "jsonl", code=0).stdout_bytes


@pytest.fixture
def judge(ledger):
    """Judge claims as ann."""
    assert ledger.is_dir()
    return lambda *words, code=0: run("judge", *words, "--by", "ann", code=code)


def test_keeping_claim_judged_wrong_counts_no_more(judge):
    """A claim judged wrong leaves the figures and the bars at once, and is shown with the verdict."""
    assert month("2024-12") == ["0", "0", "1", "0", "-3.5", "hearsay", "1,", "future", "1"]
    (claim,) = ids("type = 'ACCUSE' AND words LIKE 'Ukraine%'")
    assert judge("wrong", claim).stdout == f"ann: wrong: {claim}\n"
    assert month("2024-12") == ["0", "0", "0", "0", "-", "hearsay", "1,", "future", "1"]
    assert month("all") == ["0", "0", "0", "1", "-9.0"]
    text = run("relations", "RUS-UKR", code=0).stdout
    assert "  Gazette, 2024-12-04 (actual; certainty 0.95; 2024-12-03; judged wrong)\n" in text
    assert "UKR  ACCUSE/allege  -> RUS  (1 report, 1 outlet, 1 wording; not counted)" in text


def test_keeping_event_counts_while_one_claim_is_not_wrong(judge):
    """An event that two articles tell counts until both claims are judged wrong."""
    first, second = ids("type = 'ASSAULT' AND published = '2024-11-06'")
    judge("wrong", first)
    assert month("2024-11") == ["0", "0", "0", "1", "-9.0"]
    judge("wrong", second)
    assert month("2024-11") == ["0", "0", "0", "0", "-"]


def test_keeping_newest_verdict_holds(judge):
    """A later verdict on the same claim holds instead of the earlier, which is kept."""
    (claim,) = ids("type = 'ACCUSE' AND words LIKE 'Ukraine%'")
    for verdict, counts in (("right", "1"), ("wrong", "0"), ("unsure", "1")):
        judge(verdict, claim)
        assert month("2024-12")[2] == counts
    kept = ask("SELECT verdict FROM judgements ORDER BY judged")
    assert [row["verdict"] for row in kept] == ["right", "wrong", "unsure"]
    assert ask(f"SELECT verdict FROM claims WHERE id = '{claim}'") == [{"verdict": "unsure"}]  # noqa: S608


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_keeping_two_claims_are_compared(judge, verdict):
    """Same and different speak of two claims; who judged and why is kept, and neither claim has a verdict of it."""
    pair = ids("type = 'ASSAULT' AND published = '2024-11-06'")
    assert judge(verdict, *pair, "--note", "both Monday").stdout == f"ann: {verdict}: {' '.join(pair)}\n"
    (kept,) = ask("SELECT * EXCLUDE (id, judged) FROM judgements")
    assert kept == {"claims": pair, "verdict": verdict, "by": "ann", "note": "both Monday"}
    assert ask("SELECT count(verdict) AS n FROM claims") == [{"n": 0}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["right", "A", "B"], "Error: right speaks of one claim"),
        (["wrong", "A", "A"], "Error: wrong speaks of one claim"),
        (["same", "A"], "Error: same speaks of two claims"),
        (["different", "A", "B", "C"], "Error: different speaks of two claims"),
        (["right", "feed"], "Error: no claim feed in ledger; see `detente relations A-B --ids`"),
        (["same", "A", "feed"], "Error: no claim feed in ledger"),
        (["same", "feed", "beef"], "Error: no claim feed, beef in ledger"),
        (["right"], "Missing argument 'CLAIM...'"),
        (["maybe", "A"], "'maybe' is not one of 'right', 'wrong', 'unsure', 'same', 'different'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_keeping_wrong_judgement_is_a_message(ledger, judge, words, said):
    """A wrong number of claims, or a claim that is not there, is a message; nothing is recorded."""
    known = dict(zip("ABC", ids("true"), strict=False))
    before = digests(ledger)
    assert said in judge(*(known.get(word, word) for word in words), code=2).stderr
    assert digests(ledger) == before
    assert len(Verdict) == 5


def test_keeping_claim_is_not_compared_with_itself(judge):
    """Two claims are two: one that is given twice is refused."""
    (claim,) = ids("type = 'ACCUSE' AND words LIKE 'Ukraine%'")
    judge("different", claim, claim, code=2)


@pytest.mark.usefixtures("ledger")
def test_keeping_judgement_needs_a_name():
    """Nobody judges without a name."""
    assert "Missing option '--by'" in run("judge", "right", "feed", code=2).stderr


@pytest.mark.usefixtures("ledger", "loaded")
def test_keeping_recode_has_nothing_to_do():
    """What this version has coded is not coded again."""
    before = digests(Path("ledger"))
    assert run("recode", code=0).stderr == "0 inputs: 0 coded again (0 claims)\n"
    assert digests(Path("ledger")) == before


@pytest.mark.usefixtures("loaded")
def test_keeping_recode_all_adds_a_reading_and_keeps_the_claims(judge):
    """With --all each document is read once more, beside the first reading; claims and verdicts stay as they are."""
    judge("wrong", ids("type = 'ACCUSE' AND words LIKE 'Ukraine%'")[0])
    before, figures = exported(), run("relations", code=0).stdout
    said = run("recode", "--all", code=0).stderr
    assert said.startswith(f"{len(ARTICLES)} inputs: {len(ARTICLES)} coded again ({CLAIMS} claims); 13 sentences")
    assert exported() == before
    assert run("relations", code=0).stdout == figures
    count = (
        "SELECT count(*) AS runs, count(DISTINCT document) AS documents, count(*) FILTER (newest) AS newest FROM runs"
    )
    assert ask(count) == [{"runs": 2 * len(ARTICLES), "documents": len(ARTICLES), "newest": len(ARTICLES)}]
    assert run("ledger", "check", code=0).stdout.endswith(": 0 problems\n")
    assert "already there: 9" in run("ingest", "articles.jsonl", code=0).stderr


def test_keeping_recode_reads_again_what_an_older_coder_read(pipeline, loaded):
    """Documents that another version of the coder has read are coded again, those of other languages are not."""
    coder = pipeline.load("en")[1]
    write("articles.jsonl", INPUT)
    with loaded.context() as older:
        older.setattr(coder, "name", "en-older")
        run("ingest", "articles.jsonl", code=0)
    old = {row["id"] for row in rows(exported().decode())}
    assert "7 inputs: 7 coded again (7 claims)" in run("recode", code=0).stderr
    found = rows(exported().decode())
    assert {row["coder"] for row in found} == {coder.name, pipeline.load("fr")[1].name}
    assert {row["id"] for row in found} == old
    assert run("recode", code=0).stderr.startswith("0 inputs: ")


@pytest.mark.usefixtures("ledger")
def test_keeping_check_finds_nothing_wrong():
    """A whole ledger has no problems: its documents, claims and events are counted, its version is named."""
    text = run("ledger", "check", code=0).stdout
    events = ask("SELECT count(*) AS n FROM events")[0]["n"]
    assert re.fullmatch(rf"ledger: 9 documents, {CLAIMS} claims, {events} events, version \w{{16}}: 0 problems\n", text)


def part(ledger, table):
    """A part of November."""
    (path,) = (ledger / table / "seen=2024-11").glob("*.parquet")
    return path


def test_keeping_check_counts_claims_that_are_gone(ledger):
    """Documents whose claims are gone with their part are named, each; 1 is returned."""
    part(ledger, "claims").unlink()
    assert run("ledger", "check", code=1).stdout.count(": 1 claims were recorded, 0 are there\n") == 2


@pytest.mark.parametrize("tables", [["claims"], ["documents", "claims", "runs"]], ids=len)
def test_keeping_check_names_a_part_that_is_gone(ledger, tables):
    """A part that the manifest names and that was removed is named; 1 is returned."""
    gone = [part(ledger, table) for table in tables]
    for path in gone:
        path.unlink()
    text = run("ledger", "check", code=1).stdout
    for path in gone:
        assert f"wrong: {path.relative_to(ledger).as_posix()}: the manifest names it, but it is not there" in text


def test_keeping_check_names_a_part_that_was_changed(ledger):
    """A part that is whole but not what was recorded is told by its digest; 1 is returned."""
    path = part(ledger, "claims")
    other = next((ledger / "claims/seen=2024-12").glob("*.parquet"))
    path.write_bytes(other.read_bytes())
    text = run("ledger", "check", code=1).stdout
    name = path.relative_to(ledger).as_posix()
    assert f"wrong: {name}: it is not the file that was recorded; its digest differs\n" in text


def test_keeping_check_changes_nothing(ledger):
    """Looking for what is wrong changes no file of a whole ledger."""
    before = digests(ledger)
    run("ledger", "check", code=0)
    assert digests(ledger) == before


def test_keeping_compact_makes_one_file_a_month(loaded):
    """Many small files become one a month; the version is printed, and what is told is the same."""
    loaded.setenv("DETENTE_SHARD", "1")
    write("articles.jsonl", INPUT)
    run("ingest", "articles.jsonl", code=0)
    run("judge", "wrong", ids("type = 'ACCUSE' AND words LIKE 'Ukraine%'")[0], "--by", "ann", code=0)
    before = [exported(), *(run("relations", *pair, code=0).stdout for pair in ([], ["RUS-UKR", "--ids"]))]
    assert len(list(Path("ledger/documents/seen=2024-12").iterdir())) == 6
    said = run("ledger", "compact", code=0).stdout.splitlines()
    assert [line.split(":")[0] for line in said[:-1]] == ["2024-11", "2024-12"]
    assert all(re.fullmatch(r"\S+: \d+ files fewer", line) for line in said[:-1])
    assert [len(list(path.iterdir())) for path in Path("ledger").glob("*/seen=*")] == [1] * 10
    after = [exported(), *(run("relations", *pair, code=0).stdout for pair in ([], ["RUS-UKR", "--ids"]))]
    assert after == before
    assert re.fullmatch(r"version \w{16}", said[-1])
    assert f", {said[-1]}: 0 problems" in run("ledger", "check", code=0).stdout
    assert f"already there: {len(ARTICLES)}" in run("ingest", "articles.jsonl", code=0).stderr


def test_keeping_compact_again_changes_nothing(ledger):
    """A ledger with one file a month is left as it is; its version is printed."""
    before = digests(ledger)
    said = run("ledger", "compact", code=0).stdout
    assert said.startswith("version ")
    assert digests(ledger) == before
    assert run("ledger", "compact", code=0).stdout == said


@pytest.mark.usefixtures("loaded")
def test_keeping_version_changes_with_what_is_kept(ledger):
    """The version is the same as long as nothing is added, and another one after."""
    first = run("ledger", "compact", code=0).stdout
    write("more.jsonl", lines({"id": "more", "text": "Peru thanked Norway.", "language": "en"}))
    run("ingest", "more.jsonl", code=0)
    assert run("ledger", "compact", code=0).stdout.splitlines()[-1] not in first
    assert ledger.is_dir()
