"""Each test of the faces works in a folder of its own."""

import os

import pytest


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty folder to work in, without the settings of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for variable in [name for name in os.environ if name.startswith("DETENTE_")]:
        monkeypatch.delenv(variable)
    return tmp_path
