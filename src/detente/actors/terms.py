"""Who held which office when: data/actors/terms.csv, looked up by a person's name at the document's date.

Sources stand in the table's last column: REIGN (to 2021-03), Wikidata (to 2022), and public record; an open end was
open when the source was made.
"""

from collections import defaultdict
from datetime import date
from pathlib import Path

import msgspec

from detente.actors.gazetteer import SAME
from detente.tables import read_csv

TABLE = Path(__file__).parents[1] / "data/actors/terms.csv"
FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "VNM", "KHM"})
# Offices whose holder a newspaper names by surname alone.
LEADING = (
    "head of", "president", "prime minister", "premier", "chancellor", "leader", "king", "queen", "emir", "sultan",
    "foreign", "external", "secretary of state", "secretary-general", "secretary general", "high representative",
    "chief", "defence", "crown prince", "spokes",
)  # fmt: skip
REMEMBERED = 15  # years for which a surname alone still means a former holder
IN_OFFICE, FORMER = "GOV", "ELI"


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One person's term of office; `since` and `until` are ISO dates of year, month or day."""

    name: str
    code: str
    office: str
    since: str = ""
    until: str = ""
    source: str = ""

    def holds(self, day: str) -> bool:
        """True on an ISO day within the term."""
        return self.since <= day[: len(self.since)] and (not self.until or day[: len(self.until)] <= self.until)

    @property
    def leads(self) -> bool:
        """An office that everybody knows the holder of."""
        office = self.office.lower()
        return office.startswith(LEADING) or (office.startswith("minister") and "foreign" in office)


class Holders:
    """All terms by full name and, for leading offices, by family name."""

    def __init__(self, path: Path = TABLE) -> None:
        self._full: dict[str, list[Term]] = defaultdict(list)
        self._family: dict[str, list[Term]] = defaultdict(list)
        for term in read_csv(path, Term):
            name = term.name.translate(SAME)
            words = name.split()
            self._full[name].append(term)
            if term.leads:
                self._family[words[0] if term.code in FAMILY_FIRST and len(words) > 1 else words[-1]].append(term)

    def find(self, name: str, published: date | None) -> tuple[Term, str] | None:
        """The term that a name stands for on a day, with the sector: in office, or former; None where states differ."""
        name = name.translate(SAME)
        full = self._full.get(name)
        if full is not None and (" " in name or full[0].leads):
            return _choose(full, published, None)
        return _choose(self._family.get(name, []), published, REMEMBERED)


def _choose(terms: list[Term], published: date | None, years: int | None) -> tuple[Term, str] | None:
    if published is None:
        found = [term for term in terms if not term.until] or terms
        sector = IN_OFFICE if any(not term.until for term in terms) else FORMER
    else:
        day = published.isoformat()
        found = [term for term in terms if term.holds(day)]
        sector = IN_OFFICE if found else FORMER
        if not found:
            oldest = str(published.year - years) if years is not None else ""
            found = [term for term in terms if term.until and oldest <= term.until < day]
    if len({term.code for term in found}) != 1:
        return None
    return max(found, key=lambda term: term.since), sector
