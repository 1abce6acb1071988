"""Language packs: a folder of tables for each language. This module knows no language by name.

A pack is an entry point `detente.languages` whose object is the pack's folder (a Path). In it:
pack.toml (grammar words), names.csv (states and their names), offices.csv (nouns of persons and groups, with sectors),
triggers/<type>.toml and triggers/operators.toml (words that report events), hedges.toml (how real), speech.toml (who
says so), dates.toml (when), examples.jsonl (sentences of our own), model/ (the parsing pipeline).
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from detente import plugins
from detente.errors import PluginError
from detente.tables import read_csv, read_toml


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """pack.toml: the few words of grammar that the dependency labels do not give away.

    `agent`, `genitive`: prepositions (lemmas) of the passive's agent and of the possessor. `pair`: nouns that with a
    word of `pair_words` stand for the two parties last spoken of. `light`: verbs that only carry a noun's event
    ("hold talks"). `occur`: verbs whose subject is the event that happens ("talks take place"). `contains`: object
    nouns that stand for what they are part of ("a series of strikes"). `place`: prepositions of a place.
    `dative`: prepositions whose phrase may be a pronoun without one ("lui" is "à lui"). `origin`: prepositions of where
    somebody comes from. `particles`: those of phrasal verbs, which parsers take for prepositions. `moving`: verbs that
    form their perfect as others their passive ("est parti"). `promising`: verbs whose infinitive is done by their
    subject though they have an object ("promised Kyiv to send"). An entry of `occur` may be verb and noun ("take
    place").
    """

    code: str
    name: str
    version: str
    agent: tuple[str, ...]
    genitive: tuple[str, ...]
    place: tuple[str, ...]
    pair_words: tuple[str, ...]
    pair: tuple[str, ...]
    first_person: tuple[str, ...]
    contains: tuple[str, ...]
    light: tuple[str, ...]
    occur: tuple[str, ...]
    reflexive: tuple[str, ...]
    dative: tuple[str, ...]
    origin: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    promising: tuple[str, ...] = ()


class Name(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of names.csv. Years are inclusive; an empty code blocks: "New Mexico" is not Mexico."""

    text: str
    code: str | None = None
    kind: str = "name"
    sector: str | None = None
    since: int | None = None
    until: int | None = None


class Office(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of offices.csv: a noun for a person or group with its PLOVER sector. `kind`: person, group or thing.

    A thing (embassy, missile) acts for the state it belongs to.
    """

    lemma: str
    sector: str
    kind: str = "person"


class Language(msgspec.Struct, frozen=True):
    """A loaded pack; big tables are read when asked for."""

    folder: Path
    pack: Pack

    @property
    def coder(self) -> str:
        """The name of the coder in claims: language and version of its rules."""
        return f"{self.pack.code}-{self.pack.version}"

    @property
    def model(self) -> Path:
        """The pack's own parsing pipeline."""
        return self.folder / "model"

    def names(self) -> list[Name]:
        """names.csv; TableError if broken."""
        return read_csv(self.folder / "names.csv", Name)

    def offices(self) -> list[Office]:
        """offices.csv; TableError if broken."""
        return read_csv(self.folder / "offices.csv", Office)


def installed(only: Iterable[str] = ()) -> tuple[str, ...]:
    """Codes of the packs that are installed, or of those named in `only`; PluginError if one of these is missing."""
    known = plugins.names("languages")
    wanted = frozenset(only)
    missing = sorted(wanted - set(known))
    if missing:
        raise PluginError(f"No language pack {', '.join(missing)}. Installed: {', '.join(known)}")
    return tuple(code for code in known if not wanted or code in wanted)


def load(code: str) -> Language:
    """The pack of one language; PluginError if it is not installed, TableError if pack.toml is broken."""
    folder = plugins.load("languages", code)
    return Language(folder, read_toml(folder / "pack.toml", Pack))
