"""`detente ingest`: what is recorded, what is there already, what is rejected, and that stopping it loses nothing."""

from pathlib import Path

import pytest
from articles import ARTICLES, CLAIMS, INPUT, at, digests
from command import QUIET, SENTENCE, lines, refs, rows, run, write

from detente.pipeline import Pipeline

BROKEN = lines(
    {"id": "no text", "language": "en"},
    {"id": "date", "text": SENTENCE, "published": "2024-13-45"},
    {"id": "klingon", "text": SENTENCE, "language": "tlh"},
    "{",
)
REASONS = "bad_date 1, bad_json 1, no_text 1, unknown_language 1"
ALL = len(ARTICLES) + 4


def ask(query, *more):
    """The rows of `detente sql`."""
    return rows(run("sql", query, *more, code=0).stdout)


def exported(*more):
    """The claims of `detente export jsonl`."""
    return run("export", "jsonl", *more, code=0).stdout_bytes


@pytest.fixture(scope="module")
def twice(pipeline, tmp_path_factory):
    """The folder of two runs of the same command, their results, and the files after each."""
    place = tmp_path_factory.mktemp("twice")
    with at(place, pipeline):
        write("in/articles.jsonl", INPUT)
        write("in/broken.jsonl", BROKEN)
        results = []
        for _ in range(2):
            result = run("ingest", "in", code=1)
            results.append((result, digests(place / "ledger")))
    return place, *results


@pytest.fixture
def there(twice, monkeypatch):
    """Work in the folder of the two runs."""
    monkeypatch.chdir(twice[0])


def test_ingest_summary_accounts_for_every_input(twice):
    """The first run records what can be read and counts rejects by reason, with the file that has them."""
    result = twice[1][0]
    recorded = f"{ALL} inputs: {len(ARTICLES)} recorded ({CLAIMS} claims)"
    assert result.stderr.startswith(f"{recorded}; 4 rejected ({REASONS}), see ledger/rejects.jsonl; 13 sentences")
    assert (result.stdout, len(result.stderr.splitlines())) == ("", 1)


def test_ingest_second_run_says_what_is_there(twice):
    """The same command again records nothing: each document is there already, each reject is rejected again."""
    assert twice[2][0].stderr.strip() == (
        f"{ALL} inputs: 0 recorded (0 claims); already there: {len(ARTICLES)}; "
        f"4 rejected ({REASONS}), see ledger/rejects.jsonl"
    )


def test_ingest_second_run_changes_no_file(twice):
    """The same command again leaves every file of the ledger as it was."""
    first, second = twice[1][1], twice[2][1]
    assert {"manifest.json", "detente.duckdb", "rejects.jsonl"} < set(first)
    assert len([name for name in first if name.startswith("documents/")]) == 3  # two months, and that of today
    assert second == first


def test_ingest_rejects_have_reason_and_place_once(twice):
    """Rejects stand in the ledger's own file with id, reason and place, once however often they are met."""
    found = rows((twice[0] / "ledger/rejects.jsonl").read_text(encoding="utf8"))
    assert [(row["ref"], row["where"], row["reason"]) for row in found] == [
        ("no text", "in/broken.jsonl:1", "no_text"),
        ("date", "in/broken.jsonl:2", "bad_date"),
        ("klingon", "in/broken.jsonl:3", "unknown_language"),
        ("in/broken.jsonl:4", "in/broken.jsonl:4", "bad_json"),
    ]
    assert all(row["message"] for row in found)


@pytest.mark.usefixtures("loaded")
def test_ingest_half_a_reject_of_a_killed_run_is_mended(ledger):
    """A line of rejects.jsonl that a killed run wrote half of is dropped, and what it spoke of is written again."""
    write("broken.jsonl", BROKEN)
    run("ingest", "broken.jsonl", code=1)
    whole = (ledger / "rejects.jsonl").read_bytes()
    (ledger / "rejects.jsonl").write_bytes(whole[:-20])
    run("ingest", "broken.jsonl", code=1)
    assert (ledger / "rejects.jsonl").read_bytes() == whole


@pytest.mark.usefixtures("loaded")
def test_ingest_export_gives_the_claims_of_code(recorded, monkeypatch):
    """What is exported is what `detente code` writes, field by field, but for the document's id in the ledger."""
    monkeypatch.chdir(recorded)
    coded = {row["id"]: row for row in rows(run("code", "articles.jsonl", code=0).stdout)}
    kept = {row["id"]: row for row in rows(exported().decode())}
    names = {row["ref"]: row["id"] for row in ask("SELECT ref, id FROM documents")}
    assert len(coded) == CLAIMS
    assert kept == {key: row | {"document": names[row["document"]]} for key, row in coded.items()}


@pytest.mark.usefixtures("there")
def test_ingest_keeps_documents_as_read_gives_them():
    """Text, date, language, outlet, address and the origins of a document stand in the ledger as `read` prints them."""
    read = rows(run("read", "in/articles.jsonl", code=0).stdout)
    kept = {row["id"]: row for row in ask("SELECT * FROM documents")}
    assert [{name: kept[one["id"]][name] for name in one} for one in read] == read
    assert refs("".join(lines(one) for one in read)) == [article["id"] for article in ARTICLES]
    assert kept[read[0]["id"]]["place"] == "in/articles.jsonl:1"


@pytest.mark.usefixtures("loaded")
def test_ingest_same_text_elsewhere_is_another_document():
    """The same words from another outlet or under another address are another document, of the same event."""
    same = {"id": "a", "text": SENTENCE, "published": "2024-11-06", "language": "en"}
    others = [{"outlet": "Gazette"}, {"outlet": "Herald"}, {"outlet": "Herald", "url": "https://herald.example/1"}]
    write("a.jsonl", lines(same, *(same | other for other in others)))
    assert "4 inputs: 4 recorded (4 claims); " in run("ingest", "a.jsonl", code=0).stderr
    assert ask("SELECT count(*) AS documents FROM documents") == [{"documents": 4}]
    assert ask("SELECT reports, outlets, origins FROM events") == [{"reports": 4, "outlets": 2, "origins": 1}]


@pytest.mark.parametrize("shard", ["1", "100"])
def test_ingest_same_line_twice_is_one(loaded, shard):
    """A line that stands twice in the input is recorded once, within a shard and across shards."""
    loaded.setenv("DETENTE_SHARD", shard)
    line = {"id": "a", "text": SENTENCE, "published": "2024-11-06", "language": "en"}
    write("a.jsonl", lines(line, line))
    assert "2 inputs: 1 recorded (1 claim); already there: 1" in run("ingest", "a.jsonl", code=0).stderr
    assert ask("SELECT (SELECT count(*) FROM documents) AS d, (SELECT count(*) FROM runs) AS r") == [{"d": 1, "r": 1}]


@pytest.mark.parametrize("runs", [1, 2])
@pytest.mark.usefixtures("loaded")
def test_ingest_corrected_text_supersedes(runs):
    """Another text under the same address counts instead of the first, which is kept; met again, it stays behind."""
    article = {"published": "2024-11-06", "language": "en", "url": "https://gazette.example/1"}
    old = lines(article | {"id": "old", "text": SENTENCE})
    new = lines(article | {"id": "new", "text": "Russia did not attack Ukraine. Russia thanked China."})
    for number, content in enumerate([old + new] if runs == 1 else [old, new, old]):
        write(f"{number}.jsonl", content)
        run("ingest", f"{number}.jsonl", code=0)
    found = ask("SELECT ref, superseded_by IS NULL AS shown FROM documents ORDER BY ingested")
    assert found == [{"ref": "old", "shown": False}, {"ref": "new", "shown": True}]
    assert [row["recipient"][0]["code"] for row in rows(exported().decode()) if row["reality"] == "actual"] == ["CHN"]
    assert ask("SELECT count(*) AS n FROM claims WHERE type = 'ASSAULT' AND counts") == [{"n": 0}]


def test_ingest_flag_setting_and_default_name_the_ledger(loaded):
    """--ledger names the folder, else the setting, else it is ./ledger; the readers look in the same place."""
    write("a.jsonl", lines({"id": "a", "text": SENTENCE, "language": "en"}))
    run("ingest", "a.jsonl", code=0)
    assert Path("ledger/manifest.json").exists()
    loaded.setenv("DETENTE_LEDGER", "deep/setting")
    run("ingest", "a.jsonl", code=0)
    assert Path("deep/setting/manifest.json").exists()
    write("b.jsonl", lines({"id": "b", "text": QUIET, "language": "en"}))
    run("ingest", "b.jsonl", "--ledger", "flag", code=0)
    assert "RUS-UKR" in run("relations", code=0).stdout
    assert "KEN-SOM" in run("relations", "--ledger", "flag", code=0).stdout
    assert "KEN-SOM" not in run("relations", "--ledger", "ledger", code=0).stdout
    assert sorted(path.name for path in Path().iterdir() if path.is_dir()) == ["deep", "flag", "ledger"]


@pytest.mark.usefixtures("loaded")
def test_ingest_options_fill_what_inputs_lack():
    """--outlet, --language and --date hold for inputs that name none."""
    options = ["--outlet", "Gazette", "--language", "en", "--date", "2024-11-06"]
    write("a.txt", SENTENCE)
    assert run("ingest", "a.txt", *options, code=0).stderr.startswith("1 input: 1 recorded (1 claim); 1 sentence")
    (found,) = ask("SELECT outlet, language, published, seen FROM documents")
    assert found == {"outlet": "Gazette", "language": "en", "published": "2024-11-06", "seen": "2024-11"}


def test_ingest_by_any_shard_gives_the_same_claims(loaded):
    """Recorded one by one or a hundred at a time, the exported claims are the same to the byte."""
    corrected = [ARTICLES[0] | {"text": "Russia thanked China."}, ARTICLES[2]]
    write("articles.jsonl", INPUT + lines(*corrected))
    outputs, parts = [], []
    for shard in ("1", "100"):
        loaded.setenv("DETENTE_SHARD", shard)
        run("ingest", "articles.jsonl", "--ledger", shard, code=0)
        outputs.append(exported("--ledger", shard))
        parts.append(len(list(Path(shard).glob("runs/*/*.parquet"))))
    assert outputs[0] == outputs[1]
    assert len(outputs[0].splitlines()) == CLAIMS
    assert parts == [10, 3]


@pytest.mark.usefixtures("loaded")
def test_ingest_stopped_by_hand_keeps_what_was_coded():
    """Ctrl-C at the third document records the first two; the same command goes on with the third."""
    coded, whole = [], Pipeline.reading

    def reading(self, document):
        if len(coded) == 2:
            raise KeyboardInterrupt
        coded.append(document.ref)
        return whole(self, document)

    write("articles.jsonl", INPUT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Pipeline, "reading", reading)
        result = run("ingest", "articles.jsonl", code=1)
    assert "Aborted" in result.stderr
    assert [row["ref"] for row in ask("SELECT ref FROM documents ORDER BY ingested")] == ["en1", "fr1"]
    assert run("ledger", "check", code=0).stdout.startswith("ledger: 2 documents, 2 claims, 1 events")
    result = run("ingest", "articles.jsonl", code=0)
    assert f"{len(ARTICLES)} inputs: 7 recorded ({CLAIMS - 2} claims); already there: 2" in result.stderr
    assert len(rows(exported().decode())) == CLAIMS


@pytest.mark.parametrize("source", ["none.txt", "https://gazette.example/a"])
def test_ingest_wrong_source_makes_no_ledger(source):
    """A source that is not there is told before a ledger is made."""
    assert source in run("ingest", source, code=2).stderr
    assert list(Path().iterdir()) == []


@pytest.mark.usefixtures("loaded")
def test_ingest_of_the_folder_that_holds_the_ledger_reads_articles_only():
    """`detente ingest .` again finds the articles there already, and takes the ledger's own files for no articles."""
    write("a.jsonl", lines({"id": "a", "text": SENTENCE, "published": "2024-11-06", "language": "en"}))
    run("ingest", ".", code=0)
    assert "1 input: 0 recorded (0 claims); already there: 1" in run("ingest", ".").stderr
