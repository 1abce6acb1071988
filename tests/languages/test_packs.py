"""Language packs: each loads, each has the same files, and every table converts row by row."""

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from detente import languages, settings, tables
from detente.errors import PluginError, TableError
from detente.events.ontology import Ontology
from detente.languages import Name, Office, Pack
from detente.parse.doc import Doc

CODES = languages.installed()
DATA = Path(languages.__file__).parents[1] / "data"


def pack(code):
    """The folder of an installed pack."""
    return languages.load(code).folder


def files(folder, *, below=""):
    """Names of what people edit in a folder."""
    return {path.name for path in (folder / below).iterdir() if path.name != "__pycache__"}


def column(table, name="code", **only):
    """The cells of one column of a data table, of the rows that have the values of `only`."""
    with (DATA / table).open(encoding="utf8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row[name] for row in rows if all(row[key] == value for key, value in only.items())}


def test_packs_english_and_french_are_installed():
    """Détente ships with a French and an English pack."""
    assert {"en", "fr"} <= set(CODES)
    assert list(CODES) == sorted(CODES)


@pytest.mark.parametrize("code", CODES)
def test_packs_load_under_their_own_code(code):
    """A pack says of itself the code under which it is registered, and names its coder by language and version."""
    language = languages.load(code)
    assert language.pack.code == code
    assert language.coder == f"{code}-{language.pack.version}"
    assert (language.model / "meta.json").is_file()


@pytest.mark.parametrize("below", ["", "triggers"], ids=["pack", "triggers"])
def test_packs_have_the_same_files(below):
    """Every pack has the same file names: who knows one language's folder knows them all."""
    first, *others = CODES
    for other in others:
        assert files(pack(other), below=below) == files(pack(first), below=below)


@pytest.mark.parametrize("code", CODES)
def test_packs_trigger_files_are_event_types(code):
    """There is one trigger file for each type that has words of its own, named by it, and one of operators."""
    types = {name.lower() for name in Ontology().types}
    assert {name.removesuffix(".toml") for name in files(pack(code), below="triggers")} - {"operators"} <= types


@pytest.mark.parametrize("code", CODES)
def test_packs_model_is_small_and_licensed(code):
    """A model is at most twelve megabytes, with its licence and its figures beside it."""
    model = languages.load(code).model
    assert sum(path.stat().st_size for path in model.rglob("*") if path.is_file()) <= 12 * 2**20
    assert {"LICENCE.md", "figures.json"} <= files(model)


@pytest.mark.parametrize("code", CODES)
def test_packs_names_convert(code):
    """Every row of names.csv is a name, its years in order; none stands there twice."""
    names = languages.load(code).names()
    assert len(names) > 500
    for name in names:
        assert name.text == name.text.strip() != ""
        assert name.since is None or name.until is None or name.since <= name.until, name
        assert (name.code is None) == (name.kind == "block"), name
    keys = [(name.text, name.code, name.kind, name.since, name.until) for name in names]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("code", CODES)
def test_packs_names_have_known_codes(code):
    """A name stands for a state of the table or for an entity of PLOVER, never for a code that nobody knows."""
    known = column("actors/states.csv") | column("ontology/entities.csv")
    assert {name.code for name in languages.load(code).names() if name.code} <= known


@pytest.mark.parametrize("code", CODES)
def test_packs_name_every_state(code):
    """Every state of the table of states has a name in every language."""
    named = {name.code for name in languages.load(code).names() if name.kind == "name"}
    assert column("actors/states.csv", kind="state") - named == set()


@pytest.mark.parametrize("code", CODES)
def test_packs_offices_convert(code):
    """Every row of offices.csv is a noun with a sector of PLOVER and a known kind; none stands there twice."""
    offices = languages.load(code).offices()
    assert len(offices) > 50
    assert {office.kind for office in offices} <= {"person", "group", "thing"}
    assert {office.sector for office in offices} <= column("ontology/sectors.csv", "sector")
    lemmas = [office.lemma for office in offices]
    assert [lemma for lemma, count in Counter(lemmas).items() if count > 1] == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("row", "kind", "expected"),
    [
        ("Ruritania,RUR,name,,1837,1918", Name, Name("Ruritania", "RUR", "name", None, 1837, 1918)),
        ("Zenda Castle,RUR,seat,GOV,,", Name, Name("Zenda Castle", "RUR", "seat", "GOV")),
        ("New Ruritania,,block,,,", Name, Name("New Ruritania", None, "block")),
        ("regent,GOV,person", Office, Office("regent", "GOV")),
        ("hussar,MIL,group", Office, Office("hussar", "MIL", "group")),
    ],
    ids=lambda value: value.partition(",")[0] if isinstance(value, str) else "",
)
def test_packs_example_row_converts(tmp_path, code, row, kind, expected):
    """A row written under a pack's own header becomes the record that the coder works on."""
    source = pack(code) / ("names.csv" if kind is Name else "offices.csv")
    header = source.read_text(encoding="utf8").splitlines()[0]
    (tmp_path / "rows.csv").write_text(f"{header}\n{row}\n", encoding="utf8")
    assert tables.read_csv(tmp_path / "rows.csv", kind) == [expected]


@pytest.mark.parametrize(
    ("row", "kind", "words"),
    [("Ruritania,RUR,name,,old,", Name, "since"), ("Ruritania,RUR", Name, "cells"), (",GOV,person", Office, "lemma")],
    ids=["year", "short", "empty"],
)
def test_packs_bad_row_is_named(tmp_path, row, kind, words):
    """A row that cannot be used is refused with its file and line, so that a person can mend it."""
    header = "text,code,kind,sector,since,until" if kind is Name else "lemma,sector,kind"
    path = tmp_path / "rows.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf8")
    with pytest.raises(TableError, match=words) as caught:
        tables.read_csv(path, kind)
    assert f"{path}:2" in str(caught.value)


@pytest.mark.parametrize("code", CODES)
def test_packs_grammar_words_are_lemmas_in_small_letters(code):
    """The words of pack.toml are compared with lemmas, so they are in small letters and none is empty."""
    grammar = languages.load(code).pack
    lists = [getattr(grammar, field.name) for field in msgspec.structs.fields(Pack)]
    words = [word for words in lists if isinstance(words, tuple) for word in words]
    assert words
    assert [word for word in words if word != word.strip().lower() or not word] == []


@pytest.mark.parametrize("code", CODES)
def test_packs_rule_files_are_toml(code):
    """Every rule file of a pack is TOML that can be read and says something."""
    found = sorted(pack(code).rglob("*.toml"))
    assert len(found) > 10
    assert [path.name for path in found if not tomllib.loads(path.read_text(encoding="utf8"))] == []


@pytest.mark.parametrize("change", ["nmae = 'x'\n", "name = 3\n", ""], ids=["unknown", "type", "lacks"])
def test_packs_broken_pack_file_is_named(tmp_path, change):
    """A misspelt key, a wrong type or a missing key in pack.toml is refused with the file's name."""
    good = (pack(CODES[0]) / "pack.toml").read_text(encoding="utf8")
    path = tmp_path / "pack.toml"
    path.write_text(re.sub("^name = .*\n", change, good, flags=re.MULTILINE), encoding="utf8")
    with pytest.raises(TableError, match=r"pack\.toml"):
        tables.read_toml(path, Pack)


def test_packs_installed_can_be_limited():
    """Only the packs that are asked for are used, whatever the order in which they are named."""
    assert languages.installed(("fr",)) == ("fr",)
    assert languages.installed(reversed(CODES)) == CODES
    assert languages.installed(settings.Settings().languages) == CODES


def test_packs_missing_pack_is_named():
    """A pack that is not installed is an error that lists what is."""
    with pytest.raises(PluginError, match=r"tlh.*en, fr"):
        languages.installed(("en", "tlh"))
    with pytest.raises(PluginError, match=r"No plugin tlh .*en, fr"):
        languages.load("tlh")


@pytest.mark.parametrize("code", CODES)
def test_packs_parser_gives_universal_labels(pipeline, code):
    """A pack's own pipeline gives the labels that the rules are written in, and marks the subject of a sentence."""
    name = next(name.text for name in languages.load(code).names() if name.code == "RUS" and name.kind == "name")
    doc = pipeline.load(code)[0].parse(f"{name} attacks. {name} attaque.")
    assert isinstance(doc, Doc)
    assert {token.pos for token in doc.tokens} & {"PROPN", "NOUN"}
    assert all(token.dep == token.dep.lower() or token.dep == "ROOT" for token in doc.tokens)
