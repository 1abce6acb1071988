"""The command `detente`. Each command imports what it needs when it runs, so that --help answers at once."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from detente import __version__
from detente.errors import DetenteError


class Day(click.ParamType[date]):
    """An ISO date, checked."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """The date; a usage error otherwise."""
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write YYYY-MM-DD, such as 2024-11-05", param, ctx)


class Since(click.ParamType[date]):
    """A day, a month or a year: the first day of it."""

    name = "YYYY[-MM[-DD]]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401
        """The date; a usage error otherwise."""
        try:
            return date.fromisoformat(value + "-01-01"[3 * value.count("-") :])
        except ValueError:
            self.fail(f"{value!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD", param, ctx)


class Commands(click.Group):
    """A group whose errors are messages, not tracebacks: exit code 2 for what the call or the settings get wrong."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        """Run the command; a DetenteError becomes a message."""
        try:
            return super().invoke(ctx)
        except DetenteError as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(2)
        except BrokenPipeError:  # the reader of our output has seen enough (`| head`)
            sys.stderr.close()
            ctx.exit(0)


def _inputs(command: Any) -> Any:  # noqa: ANN401 - a decorator of click commands
    """The arguments that read, code and ingest share."""
    for decorate in (
        click.option("--outlet", help="Outlet of inputs that name none."),
        click.option("--language", metavar="CODE", help="Language of inputs that name none (default: detected)."),
        click.option("--date", "published", type=Day(), help="Date of inputs that have none."),
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
    ):
        command = decorate(command)
    return command


def _output(command: Any) -> Any:  # noqa: ANN401 - a decorator of click commands
    """The option that names the output of read and code."""
    about = "JSON lines; rejects go beside it."
    return click.option("-o", "--output", type=click.Path(path_type=Path), help=about)(command)


def _ledger(command: Any) -> Any:  # noqa: ANN401 - a decorator of click commands
    """The option that names the ledger."""
    about = "Folder of the ledger (default: the setting, else ./ledger)."
    return click.option("--ledger", "folder", metavar="DIR", help=about)(command)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="detente")
def main() -> None:
    """Reads the press and keeps the ledger of relations between states.

    INPUT is a text, HTML, JSON lines, CSV or Parquet file, a directory, a glob, or - for standard input.
    Exit codes: 0 all inputs done, 1 some rejected, 2 the call itself is wrong.
    """


@main.command()
@_inputs
@_output
def read(inputs: tuple[str, ...], output: Path | None, **given: Any) -> None:  # noqa: ANN401 - three options
    """Any input -> documents, one JSON object a line."""
    from detente.faces import runs  # noqa: PLC0415

    sys.exit(runs.read(inputs, output, given))


@main.command()
@_inputs
@_output
@click.option("--json", "as_json", is_flag=True, help="JSON lines even on a terminal.")
def code(inputs: tuple[str, ...], output: Path | None, as_json: bool, **given: Any) -> None:  # noqa: ANN401, FBT001
    """Documents, or any input -> claims: who did what to whom, how real, who says so."""
    from detente.faces import runs  # noqa: PLC0415

    sys.exit(runs.code(inputs, output, given, as_json=as_json))


@main.command()
@click.argument("sentence")
@click.option("--language", metavar="CODE", help="Language (default: detected).")
@click.option("--date", "published", type=Day(), help="Date to which 'yesterday' refers.")
@click.option("--json", "as_json", is_flag=True, help="The reading as JSON.")
def explain(sentence: str, language: str | None, published: date | None, as_json: bool) -> None:  # noqa: FBT001
    """What is found in a SENTENCE, by which rule, and why other words gave nothing."""
    from detente.faces import explanation  # noqa: PLC0415

    click.echo(explanation.explain(sentence, language, published, as_json=as_json), nl=False)


@main.command()
@_ledger
def demo(folder: str | None) -> None:
    """Code the sample dispatches into a ledger and show what became of relations."""
    from detente.faces import demo as showing  # noqa: PLC0415

    sys.exit(showing.demo(folder))


@main.command()
@_inputs
@_ledger
def ingest(inputs: tuple[str, ...], folder: str | None, **given: Any) -> None:  # noqa: ANN401 - three options
    """Read, code and record: any input -> the ledger. What is there already is not coded again."""
    from detente.faces import keeping  # noqa: PLC0415

    sys.exit(keeping.ingest(inputs, folder, given))


@main.command()
@click.option("--all", "every", is_flag=True, help="Also what this version of the coder has read.")
@_ledger
def recode(folder: str | None, every: bool) -> None:  # noqa: FBT001
    """Code documents of the ledger again that an older coder read; the old readings are kept."""
    from detente.faces import keeping  # noqa: PLC0415

    sys.exit(keeping.recode(folder, every=every))


@main.command()
@click.argument("pair", required=False, metavar="[A-B]")
@click.option("--since", type=Since(), help="Only events that end on or after this day.")
@click.option(
    "--also",
    multiple=True,
    type=click.Choice(["hearsay", "future", "hypothetical", "negation"]),
    help="Count these, too; by default only what is reported as done counts. May be repeated.",
)
@click.option("--ids", is_flag=True, help="Show the claims' ids.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, one a relation.")
@_ledger
def relations(pair: str | None, folder: str | None, **given: Any) -> None:  # noqa: ANN401 - four options
    """Every relation, or that of A and B month by month with the claims behind each figure."""
    from detente.faces import relating  # noqa: PLC0415

    relating.show(pair, folder, **given)


@main.command()
@click.argument("form", type=click.Choice(["jsonl", "csv", "parquet", "plover"]))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write (default: standard output).")
@_ledger
def export(form: str, output: Path | None, folder: str | None) -> None:
    """All claims of the newest readings, for other programs."""
    from detente.faces import asking  # noqa: PLC0415

    asking.export(form, output, folder)


@main.command()
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="JSON lines even on a terminal.")
@_ledger
def sql(query: str, folder: str | None, as_json: bool) -> None:  # noqa: FBT001
    """Ask the ledger in SQL (DuckDB's), read-only; docs/schema.md lists its tables."""
    from detente.faces import asking  # noqa: PLC0415

    asking.sql(query, folder, as_json=as_json)


@main.command()
@click.argument("verdict", type=click.Choice(["right", "wrong", "unsure", "same", "different"]))
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@click.option("--by", required=True, help="Who judges.")
@click.option("--note", help="Why.")
@_ledger
def judge(verdict: str, claims: tuple[str, ...], by: str, note: str | None, folder: str | None) -> None:
    """Record a person's verdict on a claim (right, wrong, unsure) or on two (same, different)."""
    from detente.faces import keeping  # noqa: PLC0415

    keeping.judge(verdict, claims, by, note, folder)


@main.group("ledger")
def ledger_() -> None:
    """Look after the ledger's files."""


@ledger_.command()
@_ledger
def check(folder: str | None) -> None:
    """Say what is wrong with the ledger, if anything: files, spans, counts."""
    from detente.faces import keeping  # noqa: PLC0415

    sys.exit(keeping.checked(folder))


@ledger_.command()
@_ledger
def compact(folder: str | None) -> None:
    """Rewrite each month as one file; prints the version, a hash that one can cite."""
    from detente.faces import keeping  # noqa: PLC0415

    keeping.compacted(folder)
