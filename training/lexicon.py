"""Build the lemma lexicon and the table of future stems from treebanks and lexicon files."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from detente.parse.components import LOOKED_UP
from training.conllu import Token

# appeler -> appellerait, acheter -> achèterait, employer -> emploierait: the stem before a silent e
CHANGES = (("eler", "eller"), ("eter", "etter"), ("yer", "ier"))


def lemmas(sentences: Iterable[list[Token]], paths: list[Path]) -> dict[tuple[str, str], str]:
    """(form, part of speech) -> most frequent lemma; what the treebanks say wins over a lexicon file."""
    table: dict[tuple[str, str], str] = {}
    for path in paths:
        table |= _majority(_rows(path))
    counted = ((token.form.lower().replace("’", "'"), token.upos, token.lemma, 1) for s in sentences for token in s)
    return table | _majority(counted)


def _rows(path: Path) -> Iterable[tuple[str, str, str, int]]:
    for line in path.read_text(encoding="utf8").splitlines():
        form, lemma, upos, _, count = line.split("\t")
        yield form.lower(), upos, lemma, int(count)


def _majority(rows: Iterable[tuple[str, str, str, int]]) -> dict[tuple[str, str], str]:
    votes: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for form, upos, lemma, count in rows:
        if upos in LOOKED_UP and lemma not in ("_", "") and " " not in form + lemma:
            votes[form, upos][lemma] += count
    return {key: max(sorted(count), key=count.__getitem__) for key, count in votes.items()}


def future_stems(table: dict[tuple[str, str], str], plan: dict[str, Any]) -> dict[str, str]:
    """Stem -> infinitive for all verbs of the lexicon; the plan's irregular stems win."""
    stems: dict[str, str] = {}
    for verb in sorted({lemma for (_, pos), lemma in table.items() if pos in ("VERB", "AUX")}):
        if verb.endswith(("er", "ir")):
            stems[verb] = verb
            stems |= {verb[: -len(old)] + new: verb for old, new in CHANGES if verb.endswith(old)}
            if len(verb) > 4 and verb.endswith("er") and verb[-4] == "e" and verb[-3] not in "aeiouy":
                stems[f"{verb[:-4]}è{verb[-3:]}"] = verb
        elif verb.endswith("re"):
            stems[verb[:-1]] = verb
    return stems | plan["stems"]
