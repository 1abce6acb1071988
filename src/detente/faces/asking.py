"""`detente sql` and `detente export`: the ledger's rows for other programs."""

import sys
from pathlib import Path

import click
import msgspec
from rich.console import Console
from rich.table import Table

from detente.errors import UsageError
from detente.faces.keeping import opened
from detente.faces.run import whole
from detente.ledger.exchange import FORMATS


def sql(query: str, folder: str | None, *, as_json: bool) -> None:
    """Run one SELECT; a table on a terminal, JSON lines when piped."""
    ledger, _ = opened(folder)
    with ledger.reading(sealed=True) as reader:
        names, chunks = reader.query(query)
        if as_json or not sys.stdout.isatty():
            for chunk in chunks:
                for row in chunk:
                    line = msgspec.json.encode(dict(zip(names, row, strict=True)), enc_hook=str)
                    click.echo(line.decode())
            return
        table = Table(*names)
        for chunk in chunks:
            for row in chunk:
                table.add_row(*("" if cell is None else str(cell).replace("[", r"\[") for cell in row))
        Console().print(table)


def export(kind: str, output: Path | None, folder: str | None) -> None:
    """Write all claims of the newest readings; aside first, so that a file is whole or not there."""
    if kind == "parquet" and output is None:
        raise UsageError("parquet is no text; name a file with -o")
    ledger, _ = opened(folder)
    with ledger.reading() as reader, whole(output) as out:
        FORMATS[kind](reader, out)
