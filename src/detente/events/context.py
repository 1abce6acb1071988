"""In what context: PLOVER's contexts, by words near the event (contexts.toml)."""

from pathlib import Path

import msgspec

from detente.parse.doc import Token
from detente.tables import read_toml

REACH = 12  # tokens to each side of the trigger


class ContextFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """contexts.toml: context -> lemmas."""

    context: dict[str, tuple[str, ...]]


class Contexts:
    """The context words of one language."""

    def __init__(self, folder: Path) -> None:
        table = read_toml(folder / "contexts.toml", ContextFile).context
        self._of: dict[str, list[str]] = {}
        for name, lemmas in table.items():
            for lemma in lemmas:
                self._of.setdefault(lemma, []).append(name)

    def near(self, token: Token) -> tuple[str, ...]:
        """Contexts of the words around a trigger in its sentence, sorted."""
        tokens = token.sent.tokens
        at = token.i - tokens[0].i
        found = {c for t in tokens[max(0, at - REACH) : at + REACH] for c in self._of.get(t.lemma.lower(), ())}
        return tuple(sorted(found))
