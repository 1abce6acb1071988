"""One door for everything that can be added: entry points `detente.readers`, `detente.languages`, `detente.engines`.

What detente ships enters by the same door (see [project.entry-points] in pyproject.toml).
"""

from importlib.metadata import EntryPoint, entry_points
from typing import Any

from detente.errors import PluginError


def names(group: str) -> tuple[str, ...]:
    """The names registered under `detente.<group>`, sorted."""
    return tuple(sorted({point.name for point in _points(group)}))


def load(group: str, name: str) -> Any:  # noqa: ANN401 - what a plugin is, its group's protocol says
    """The object registered as `name` under `detente.<group>`; PluginError if there is none or it fails to load."""
    for point in _points(group):
        if point.name == name:
            try:
                return point.load()
            except Exception as error:
                message = (
                    f"Plugin {name} (detente.{group}, {point.value}) failed to load: {error}. Reinstall its package"
                )
                raise PluginError(message) from error
    known = ", ".join(names(group)) or "none: is detente installed (pip install -e .)?"
    raise PluginError(f"No plugin {name} among the entry points detente.{group}. Registered: {known}")


def _points(group: str) -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=f"detente.{group}"))
