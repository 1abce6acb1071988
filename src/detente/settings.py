"""One frozen Settings: defaults < file < environment < flag. Every value knows where it came from."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from detente.errors import SettingsError

FILE = Path("detente.toml")
PREFIX = "DETENTE_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What a run can be told besides its inputs.

    `languages`: packs to load, empty for all that are installed. `models`: spaCy pipelines with Universal Dependencies
    labels to use instead of the packs' own, {"fr": "path or package"}; in the environment `fr=PATH,en=PATH`.
    `batch`: paragraphs parsed at a time. `longest`: characters above which a document is rejected. `ledger`: the folder
    of the ledger. `shard`: inputs read and recorded at a time, at most.
    """

    languages: tuple[str, ...] = ()
    models: dict[str, str] = {}
    batch: int = 64
    longest: int = 1_000_000
    ledger: str = "ledger"
    shard: int = 500


def read(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None, file: Path = FILE
) -> Settings:
    """Settings from `file` (TOML, may be absent), DETENTE_* variables and flags; SettingsError names the bad one."""
    values: dict[str, Any] = {}
    for where, layer in (
        (str(file), _file(file)),
        ("environment", _environment(os.environ if environment is None else environment)),
        ("flag", {key: value for key, value in (flags or {}).items() if value is not None}),
    ):
        for key, value in layer.items():
            values[key] = _check(key, value, where)
    return Settings(**values)


def _file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}. Mend the file or remove it") from error


def _environment(variables: Mapping[str, str]) -> dict[str, Any]:
    """DETENTE_BATCH=32, DETENTE_LANGUAGES=fr,en, DETENTE_MODELS=fr=/path. Other DETENTE_ names are an error."""
    found: dict[str, Any] = {}
    for name, text in variables.items():
        if not name.startswith(PREFIX):
            continue
        key = name.removeprefix(PREFIX).lower()
        if key == "languages":
            found[key] = [part.strip() for part in text.split(",") if part.strip()]
        elif key == "models":
            pairs = [part.partition("=") for part in text.split(",") if part.strip()]
            found[key] = {language.strip(): model.strip() for language, _, model in pairs}
        else:
            found[key] = text
    return found


def _check(key: str, value: Any, where: str) -> Any:  # noqa: ANN401 - any value may stand in a file
    hints = get_type_hints(Settings)
    if key not in hints:
        raise SettingsError(f"Unknown setting {key} ({where}). Known settings: {', '.join(sorted(hints))}")
    try:
        checked = msgspec.convert(value, hints[key], strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"Setting {key} = {value!r} ({where}): {error}. Give another value") from error
    if key in ("batch", "longest", "shard") and checked < 1:
        raise SettingsError(f"Setting {key} = {value!r} ({where}) must be at least 1")
    return checked
