"""Settings: defaults < file < environment < flag; a bad value is named with where it came from."""

import pytest

from detente.errors import SettingsError
from detente.settings import Settings, read


@pytest.fixture
def file(tmp_path):
    """Writes a settings file and gives its path."""

    def write(text):
        path = tmp_path / "detente.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_settings_absent_file_gives_defaults(tmp_path):
    """Without file, environment and flags the defaults hold."""
    assert read(environment={}, file=tmp_path / "none.toml") == Settings()


def test_settings_later_layer_wins(file):
    """A flag beats the environment, the environment beats the file, the file beats the default."""
    path = file("batch = 2\nlongest = 20\nlanguages = ['fr']\n")
    given = read({"batch": 4}, {"DETENTE_BATCH": "3", "DETENTE_LONGEST": "30"}, path)
    assert given == Settings(batch=4, longest=30, languages=("fr",))


def test_settings_flag_not_given_changes_nothing(file):
    """A flag that was left out (None) leaves what the file says."""
    assert read({"batch": None}, {}, file("batch = 7")).batch == 7


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("DETENTE_LANGUAGES", "fr, en,", "languages", ("fr", "en")),
        ("DETENTE_MODELS", "fr=/a/b, en=pkg", "models", {"fr": "/a/b", "en": "pkg"}),
        ("DETENTE_BATCH", "8", "batch", 8),
        ("DETENTE_LONGEST", "99", "longest", 99),
    ],
)
def test_settings_environment_is_parsed(tmp_path, name, text, field, value):
    """Each setting can be written as text in the environment."""
    given = read(environment={name: text, "OTHER": "x"}, file=tmp_path / "none.toml")
    assert getattr(given, field) == value


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DETENTE_BATCH": "many"}, "batch"),
        ({"DETENTE_BATCH": "0"}, "at least 1"),
        ({"DETENTE_LONGEST": "-3"}, "at least 1"),
        ({"DETENTE_BATCH": ""}, "batch"),
        ({"DETENTE_COLOUR": "red"}, "Known settings: batch"),
    ],
    ids=["word", "zero", "negative", "empty", "unknown"],
)
def test_settings_bad_environment_is_named(tmp_path, environment, words):
    """A bad value in the environment is refused, and the message says that it stands there."""
    with pytest.raises(SettingsError, match=words) as caught:
        read(environment=environment, file=tmp_path / "none.toml")
    assert "environment" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["batch = ", "batch = 'many'", "batch = 0", "bacth = 3", "models = 3", "languages = 'fr'", b"x = '\xe9'"],
    ids=["syntax", "type", "zero", "unknown", "table", "string", "latin1"],
)
def test_settings_bad_file_is_named(file, text):
    """A settings file that cannot be used is refused with its path."""
    path = file(text)
    with pytest.raises(SettingsError) as caught:
        read(environment={}, file=path)
    assert str(path) in str(caught.value)


def test_settings_directory_as_file_is_named(tmp_path):
    """A folder where the settings file should be is a SettingsError, not a traceback."""
    with pytest.raises(SettingsError, match="Mend"):
        read(environment={}, file=tmp_path)


def test_settings_bad_flag_is_named(tmp_path):
    """A bad flag is refused as a flag."""
    with pytest.raises(SettingsError, match="flag"):
        read({"batch": "x"}, {}, tmp_path / "none.toml")


def test_settings_are_frozen():
    """Nobody changes the settings of a run that is under way."""
    with pytest.raises(AttributeError):
        Settings().batch = 3
