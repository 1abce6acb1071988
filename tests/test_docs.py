"""What README.md and docs/ show is what the program prints now."""

import importlib.util
import re
from pathlib import Path

import pytest

from detente.faces.cli import main

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def pages():
    """Every page as it stands and as tools/docs.py would write it."""
    spec = importlib.util.spec_from_file_location("docs", ROOT / "tools/docs.py")
    docs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(docs)
    return {path.relative_to(ROOT).as_posix(): (path.read_text(encoding="utf8"), new) for path, new in docs.pages()}


PAGES = ["README.md", *(f"docs/{path.name}" for path in sorted((ROOT / "docs").iterdir()))]


@pytest.mark.parametrize("page", PAGES)
def test_docs_page_shows_what_the_program_prints(pages, page):
    """Console blocks, Python blocks and the codebook are the program's own output."""
    old, new = pages[page]
    assert old == new


def test_docs_readme_names_both_commands():
    """The README has one command that runs the main job and one that runs the tests, both for a fresh machine."""
    commands = [line.strip() for line in (ROOT / "README.md").read_text(encoding="utf8").splitlines()]
    commands = [line for line in commands if line.startswith("python3 -m venv")]
    assert [line.rpartition("/")[2].split()[0] for line in (c.replace("sample/", "") for c in commands)] == [
        "detente",
        "pytest",
    ]


def test_docs_links_lead_somewhere():
    """Every relative link in README.md and docs/ names a file that is there."""
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_docs_every_command_is_in_the_tour_or_the_readme():
    """Every command of `detente --help` is shown."""
    text = "".join((ROOT / page).read_text(encoding="utf8") for page in ("README.md", "docs/tour.md"))
    for command in main.commands:
        assert f"detente {command}" in text
