"""Read CoNLL-U treebanks and bring them to one convention: surface tokens, one label set, one lemma convention."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FEATURES = frozenset(
    [
        "Number",
        "Gender",
        "Person",
        "Mood",
        "Tense",
        "VerbForm",
        "PronType",
        "Definite",
        "Poss",
        "Reflex",
        "Polarity",
        "NumType",
        "Degree",
        "Case",
        "Voice",
    ]
)


@dataclass
class Word:
    """A syntactic word as the treebank has it; `head` 0 is the root, ids count from 1."""

    id: int
    form: str
    lemma: str
    upos: str
    feats: str
    head: int
    dep: str
    space: bool = True


@dataclass
class Sentence:
    """`contractions` maps the id of a first word to (id of the last word, surface form, space after)."""

    id: str
    new_document: bool
    words: list[Word] = field(default_factory=list)
    contractions: dict[int, tuple[int, str, bool]] = field(default_factory=dict)


@dataclass
class Token:
    """A surface token as the pipeline sees it; `head` is an index in the sentence, itself for the root."""

    form: str
    lemma: str
    upos: str
    morph: str
    head: int
    dep: str
    space: bool
    words: tuple[int, ...]


def read(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of one file; those with a word without a head (`_`) are left out."""
    sentence = Sentence("", new_document=False)
    with path.open(encoding="utf8") as lines:
        for line in [*lines, "\n"]:
            row = line.rstrip("\n")
            if row.startswith("#"):
                key, _, value = row[1:].partition("=")
                if key.strip() == "sent_id":
                    sentence.id = value.strip()
                sentence.new_document |= key.strip().startswith("newdoc")
            elif row:
                _add(sentence, row.split("\t"))
            else:
                if sentence.words and all(word.head >= 0 for word in sentence.words):
                    yield sentence
                sentence = Sentence("", new_document=False)


def _add(sentence: Sentence, row: list[str]) -> None:
    space = "SpaceAfter=No" not in row[9].split("|")
    if "-" in row[0]:
        first, last = row[0].split("-")
        sentence.contractions[int(first)] = (int(last), row[1], space)
    elif "." not in row[0]:
        head = int(row[6]) if row[6].isdigit() else -1
        sentence.words.append(Word(int(row[0]), row[1], row[2], row[3], row[5], head, row[7], space))


def surface(sentence: Sentence, plan: dict[str, Any]) -> list[Token]:
    """Merge contractions into surface tokens; the part whose head lies outside gives lemma, tag and label."""
    groups: list[tuple[list[Word], str, bool]] = []
    by_word: dict[int, int] = {}
    for part in _parts(sentence, split=plan["split_contractions"]):
        by_word.update((word.id, len(groups)) for word in part[0])
        groups.append(part)
    return [_token(group, index, by_word, plan) for index, group in enumerate(groups)]


def _parts(sentence: Sentence, *, split: bool) -> Iterator[tuple[list[Word], str, bool]]:
    rest = iter(sentence.words)
    for word in rest:
        last, form, space = sentence.contractions.get(word.id, (word.id, word.form, word.space))
        group = [word] + [next(rest) for _ in range(last - word.id)]
        if split and len(group) > 1 and "".join(part.form for part in group) == form:
            yield from (([part], part.form, space and part is group[-1]) for part in group)
        else:
            yield group, form, space


def _token(part: tuple[list[Word], str, bool], index: int, by_word: dict[int, int], plan: dict[str, Any]) -> Token:
    group, form, space = part
    inside = {word.id for word in group}
    word = next((word for word in group if word.head not in inside), group[0])
    root = word.head == 0
    return Token(
        form=form,
        lemma=lemma(form, word, plan),
        upos=word.upos,
        morph=features(word.feats, plan["drop_features"]),
        head=index if root else by_word[word.head],
        dep="ROOT" if root else label(word.dep, plan["keep_subtypes"]),
        space=space,
        words=tuple(sorted(inside)),
    )


def label(dep: str, keep: list[str]) -> str:
    """`obl:mod` -> `obl`, but `obl:agent` stays where event coding needs the subtype."""
    return dep if dep in keep else dep.split(":", maxsplit=1)[0]


def features(feats: str, drop: list[str]) -> str:
    """Keep the features that the coder reads; multi-valued ones and Card (every number) would only dilute."""
    pairs = (pair.split("=", 1) for pair in feats.split("|") if pair != "_")
    return "|".join(
        f"{key}={value}"
        for key, value in pairs
        if key in FEATURES and key not in drop and "," not in value and (key, value) != ("NumType", "Card")
    )


def lemma(form: str, word: Word, plan: dict[str, Any]) -> str:
    """One lemma convention for treebanks that disagree on pronouns, contractions and capitals."""
    low = form.lower().replace("’", "'")
    if word.upos == "PRON":
        for base, forms in plan["pronoun_lemmas"].items():
            if low in forms:
                return str(base)
    for key in (f"{low}/{word.upos}", low):
        if key in plan["form_lemmas"]:
            return str(plan["form_lemmas"][key])
    if word.upos in ("PROPN", "X", "SYM") or word.lemma == "_":
        return form
    return word.lemma.lower() if word.lemma[:1].isupper() and form[:1].islower() else word.lemma
