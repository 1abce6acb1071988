"""The PLOVER 2.0 tables as the coder uses them: types, modes, scores, and what an operator makes of an event."""

from pathlib import Path
from typing import Literal

import msgspec

from detente.tables import read_csv

FOLDER = Path(__file__).parents[1] / "data/ontology"


class TypeRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of types.csv. `recipient`: required or optional.

    `mutual`: whether parties act upon each other: `always` (who visits and who is visited both meet), `alone` (several
    actors without a recipient: they fought, they signed), `never` (they condemned something together).
    """

    type: str
    quad: int
    score: float
    recipient: str
    mutual: Literal["always", "alone", "never"]
    meaning: str


class ModeRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of modes.csv; a mode without a score has that of its type."""

    type: str
    mode: str
    meaning: str
    score: float | None = None


class CompositionRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of composition.csv: `does` on an event of `type` (any, if empty; in `mode_of`, if given) is `result`."""

    does: str
    result: str
    type: str | None = None
    mode_of: str | None = None
    mode: str | None = None
    note: str | None = None


class Ontology:
    """All tables of data/ontology that coding needs; TableError if one is broken."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.types = {row.type: row for row in read_csv(folder / "types.csv", TypeRow)}
        self.modes = {(row.type, row.mode): row for row in read_csv(folder / "modes.csv", ModeRow)}
        rows = read_csv(folder / "composition.csv", CompositionRow)
        self._composition = {(row.does, row.type, row.mode_of): row for row in rows}

    def score(self, kind: str, mode: str | None) -> float:
        """PLOVER's conflict-cooperation score, -10 to 10."""
        row = self.modes.get((kind, mode or ""))
        return self.types[kind].score if row is None or row.score is None else row.score

    def quad(self, kind: str) -> int:
        """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
        return self.types[kind].quad

    def compose(self, does: str, kind: str, mode: str | None) -> tuple[str, str | None] | None:
        """Type and mode of "refused to meet"; None where the operator leaves the event as it is."""
        for key in ((does, kind, mode), (does, kind, None), (does, None, None)):
            row = self._composition.get(key)
            if row is not None:
                return row.result, row.mode
        return None
