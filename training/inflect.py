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

    def add(self, upos: str, lemma: str) -> None:
        """A lemma of one or more words: the first is the head, unless it is a reflexive pronoun."""
        head, *others = [word for word in lemma.split() if word not in ("se", "s'")] or [lemma]
        self.heads.add((upos, head))
        self.fillers.update(("", word) for word in others)


def collect(folder: Path) -> Words:
    """All words of a pack's tables."""
    words = Words()
    for path in sorted((folder / "triggers").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf8"))
        lists = table.get("words", {})
        words.fillers.update(("", word) for found in lists.values() for each in found for word in each.split())
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


def lemmas(language: str, table: Table, folder: Path) -> tuple[dict[str, set[str]], Words]:
    """The pack's lemmas by part of speech; of the fillers those that the slot or the lexicon tells a part of speech."""
    words = collect(folder)
    plain = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
    names = {part for row in read_csv(folder / "names.csv", dict[str, str]) for part in row["text"].lower().split()}
    known = {(upos.replace("AUX", "VERB"), lemma) for (_, upos), lemma in table.items()} | words.heads
    found: dict[str, set[str]] = {"VERB": set(), "NOUN": set(), "ADJ": set()}
    for upos, lemma in words.heads:
        if plain.fullmatch(lemma) and (upos != "VERB" or re.fullmatch(INFINITIVE[language], lemma)):
            found[upos].add(lemma)
    for likely, word in words.fillers:
        if not plain.fullmatch(word) or not word.islower():
            continue
        tags = {upos for upos in found if (upos, word) in known}
        verbal = "VERB" in tags and language == "fr" or word.endswith("ing") and language == "en"
        new = likely == "NOUN" and not verbal or likely == "ADJ" and not tags
        if likely in tags or (new and len(word) > 3 and word not in names):  # acronyms are short, names inflect badly
            found[likely].add(word)
        elif tags:
            found[min(tags)].add(word)
    return found, words


def extend(language: str, table: Table, folder: Path) -> Table:
    """`table` with the rows that it lacks; see the module's docstring."""
    rules, added = plan_of(language)["inflect"], dict(table)
    found, words = lemmas(language, table, folder)
    for upos, pack in found.items():
        every = pack | _known(language, table, upos)
        forms = {lemma: inflect(language, upos, lemma, rules) for lemma in every}
        inflected = {form for lemma, of in forms.items() for form in of if form != lemma}
        pack -= {word for word in inflected if (upos, word) not in words.heads}  # lists name plurals, too
        owners: dict[str, set[str]] = defaultdict(set)
        for lemma in every if upos == "VERB" else pack:  # other verbs, too: two may share a form
            unsure = english_doubtful(lemma, rules) if (language, upos) == ("en", "VERB") else set()
            for form in forms[lemma] | (unsure - inflected):
                owners[form].add(lemma)
        if (language, upos) == ("fr", "NOUN"):
            owners |= _feminines(pack, table, words.persons, rules)
        for form, candidates in owners.items():
            lemma = min(candidates, key=lambda lemma: (form != lemma, lemma not in pack, lemma))
            itself = upos == "VERB" and table.get((form, upos)) == form and form not in every
            if (lemma in pack or upos == "NOUN") and (itself or (form, upos) not in table):
                added[form, upos] = lemma
    return added


def _known(language: str, table: Table, upos: str) -> set[str]:
    """Lemmas of the lexicon, less those that no verb of the language looks like."""
    known = {lemma for (_, pos), lemma in table.items() if pos.replace("AUX", "VERB") == upos}
    return {lemma for lemma in known if upos != "VERB" or re.fullmatch(INFINITIVE[language], lemma)}


def _feminines(nouns: set[str], table: Table, persons: set[str], rules: Rules) -> dict[str, set[str]]:
    """Feminine forms of offices -> the masculine, as in the treebanks, unless the lexicon has them as their own lemma."""
    found: dict[str, set[str]] = {}
    for noun in sorted(nouns):
        rule = next(((old, new) for old, new in rules["feminine"] if re.search(old, noun)), None)
        feminine = re.sub(*rule, noun) if rule else noun
        if feminine != noun and (noun in persons or feminine in nouns):
            target = table.get((feminine, "NOUN"), noun)
            found |= {form: {target} for form in (feminine, *_plurals(feminine, rules))}
    return found


def inflect(language: str, upos: str, lemma: str, rules: Rules) -> set[str]:
    """All forms of a word that are certain, itself among them."""
    if language == "en":
        forms = {"VERB": english_verb, "NOUN": english_noun}.get(upos, lambda *_: set())(lemma, rules)
    elif upos == "VERB":
        forms = french_verb(lemma, rules)
    else:
        feminine = french_feminine(lemma) if upos == "ADJ" else lemma
        forms = _plurals(lemma, rules) | _plurals(feminine, rules) | {feminine}
    return forms | {lemma}


def english_verb(verb: str, rules: Rules) -> set[str]:
    """Certain forms: those before whose ending a consonant may or may not be doubled are english_doubtful's."""
    if verb in rules["skip"]:
        return set()
    front, base = re.fullmatch(r"(.*-)?(.*)", verb).groups("")  # type: ignore[union-attr]
    fronts = ["", *(prefix for prefix in rules["prefixes"] if base.startswith(prefix))]
    prefix = next((each for each in fronts if base[len(each) :] in rules["irregular"]), None)
    past = [front + prefix + form for form in rules["irregular"][base[len(prefix) :]].split()] if prefix is not None else []
    stems, _ = _before_vowel(verb, rules)
    gerunds = [re.sub(r"ie$", "y", re.sub(r"(?<=[^eoy])e$", "" , stem) if not stem.endswith("ie") else stem) for stem in stems]
    regular = [re.sub(r"(?<=[^aeiou])y$", "i", stem).removesuffix("e") + "ed" for stem in stems]
    return {_with_s(verb), *(past or regular), *(stem + "ing" for stem in gerunds)}


def english_doubtful(verb: str, rules: Rules) -> set[str]:
    """Forms with and without a doubled consonant, where only the stress would tell (expelled, traveled)."""
    _, stems = _before_vowel(verb, rules)
    past = any(verb.endswith(base) and verb.removesuffix(base) in rules["prefixes"] for base in rules["irregular"])
    endings = ("ing",) if past or verb in rules["irregular"] else ("ing", "ed")
    return {stem + ending for stem in stems for ending in endings}


def _before_vowel(verb: str, rules: Rules) -> tuple[list[str], list[str]]:
    """Stems before -ed and -ing: the certain ones, the doubtful ones."""
    if verb.endswith("c"):
        return [verb + "k"], []
    if not re.search(r"(?:^|[^aeiou]|qu)[aeiou][bdfgklmnprstvz]$|[iu][ae]l$", verb):
        return [verb], []
    prefix = next((each for each in rules["prefixes"] if verb.startswith(each) and len(verb) > len(each) + 2), "")
    syllables = [len(re.findall(r"[aeiouy]+", part)) for part in (verb, verb.removeprefix(prefix))]
    if 1 in syllables and not verb.endswith(("ial", "uel", "ual")):
        return [verb + verb[-1]], []
    if re.search(rules["unstressed"], verb) and not re.search(rules["stressed"], verb):
        return [verb], []
    return [], [verb, verb + verb[-1]]


def english_noun(noun: str, rules: Rules) -> set[str]:
    """The plurals of a noun."""
    for end in sorted(rules["plurals"], key=len, reverse=True):
        if noun.endswith(end):
            return {noun.removesuffix(end) + plural for plural in rules["plurals"][end].split()}
    if re.search(r"(?<![su])(?<!i)s$", noun):  # a plural already (wargames, pourparlers)
        return {noun}
    return {_with_s(noun), noun + "s"} if re.search(r"[^aeiou]o$", noun) else {_with_s(noun)}


def _with_s(word: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)$", word):
        return word + "es"
    return re.sub(r"(?<=[^aeiou])y$", "ie", word) + "s"
