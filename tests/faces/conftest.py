"""Each test of the faces works in a folder of its own; those that want one find a ledger in it."""

import os
import shutil

import pytest
from articles import INPUT, at
from command import run, write


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder to work in, without the settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for variable in [name for name in os.environ if name.startswith("DETENTE_")]:
        monkeypatch.delenv(variable)
    return tmp_path


@pytest.fixture(scope="session")
def recorded(pipeline, tmp_path_factory):
    """The articles and the ledger that `detente ingest` made of them; not to be changed."""
    place = tmp_path_factory.mktemp("recorded")
    with at(place, pipeline):
        write("articles.jsonl", INPUT)
        run("ingest", "articles.jsonl", code=0)
    return place


@pytest.fixture
def ledger(recorded, folder):
    """A copy of the ledger in the test's folder, under the name that the commands expect, with its fresh index."""
    shutil.copytree(recorded / "ledger", folder / "ledger")
    shutil.copy2(recorded / "articles.jsonl", folder)
    return folder / "ledger"


@pytest.fixture
def loaded(folder, pipeline):
    """Commands of the test use parsers that are loaded already."""
    with at(folder, pipeline) as patch:
        yield patch
