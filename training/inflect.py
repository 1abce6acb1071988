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
    """Words of a pack: (part of speech, lemma) of those that rules are looked up by, and of those that fill slots.

    A filler's part of speech is what its slot makes likely, "" if nothing does. `persons` are offices.
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
        verbal = ("VERB" in tags and language == "fr") or (word.endswith("ing") and language == "en")
        new = (likely == "NOUN" and not verbal) or (likely == "ADJ" and not tags)
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
            unsure = english_verb(lemma, rules)[1] if (language, upos) == ("en", "VERB") else set()
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
        for feminine in _first(rules["feminine"], noun):
            if noun in persons or feminine in nouns:
                lemma = table.get((feminine, "NOUN"), noun)
                found |= {form: {lemma} for form in (feminine, *_first(rules["plural"], feminine))}
    return found


def inflect(language: str, upos: str, lemma: str, rules: Rules) -> set[str]:
    """All forms of a word that are certain, itself among them."""
    if upos == "VERB":
        return {lemma, *(english_verb(lemma, rules)[0] if language == "en" else french_verb(lemma, rules))}
    if upos == "NOUN" or language == "en":
        return {lemma, *(_first(rules["plural"], lemma) if upos == "NOUN" else ())}
    singular = {lemma, *_first(rules["feminine_adjective"], lemma)}
    return singular.union(*(_first(rules["plural"], each) for each in singular))


def _first(rules: list[list[str]], word: str) -> set[str]:
    """The word as the first rule that fits makes it; several variants if the rule has several."""
    fits = next(((old, new) for old, new in rules if re.search(old, word)), None)
    return {re.sub(fits[0], new, word, count=1) for new in fits[1].split(" ")} if fits else set()


def english_verb(verb: str, rules: Rules) -> tuple[set[str], set[str]]:
    """Certain forms, and forms with and without a doubled consonant where only the stress would tell (expelled)."""
    if verb in rules["skip"]:
        return set(), set()
    irregular = rules["irregular"]
    base = next((verb[n:] for n in range(len(verb)) if verb[n:] in irregular and _is_prefix(verb[:n], rules)), None)
    past = {verb.removesuffix(base) + form for form in irregular[base].split()} if base else set()
    stems = _first(rules["stem"], verb)
    formed = {form for stem in stems for form in _first(rules["gerund"], stem)}
    formed |= set() if past else {form for stem in stems for form in _first(rules["past"], stem)}
    certain = _first(rules["third"], verb) | past
    return (certain | formed, set()) if len(stems) == 1 else (certain, formed)


def _is_prefix(text: str, rules: Rules) -> bool:
    return not text or text.endswith("-") or text in rules["prefixes"]


def french_verb(verb: str, rules: Rules) -> set[str]:
    """Indicative, conditional, subjunctive (of its imperfect the third person), imperative and participles."""
    if verb in rules["full"]:
        return set(rules["full"][verb].split())
    if verb.endswith("er"):
        soft = verb[:-2]
        hard = re.sub("g$", "ge", re.sub("c$", "ç", soft))
        forms = _join({hard}, "ons ais ait aient ai as a âmes âtes ât ant") | _join(
            {soft}, "ez ions iez èrent é ée és ées"
        )
        forms |= _join(_first(rules["silent"], verb), "e es ent")
    else:
        forms = _by_model(verb, rules)
    forms |= _join(future_stems(verb, rules), "ai as a ons ez ont ais ait ions iez aient")
    return forms | {form.replace("aî", "ai") for form in forms}  # the spelling of 1990: entrainer, connait


def _model(verb: str, rules: Rules) -> tuple[str, list[str]]:
    """What stands before the model's ending, and the model's stems."""
    end = max((end for end in rules["models"] if verb.endswith(end)), key=len, default="")
    front = verb.removesuffix(end)
    return front, [stem if stem == "-" else front + stem for stem in rules["models"].get(end, "").split()]


def _by_model(verb: str, rules: Rules) -> set[str]:
    front, stems = _model(verb, rules)
    if not stems:
        return set()
    one, three, nous, ils, _, past, participle, *subjunctive = stems
    second = three + "s" if three.endswith("e") else one
    forms = {one, second, three} | _join({nous}, "ons ez ais ait ions iez aient ant")
    forms |= {ils} if ils.endswith("ont") else _join({ils}, "ent e es")
    forms |= _join(set(subjunctive), "e es ent") | _join({s for s in subjunctive if s[-2:] != "ll"}, "ions iez")
    if past != "-":
        long = re.sub(r"[iu](?=n?$)", lambda vowel: {"i": "î", "u": "û"}[vowel[0]], past)
        forms |= _join({past}, "s t rent") | _join({long}, "mes tes t")
    bare = re.sub("û$", "u", participle)
    forms |= {participle, bare + "e", bare + "es", bare if bare.endswith("s") else bare + "s"}
    extra = (front + form for end, of in rules["extra"].items() if verb == front + end for form in of.split())
    return forms.union(extra)


def future_stems(verb: str, rules: Rules) -> set[str]:
    """Stems of future and conditional; empty for a verb of no known model."""
    if verb.endswith("er"):
        irregular = {"envoyer": "enverr", "renvoyer": "renverr"}.get(verb)
        stems = {stem + "er" for stem in _first(rules["silent"], verb)} | (
            {verb} if re.search("é[^e]+er$", verb) else set()
        )
        return {irregular} if irregular else stems
    return set(_model(verb, rules)[1][4:5])


def _join(stems: set[str], endings: str) -> set[str]:
    return {stem + ending for stem in stems for ending in endings.split()}


def stems(table: Table, plan: Rules) -> dict[str, str]:
    """Future stem -> infinitive for all verbs of the lexicon: what Conditional goes by."""
    verbs = sorted(_known("fr", table, "VERB") - set(plan["inflect"]["full"]))
    own = {stem: verb for verb in verbs for stem in future_stems(verb, plan["inflect"])}
    return lexicon.future_stems(table, plan["conditional"] | {"stems": own | plan["conditional"]["stems"]})


def missing(language: str) -> list[str]:
    """Verbs that trigger tables have rows for and that no form in the model's lexicon leads to."""
    folder = LANGUAGES / language
    table = Lexicon().from_disk(folder / "model/detente_lexicon").lemmas
    known = {lemma for (_, upos), lemma in table.items() if upos in ("VERB", "AUX")}
    return sorted(lemma for upos, lemma in collect(folder).heads if upos == "VERB" and lemma not in known)


def main() -> None:
    """Inflect, and write both components in place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=sorted(INFINITIVE))
    language = parser.parse_args().language
    folder, plan = LANGUAGES / language, plan_of(language)
    component = Lexicon().from_disk(folder / "model/detente_lexicon")
    before = component.lemmas
    component.lemmas = extend(language, before, folder)
    component.to_disk(folder / "model/detente_lexicon")
    print(f"{len(component.lemmas) - len(before)} rows added, {len(component.lemmas)} in all")
    if "conditional" in plan:
        Conditional(plan["conditional"]["endings"], stems(component.lemmas, plan)).to_disk(
            folder / "model/detente_conditional"
        )
    print("verbs without a row:", ", ".join(missing(language)) or "none")


if __name__ == "__main__":
    main()
