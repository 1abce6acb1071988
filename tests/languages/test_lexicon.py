"""The lemma lexicons of the models know the words of the tables."""

import importlib
from pathlib import Path

import pytest

from detente import languages


@pytest.mark.parametrize("code", languages.installed())
def test_every_trigger_verb_is_a_lemma_of_the_lexicon(code, monkeypatch):
    """A verb that no form leads to would be looked up in vain; `python -m training.inflect LANGUAGE` adds its forms."""
    monkeypatch.syspath_prepend(Path(__file__).parents[2])  # training/ is no part of the installed package
    assert importlib.import_module("training.inflect").missing(code) == []
