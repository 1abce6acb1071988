"""Add the inflected forms of a language pack's verbs, nouns and adjectives to the lemma lexicon of its model.

    python -m training.inflect en|fr

Rules look events up by lemma, and treebanks lack many forms of the words in the tables: the trainable lemmatizer then
invents lemmas (deplored -> deplor). This command collects the words of the pack's tables, inflects them by the rules
here and the [inflect] tables of training/LANGUAGE.toml, and writes the rows (form, part of speech) -> lemma that
model/detente_lexicon lacks, as well as the future stems in model/detente_conditional where the language has them. It
may be run again after words were added to the tables; training.train calls `extend` and `stems`, too.

Rows that are there are never changed, but for participles that are their own lemma ("barred" -> "barred").
"""

import argparse
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.parse.components import Conditional, Lexicon
from detente.tables import read_csv
from training import lexicon
from training.prepare import plan_of

LANGUAGES = Path(__file__).parents[1] / "src/detente/languages"
UPOS = {"verb": "VERB", "noun": "NOUN", "adj": "ADJ", "adjective": "ADJ"}
SLOTS = {"xcomp": "VERB", "ccomp": "VERB", "advcl": "VERB", "acl": "VERB", "adj": "ADJ"}  # all others hold nouns
INFINITIVE = {"en": r"[a-z][a-z-]*[a-z]", "fr": r"[a-zà-ÿœ-]+(?:er|[iï]r|re)"}
Table = dict[tuple[str, str], str]
Rules = dict[str, Any]


@dataclass
class Words:
    """`heads`: (part of speech, lemma) of words that rules are looked up by. `fillers`: what stands in slots and lists,
    with the part of speech that the slot makes likely. `persons`: offices.
    """

    heads: set[tuple[str, str]] = field(default_factory=set)
    fillers: set[tuple[str, str]] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)

    def add(self, upos: str, lemma: str, likely: str = "NOUN") -> None:
        """A lemma of one or more words: the first is the head, unless it is a reflexive pronoun."""
        head, *others = [word for word in lemma.split() if word not in ("se", "s'")] or [lemma]
        self.heads.add((upos, head))
        self.fillers.update((likely, word) for word in others)


def collect(folder: Path) -> Words:
    """All words of a pack's tables."""
    words = Words()
    for path in sorted((folder / "triggers").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf8"))
        lists = table.get("words", {})
        words.fillers.update(("NOUN", word) for found in lists.values() for each in found for word in each.split())
        for row in (*table.get("trigger", ()), *table.get("operator", ())):
            words.add(UPOS[row["pos"]], row["lemma"])
            slots = [*row.get("where", {}).items(), *row.get("unless", {}).items()]
            filled = ((SLOTS.get(slot, "NOUN"), each) for slot, found in slots for each in found)
            flat = ((upos, word) for upos, each in filled for word in lists.get(each[1:], [each]))
            words.fillers.update((upos, word) for upos, lemma in flat for word in lemma.split())
    for name in ("hedges", "speech"):
        table = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf8"))
        for pos, upos in UPOS.items():
            for lemma in (lemma for row in table.get(pos, ()) for lemma in row["lemmas"]):
                words.add(upos, lemma)
    pack = tomllib.loads((folder / "pack.toml").read_text(encoding="utf8"))
    for key, upos in (("light", "VERB"), ("occur", "VERB"), ("moving", "VERB"), ("pair", "NOUN"), ("contains", "NOUN")):
        for lemma in pack.get(key, ()):
            words.add(upos, lemma)
    for office in read_csv(folder / "offices.csv", dict[str, str]):
        words.add("NOUN", office["lemma"])
        words.persons |= {office["lemma"]} if office.get("kind") != "thing" else set()
    return words


def lemmas(language: str, table: Table, folder: Path) -> dict[str, set[str]]:
    """The pack's lemmas by part of speech; of the fillers those that the slot or the lexicon tells a part of speech."""
    words = collect(folder)
    plain = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
    names = {part for row in read_csv(folder / "names.csv", dict[str, str]) for part in row["text"].lower().split()}
    known = {(upos.replace("AUX", "VERB"), lemma) for (_, upos), lemma in table.items()} | words.heads
    found: dict[str, set[str]] = defaultdict(set)
    for upos, lemma in words.heads:
        if plain.fullmatch(lemma) and (upos != "VERB" or re.fullmatch(INFINITIVE[language], lemma)):
            found[upos].add(lemma)
    for likely, word in sorted(words.fillers):
        if not plain.fullmatch(word) or not word.islower():
            continue
        tags = {upos for upos in ("VERB", "NOUN", "ADJ") if (upos, word) in known}
        new = (likely != "VERB" and len(word) > 3 and word not in names) * {likely}
        gerund = language == "en" and word.endswith("ing")
        found[likely if likely in tags else "".join(sorted(tags)[:1])].add(word)
    return found
