"""The command line: documents and claims in input order, where they are written, what is said at the end.

Commands run in this process through click's own runner, or in one of their own where standard input, exit codes or
pipes matter. `read` stands for both where no parser is needed: it shares inputs, outputs and summary with `code`.
"""

import json
import os
import subprocess
from pathlib import Path

import click
import duckdb
import pytest
from command import PROGRAM, QUIET, SENTENCE, lines, process, refs, rows, run, write

from detente import __version__, languages
from detente.faces.cli import main
from detente.ledger.exchange import FORMATS
from detente.records import Claim, Document, Verdict
from detente.relations.months import BESIDE


def test_cli_help_names_every_command_and_code():
    """`detente --help` lists the commands with a line each and says what the exit codes mean."""
    text = run("--help", code=0).stdout
    assert all(command in text for command in ("read", "code", "explain"))
    assert all(code in text for code in ("0 ", "1 ", "2 "))
    assert run("-h", code=0).stdout == text


@pytest.mark.parametrize("command", ["read", "code", "explain"])
def test_cli_every_option_is_explained(command):
    """Every option of a command has a line of help."""
    options = [option for option in main.commands[command].params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []
    text = run(command, "--help", code=0).stdout
    assert all(option.opts[-1] in text for option in options)


def test_cli_version_is_the_package_version():
    """`detente --version` prints the version of the package."""
    assert run("--version", code=0).stdout.split()[-1] == __version__


def test_cli_read_writes_whole_documents():
    """`read` prints one document a line, every field written, with where each came from."""
    write("a.txt", f"Attack on Ukraine\n{SENTENCE}\n")
    (made,) = rows(run("read", "a.txt", "--date", "2024-11-05", "--language", "en", "--outlet", "Wire", code=0).stdout)
    assert set(made) == set(Document.__struct_fields__)
    assert (made["ref"], made["text"], made["title"]) == ("a.txt", SENTENCE, "Attack on Ukraine")
    assert (made["published"], made["language"], made["outlet"]) == ("2024-11-05", "en", "Wire")
    assert made["origins"] == {"title": "text", "published": "option", "language": "option", "outlet": "option"}


def test_cli_read_output_can_be_coded_again():
    """What `read` wrote is read again as the same text: it is JSON lines input as any other."""
    write("a.txt", SENTENCE)
    first = run("read", "a.txt", "-o", "docs.jsonl", code=0)
    assert first.stdout == ""
    again = rows(run("read", "docs.jsonl", code=0).stdout)
    assert [row["text"] for row in again] == [SENTENCE]


def test_cli_read_answers_in_input_order():
    """Documents come in the order of the inputs, whatever their formats, and the order within each."""
    write("z.jsonl", lines({"id": "z1", "text": QUIET}, {"id": "z2", "text": QUIET}))
    write("b.csv", f"id,text\nb1,{QUIET}\n")
    write("page.html", f"<html><body><article><p>{QUIET}</p><p>{QUIET}</p></article></body></html>")
    write("a.txt", QUIET)
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 'p1' AS id, '{QUIET}' AS text) TO 'p.parquet' (FORMAT parquet)")
    result = run("read", "z.jsonl", "p.parquet", "page.html", "b.csv", "a.txt", code=0)
    assert refs(result.stdout) == ["z1", "z2", "p1", "page.html", "b1", "a.txt"]
    assert "6 inputs: 6 read" in result.stderr


def test_cli_output_and_rejects_are_written_aside_and_renamed():
    """-o X gives X and X.rejects.jsonl, whole and nothing else; old ones are replaced."""
    write("a.jsonl", lines({"id": "a", "text": QUIET}, {"id": "b"}, "[]"))
    write("out.jsonl", "old\n")
    write("out.jsonl.rejects.jsonl", "old\n")
    result = run("read", "a.jsonl", "-o", "out.jsonl", code=1)
    assert result.stdout == ""
    assert sorted(path.name for path in Path().glob("out*")) == ["out.jsonl", "out.jsonl.rejects.jsonl"]
    assert refs(Path("out.jsonl").read_text(encoding="utf8")) == ["a"]
    rejects = rows(Path("out.jsonl.rejects.jsonl").read_text(encoding="utf8"))
    assert [(row["ref"], row["where"], row["reason"]) for row in rejects] == [
        ("b", "a.jsonl:2", "no_text"),
        ("a.jsonl:3", "a.jsonl:3", "bad_json"),
    ]
    assert all(row["message"] for row in rejects)
    assert "rejected a.jsonl" not in result.stderr


def test_cli_output_without_rejects_removes_old_ones():
    """A run without rejects leaves no rejects file of an earlier run beside its output."""
    write("a.txt", QUIET)
    write("out.jsonl.rejects.jsonl", "old\n")
    run("read", "a.txt", "-o", "out.jsonl", code=0)
    assert [path.name for path in Path().glob("out*")] == ["out.jsonl"]


def test_cli_output_may_be_the_input():
    """The input may be named as output: it is replaced only when all of it was read."""
    write("a.jsonl", lines({"id": "a", "text": QUIET}, {"id": "b", "text": QUIET}))
    run("read", "a.jsonl", "-o", "a.jsonl", code=0)
    assert refs(Path("a.jsonl").read_text(encoding="utf8")) == ["a", "b"]


def test_cli_bad_setting_is_a_message(monkeypatch):
    """A setting that cannot be used is named with where it stands, and 2 is returned."""
    write("a.txt", QUIET)
    write("detente.toml", "batch = 'many'\n")
    assert "detente.toml" in run("read", "a.txt", code=2).stderr
    Path("detente.toml").unlink()
    monkeypatch.setenv("DETENTE_LONGEST", "0")
    assert "environment" in run("read", "a.txt", code=2).stderr


def test_cli_setting_of_the_environment_holds(monkeypatch):
    """DETENTE_LONGEST limits the length of what is read."""
    write("a.txt", QUIET)
    monkeypatch.setenv("DETENTE_LONGEST", "10")
    assert "too_long 1" in run("read", "a.txt", code=1).stderr


@pytest.mark.parametrize(
    ("stdin", "ids"),
    [(SENTENCE, ["stdin"]), (lines({"id": "a", "text": QUIET}, {"id": "b", "text": QUIET}), ["a", "b"])],
    ids=["text", "lines"],
)
def test_cli_dash_reads_standard_input(stdin, ids):
    """`-` reads text or JSON lines from a pipe."""
    result = process("read", "-", input=stdin)
    assert (result.returncode, refs(result.stdout)) == (0, ids)


def test_cli_empty_standard_input_is_a_reject():
    """Nothing on standard input is said so, and 1 is returned."""
    result = process("read", "-", stdin=subprocess.DEVNULL)
    assert result.returncode == 1
    assert "1 input: 0 read; 1 rejected (empty 1)" in result.stderr


def test_cli_closed_pipe_ends_quietly():
    """Whoever has seen enough of the output (`| head -1`) gets no traceback for it."""
    write("a.jsonl", lines(*({"id": str(i), "text": QUIET, "language": "en"} for i in range(5000))))
    with subprocess.Popen([*PROGRAM, "read", "a.jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert json.loads(program.stdout.readline())["ref"] == "0"
        program.stdout.close()
        errors = program.stderr.read()
    assert program.returncode == 0
    assert errors == b""


# One run of `code` over everything at once: the parsers are loaded once.
MIXED = lines(
    {"id": "en", "text": SENTENCE, "published": "2024-11-06", "language": "en"},
    {"id": "fr", "text": "La Russie a attaqué l'Ukraine lundi. Il pleuvait.", "language": "fr"},
    {"id": "no text"},
    {"id": "en", "text": "Other words."},
    {"id": "date", "text": SENTENCE, "published": "2024-13-45"},
    {"id": "klingon", "text": SENTENCE, "language": "tlh"},
    "{",
    {"id": 7, "text": "The weather was fine. The roses grew.", "language": "en", "x": [1]},
    {"text": "Russia attacked Ukraine.", "language": "en"},
)
REASONS = "bad_date 1, bad_json 1, duplicate_id 1, no_text 1, unknown_language 1"


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """The folder and the result of `detente code mixed.jsonl -o claims.jsonl`."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("coded")
        patch.chdir(folder)
        write("mixed.jsonl", MIXED)
        return folder, run("code", "mixed.jsonl", "-o", "claims.jsonl", code=1)


def test_cli_code_writes_claims_in_input_order(coded):
    """`code` writes one claim a line under the input's own id, in input order, every field written."""
    claims = rows((coded[0] / "claims.jsonl").read_text(encoding="utf8"))
    assert [claim["document"] for claim in claims] == ["en", "fr", "mixed.jsonl:9"]
    assert all(set(claim) == set(Claim.__struct_fields__) for claim in claims)
    assert {(c["type"], c["actor"][0]["code"], c["recipient"][0]["code"]) for c in claims} == {
        ("ASSAULT", "RUS", "UKR")
    }


def test_cli_code_spans_refer_to_the_text(coded):
    """Spans in the output are code points of the text as it stood in the input."""
    claim = rows((coded[0] / "claims.jsonl").read_text(encoding="utf8"))[1]
    text = json.loads(MIXED.splitlines()[1])["text"]
    assert text[slice(*claim["sentence"])] == "La Russie a attaqué l'Ukraine lundi."
    assert text[slice(*claim["trigger"])] in text
    assert all(text[slice(*evidence["span"])] == evidence["words"] for evidence in claim["evidence"])


def test_cli_code_rejects_have_their_reasons(coded):
    """Each input that was not coded stands in the rejects with its id, its line and the reason, in input order."""
    rejects = rows((coded[0] / "claims.jsonl.rejects.jsonl").read_text(encoding="utf8"))
    assert [(row["ref"], row["where"].rpartition(":")[2], row["reason"]) for row in rejects] == [
        ("no text", "3", "no_text"), ("en", "4", "duplicate_id"), ("date", "5", "bad_date"),
        ("klingon", "6", "unknown_language"), ("mixed.jsonl:7", "7", "bad_json"),
    ]  # fmt: skip
    unknown = rejects[3]["message"]
    assert all(code in unknown for code in languages.installed())
    assert "--language" in unknown


def test_cli_code_summary_accounts_for_every_input(coded):
    """The summary counts inputs, coded ones with their claims, and rejects by reason: nothing is missing."""
    assert f"9 inputs: 4 coded (3 claims); 5 rejected ({REASONS})" in coded[1].stderr


def test_cli_code_summary_counts_every_sentence(coded):
    """The summary gives the number of all sentences that were read, with the speed and the peak of memory."""
    assert "; 6 sentences, " in coded[1].stderr
    assert "sentences/s; peak memory " in coded[1].stderr


def test_cli_code_piped_prints_json_lines_with_document_without_events():
    """Without -o into a pipe `code` prints JSON lines; a document without events prints none and is no reject."""
    write("a.jsonl", lines({"id": "a", "text": "The roses grew."}, {"id": "b", "text": SENTENCE}))
    result = run("code", "a.jsonl", "--language", "en", "--date", "2024-11-06", code=0)
    (claim,) = rows(result.stdout)
    assert claim["document"] == "b"
    assert claim["when"] == {"start": "2024-11-04", "end": "2024-11-04", "precision": "day"}
    assert "2 inputs: 2 coded (1 claim)" in result.stderr


def test_cli_code_unknown_language_option_rejects_with_message():
    """--language with a language that has no pack rejects each input and names the packs that there are."""
    write("a.txt", QUIET)
    result = run("code", "a.txt", "--language", "tlh", code=1)
    assert "rejected a.txt: unknown_language: language 'tlh' has no pack; installed: " in result.stderr


def test_cli_code_missing_model_is_a_message(monkeypatch):
    """A parsing pipeline that is not there is a message with the setting's name, and 2 is returned."""
    write("a.txt", QUIET)
    monkeypatch.setenv("DETENTE_MODELS", "en=nowhere")
    assert "setting models" in run("code", "a.txt", "--language", "en", code=2).stderr


def test_cli_explain_says_what_was_found_and_why():
    """`explain` shows names, trigger words with their rule, who speaks, and the claims."""
    text = run("explain", SENTENCE, "--language", "en", "--date", "2024-11-06", code=0).stdout
    assert [line for line in text.splitlines() if line in ("Names", "Trigger words", "Who says so", "Claims")] == [
        "Names", "Trigger words", "Who says so", "Claims",
    ]  # fmt: skip
    for words in ("RUS", "UKR", "attacked", "ASSAULT", "nobody: the text itself", "2024-11-04"):
        assert words in text


def test_cli_explain_json_is_the_claims():
    """`explain --json` gives the claims as `code` would write them."""
    (claim,) = json.loads(run("explain", SENTENCE, "--language", "en", "--json", code=0).stdout)
    assert (claim["type"], claim["actor"][0]["code"]) == ("ASSAULT", "RUS")


def test_cli_explain_of_nothing_says_so():
    """A sentence in which nothing happens is explained too: no names, no trigger words, no claims."""
    text = run("explain", "The roses grew.", "--language", "en", code=0).stdout
    assert text.count("  none") >= 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([""], "no article text"),
        ([" \n "], "no article text"),
        ([SENTENCE, "--language", "tlh"], "'tlh' has no pack"),
        ([SENTENCE, "--date", "2024-13-45"], "write YYYY-MM-DD"),
        ([], "Missing argument"),
    ],
    ids=["empty", "blank", "language", "date", "nothing"],
)
def test_cli_explain_wrong_call_is_a_message(arguments, words):
    """What cannot be explained gets a message and 2, as a wrong call."""
    assert words in run("explain", *arguments, code=2).stderr


def test_cli_explain_of_broken_bytes_is_a_message():
    """Bytes on the command line that are no text are answered with a message, not with a traceback."""
    result = process("explain", os.fsdecode(b"Russia attacked \xff Ukraine."), "--language", "en")
    assert "Traceback" not in result.stderr
    assert result.returncode in (0, 2)


@pytest.mark.parametrize(
    ("command", "name", "known"),
    [("relations", "also", BESIDE), ("export", "form", FORMATS), ("judge", "verdict", Verdict)],
)
def test_cli_choices_are_what_the_code_knows(command, name, known):
    """What the help offers, written out so that it loads nothing heavy, is what there is."""
    (option,) = [one for one in main.commands[command].params if one.name == name]
    assert list(option.type.choices) == [str(one) for one in known]
