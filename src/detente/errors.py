"""The exception tree. Every message says what went wrong, where, and what to do.

DetenteError
├── UsageError        the call itself is wrong: missing path, unknown option value          exit code 2
├── TableError        a table of ours is broken: file, line, column, cure
├── SettingsError     a setting has a value that cannot be used, and where it came from
├── PluginError       no such plugin, or it failed to load: what was looked for, where
├── ModelError        a parsing pipeline is missing or lacks what the coder needs
├── LedgerError       a ledger cannot be read or written: which file, why, what is safe          exit code 2
└── InputError        one input cannot be read; becomes a Reject, never stops a run          exit code 1
"""

from pathlib import Path


class DetenteError(Exception):
    """Base of all errors that a person can do something about."""


class UsageError(DetenteError):
    """The call itself is wrong."""


class SettingsError(DetenteError):
    """A setting has a value that cannot be used."""


class PluginError(DetenteError):
    """A plugin is missing or failed to load."""


class ModelError(DetenteError):
    """A parsing pipeline is missing or lacks what the coder needs."""


class LedgerError(DetenteError):
    """A ledger cannot be read or written."""


class TableError(DetenteError):
    """A table is broken; names file, line and cure."""

    def __init__(self, path: Path, line: int | None, problem: str, cure: str) -> None:
        at = f"{path}:{line}" if line else str(path)
        super().__init__(f"{at}: {problem}. {cure}")


class InputError(DetenteError):
    """One input cannot be read. `reason` is a short word that summaries count by."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
