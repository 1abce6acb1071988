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
    """The arguments that read and code share."""
    for decorate in (
        click.option("--outlet", help="Outlet of inputs that name none."),
        click.option("--language", metavar="CODE", help="Language of inputs that name none (default: detected)."),
        click.option("--date", "published", type=Day(), help="Date of inputs that have none."),
        click.option("-o", "--output", type=click.Path(path_type=Path), help="JSON lines; rejects go beside it."),
        click.argument("inputs", nargs=-1, required=True, metavar="INPUT..."),
    ):
        command = decorate(command)
    return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="detente")
def main() -> None:
    """Reads the press and keeps the ledger of relations between states.

    INPUT is a text, HTML, JSON lines, CSV or Parquet file, a directory, a glob, or - for standard input.
    Exit codes: 0 all inputs done, 1 some rejected, 2 the call itself is wrong.
    """


@main.command()
@_inputs
def read(inputs: tuple[str, ...], output: Path | None, **given: Any) -> None:  # noqa: ANN401 - three options
    """Any input -> documents, one JSON object a line."""
    from detente.faces import runs  # noqa: PLC0415

    sys.exit(runs.read(inputs, output, given))


@main.command()
@_inputs
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
