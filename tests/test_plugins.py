"""Plugins: one door, and a message that says what was looked for where."""

from importlib.metadata import EntryPoint

import pytest

from detente import plugins
from detente.errors import PluginError


def test_plugins_built_ins_come_by_the_door():
    """What Détente ships is registered as any other plugin would be."""
    assert "files" in plugins.names("readers")
    assert {"en", "fr"} <= set(plugins.names("languages"))


@pytest.mark.parametrize("group", ["readers", "languages"])
def test_plugins_all_registered_load(group):
    """Every entry point that is registered leads to something."""
    names = plugins.names(group)
    assert list(names) == sorted(set(names))
    assert all(plugins.load(group, name) is not None for name in names)


def test_plugins_unknown_name_lists_the_known():
    """A plugin that is not there is answered with the group looked in and the names found in it."""
    with pytest.raises(PluginError, match=r"No plugin fax .*detente\.readers.*files"):
        plugins.load("readers", "fax")


def test_plugins_unknown_group_says_what_to_install():
    """A group without any plugin asks whether Détente is installed at all."""
    assert plugins.names("kites") == ()
    with pytest.raises(PluginError, match="is detente installed"):
        plugins.load("kites", "red")


@pytest.mark.parametrize("value", ["no_such_package:read", "detente.records:no_such_name"])
def test_plugins_broken_one_is_named(monkeypatch, value):
    """A plugin whose package is broken is named with its group, its place and a cure."""
    broken = EntryPoint(name="broken", value=value, group="detente.readers")
    monkeypatch.setattr(plugins, "entry_points", lambda group: [broken] if group == broken.group else [])
    with pytest.raises(PluginError, match="failed to load") as caught:
        plugins.load("readers", "broken")
    for part in ("broken", "detente.readers", value, "Reinstall"):
        assert part in str(caught.value)
