"""Add the inflected forms of a language pack's verbs, nouns and adjectives to the lemma lexicon of its model.

    python -m training.inflect en|fr

Rules look events up by lemma, and treebanks lack many forms of the words in the tables: the trainable lemmatizer then
invents lemmas (deplored -> deplor). This inflects the words of the pack's tables by the [inflect] tables of
training/LANGUAGE.toml, and writes the rows (form, part of speech) -> lemma that model/detente_lexicon lacks, and the
future stems of model/detente_conditional, in place. To be run again after words were added; training.train does so too.
Rows that are there are never changed, but for verb forms that are their own lemma and no infinitive (fr: croyons).
"""

import argparse
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.parse.components import Conditional, Lexicon
from detente.tables import read_csv, read_toml
from training import lexicon
from training.prepare import plan_of

LANGUAGES = Path(__file__).parents[1] / "src/detente/languages"
UPOS = {"verb": "VERB", "noun": "NOUN", "adj": "ADJ", "adjective": "ADJ"}
PACK = {"light": "VERB", "occur": "VERB", "moving": "VERB", "pair": "NOUN", "contains": "NOUN"}
SLOTS = {"xcomp": "VERB", "ccomp": "VERB", "advcl": "VERB", "acl": "VERB", "adj": "ADJ"}  # all others hold nouns
INFINITIVE = {"en": r"[a-z][a-z-]*[a-z]", "fr": r"[a-zà-ÿœ-]+(?:er|[iï]r|re)"}
Table = dict[tuple[str, str], str]
Rules = dict[str, Any]


@dataclass
class Words:
    """Words of a pack: (likely part of speech or "", lemma) of what rules are looked up by and of what fills slots."""

    heads: set[tuple[str, str]] = field(default_factory=set)
    fillers: set[tuple[str, str]] = field(default_factory=set)
    offices: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def add(self, upos: str, lemma: str) -> None:
        """The first word of a lemma is its head, unless it is a reflexive pronoun."""
        head, *others = [word for word in lemma.split() if word not in ("se", "s'")] or [lemma]
        self.heads.add((upos, head))
        self.fillers.update(("", word) for word in others)


def collect(folder: Path) -> Words:
    """All words of a pack's tables."""
    words = Words()
    for path in sorted((folder / "triggers").glob("*.toml")):
        table = read_toml(path, dict[str, Any])
        lists = table.get("words", {})
        words.fillers.update(("", word) for found in lists.values() for each in found for word in each.split())
        for row in (*table.get("trigger", ()), *table.get("operator", ())):
            words.add(UPOS[row["pos"]], row["lemma"])
            for slot, found in (*row.get("where", {}).items(), *row.get("unless", {}).items()):
                for lemma in (each for name in found for each in (lists[name[1:]] if name[0] == "@" else [name])):
                    likely = "" if " " in lemma else SLOTS.get(slot, "NOUN")
                    words.fillers.update((likely, word) for word in lemma.split())
    hedges, speech, pack = (read_toml(folder / f"{name}.toml", dict[str, Any]) for name in ("hedges", "speech", "pack"))
    cues = ((UPOS[pos], row) for table in (hedges, speech) for pos in UPOS for row in table.get(pos, ()))
    listed = [(upos, lemma) for upos, row in cues for lemma in row["lemmas"]]
    for upos, lemma in (*listed, *((upos, lemma) for key, upos in PACK.items() for lemma in pack.get(key, ()))):
        words.add(upos, lemma)
    for office in read_csv(folder / "offices.csv", dict[str, str]):
        words.add("NOUN", office["lemma"])
        words.offices[office["lemma"]] = office.get("kind", "person")
    words.names.update(*(row["text"].lower().split() for row in read_csv(folder / "names.csv", dict[str, str])))
    words.names.update(pack["reflexive"], pack["first_person"])
    return words


def lemmas(language: str, table: Table, words: Words) -> dict[str, set[str]]:
    """The pack's lemmas by part of speech; of the fillers those that the slot or the lexicon tells a part of speech."""
    plain = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
    known = {(upos.replace("AUX", "VERB"), lemma) for (_, upos), lemma in table.items()} | words.heads
    found: dict[str, set[str]] = {"VERB": set(), "NOUN": set(), "ADJ": set()}
    for upos, lemma in words.heads:
        if plain.fullmatch(lemma) and (upos != "VERB" or re.fullmatch(INFINITIVE[language], lemma)):
            found[upos].add(lemma)
    for likely, word in ((likely, word) for likely, word in words.fillers if plain.fullmatch(word) and word.islower()):
        tags = {upos for upos in found if (upos, word) in known}
        verbal = ("VERB" in tags) if language == "fr" else word.endswith("ing")
        adjective = likely == "ADJ" and not tags and ("NOUN", word) not in words.fillers
        new = (adjective or (likely == "NOUN" and not verbal)) and word not in words.names
        if likely in tags or (new and len(word) > 3):  # acronyms are short
            found[likely].add(word)
        elif tags and len(word) > 2:
            found[min(tags)].add(word)
    return found


def extend(language: str, table: Table, folder: Path) -> Table:
    """`table` with the rows that it lacks; see the module's docstring."""
    rules, words, added = plan_of(language)["inflect"], collect(folder), dict(table)
    plurals: set[str] = set()
    for upos, named in lemmas(language, table, words).items():
        every = named | _known(language, table, upos)
        forms = {lemma: inflect(language, upos, lemma, rules) for lemma in every}
        inflected = {form for lemma, (certain, _) in forms.items() for form in certain if form != lemma}
        plurals |= inflected if upos == "NOUN" else set()
        # Lists name inflected forms, too; only what a rule is looked up by has to stay a lemma.
        kept = {word for pos, word in words.heads if pos == upos} - set(words.offices)
        pack = named - ((inflected | plurals) - kept)
        owners: dict[str, set[str]] = {}
        for lemma in every if upos == "VERB" else pack:  # other verbs, too: two may share a form
            for form in forms[lemma][0] | (forms[lemma][1] - inflected):
                owners.setdefault(form, set()).add(lemma)
        if (language, upos) == ("fr", "NOUN"):
            owners |= _feminines(every, pack, table, words, rules)
        for form, candidates in owners.items():
            lemma = min(candidates, key=lambda lemma: (form != lemma, lemma not in pack, len(lemma), lemma))
            itself = upos == "VERB" and table.get((form, upos)) == form and not re.fullmatch(INFINITIVE[language], form)
            if (lemma in pack or upos == "NOUN") and (itself or (form, upos) not in table):
                added[form, upos] = lemma
    return added


def _known(language: str, table: Table, upos: str) -> set[str]:
    """Lemmas of the lexicon, less those that no verb looks like, and those that have an older spelling (entrainer)."""
    known = {lemma for (_, pos), lemma in table.items() if pos.replace("AUX", "VERB") == upos}
    known = {lemma for lemma in known if upos != "VERB" or re.fullmatch(INFINITIVE[language], lemma)}
    return known - {lemma.replace("aî", "ai") for lemma in known if "aî" in lemma}


def _feminines(nouns: set[str], pack: set[str], table: Table, words: Words, rules: Rules) -> dict[str, set[str]]:
    """Feminine forms of offices -> the masculine, as in the treebanks, unless the lexicon has them as own lemmas."""
    found: dict[str, set[str]] = {}
    for noun in sorted(nouns):
        for feminine in _first(rules["feminine"], noun):
            if words.offices.get(noun, "thing") != "thing" or feminine in pack:
                lemma = table.get((feminine, "NOUN"), noun)
                found |= {form: {lemma} for form in (feminine, *_first(rules["plural"], feminine))}
    return found


def inflect(language: str, upos: str, lemma: str, rules: Rules) -> tuple[set[str], set[str]]:
    """The forms of a word that are certain, itself among them, and those that may as well be another word's."""
    if lemma in rules["skip"] or (language, upos) == ("en", "ADJ"):
        return {lemma}, set()
    if upos == "VERB":
        return english_verb(lemma, rules) if language == "en" else french_verb(lemma, rules)
    singular = {lemma, *(_first(rules["feminine_adjective"], lemma) if upos == "ADJ" else ())}
    return singular.union(*(_first(rules["plural"], each) for each in singular)), set()


def _first(rules: list[list[str]], word: str) -> set[str]:
    """The word as the first rule that fits makes it; several variants if the rule has several."""
    fits = next(((old, new) for old, new in rules if re.search(old, word)), None)
    return {re.sub(fits[0], new, word, count=1) for new in fits[1].split(" ")} if fits else set()


def english_verb(verb: str, rules: Rules) -> tuple[set[str], set[str]]:
    """Certain forms, and forms with and without a doubled consonant where only the stress would tell (expelled)."""
    prefixes, irregular = "|".join(rules["prefixes"]), "|".join(rules["irregular"])
    match = re.fullmatch(f"((?:.*-)?(?:{prefixes})??)({irregular})", verb)
    past = {match[1] + form for form in rules["irregular"][match[2]].split()} if match else set()
    stems = _first(rules["stem"], verb)
    formed = {form for stem in stems for form in _first(rules["gerund"], stem)}
    formed |= set() if past else {form for stem in stems for form in _first(rules["past"], stem)}
    certain = {verb} | _first(rules["third"], verb) | past
    return (certain | formed, set()) if len(stems) == 1 else (certain, formed)


def french_verb(verb: str, rules: Rules) -> tuple[set[str], set[str]]:
    """All finite forms (of the imperfect subjunctive the third person) and participles; their spelling of 1990."""
    if verb in rules["full"]:
        return set(rules["full"][verb].split()), set()
    if verb.endswith("er"):
        soft, hard = verb[:-2], re.sub("g$", "ge", re.sub("c$", "ç", verb[:-2]))
        forms = _join({hard}, "ons ais ait aient ai as a âmes âtes ât ant")
        forms |= _join({soft}, "ez ions iez èrent é ée és ées") | _join(_first(rules["silent"], verb), "e es ent")
    else:
        forms = _by_model(verb, rules)
    forms |= _join(future_stems(verb, rules), "ai as a ons ez ont ais ait ions iez aient") | {verb}
    return forms, {form.replace("aî", "ai") for form in forms} - forms  # entrainer, connait


def _model(verb: str, rules: Rules) -> tuple[str, list[str]]:
    """What stands before the model's ending, and the model's stems."""
    end = max((end for end in rules["models"] if verb.endswith(end)), key=len, default="")
    front = verb.removesuffix(end)
    return front, [stem if stem == "-" else front + stem for stem in rules["models"].get(end, "").split()]


def _by_model(verb: str, rules: Rules) -> set[str]:
    front, stems = _model(verb, rules)
    if not stems:  # an infinitive of no known model
        return set()
    one, three, nous, ils, _, past, participle, *subjunctive = stems
    forms = {one, three, three + "s" if three.endswith("e") else one} | _join(
        {nous}, "ons ez ais ait ions iez aient ant"
    )
    forms |= {ils} if ils.endswith("ont") else _join({ils}, "ent e es")
    forms |= _join(set(subjunctive), "e es ent") | _join({s for s in subjunctive if s[-2:] != "ll"}, "ions iez")
    if past != "-":
        long = re.sub(r"[iu](?=n?$)", lambda vowel: {"i": "î", "u": "û"}[vowel[0]], past)
        forms |= _join({past}, "s t rent") | _join({long}, "mes tes t")
    bare = re.sub("û$", "u", participle)
    forms |= {participle, bare + "e", bare + "es", bare if bare.endswith("s") else bare + "s"}
    return forms | _join({front}, rules["extra"].get(verb.removeprefix(front), ""))


def future_stems(verb: str, rules: Rules) -> set[str]:
    """Stems of future and conditional; empty for a verb of no known model."""
    if not verb.endswith("er"):
        return set(_model(verb, rules)[1][4:5])
    if verb in rules["future"]:
        return {rules["future"][verb]}
    both = {verb} if re.search("é[^aeiouy]+u?er$", verb) else set()  # cédera, cèdera
    return both | {stem + "er" for stem in _first(rules["silent"], verb)}


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
    plan = plan_of(parser.parse_args().language)
    language, folder = plan["language"], LANGUAGES / plan["language"]
    component = Lexicon().from_disk(folder / "model/detente_lexicon")
    before, component.lemmas = component.lemmas, extend(language, component.lemmas, folder)
    component.to_disk(folder / "model/detente_lexicon")
    if "conditional" in plan:
        rule = Conditional(plan["conditional"]["endings"], stems(component.lemmas, plan))
        rule.to_disk(folder / "model/detente_conditional")
    print(len(component.lemmas) - len(before), "rows added. Verbs without:", ", ".join(missing(language)) or "none")


if __name__ == "__main__":
    main()
