"""Training documents: treebank sentences in groups of 1-8, some with typographic apostrophes, plus inverted clauses."""

import random
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from training import conllu, inversion
from training.conllu import Token

ATTRIBUTES = ["ORTH", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START", "SPACY"]
SEED = 1
LONGEST_DOCUMENT = 8  # sentences; several per document, so that the parser learns where sentences end


def plan_of(language: str) -> dict[str, Any]:
    """The training plan of a language: training/LANGUAGE.toml."""
    return tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf8"))


def files(patterns: list[str], treebanks: Path) -> list[Path]:
    """The files that the plan names; FileNotFoundError says which pattern matched nothing and where."""
    found = [path for pattern in patterns for path in sorted(treebanks.glob(pattern))]
    missing = [pattern for pattern in patterns if not any(treebanks.glob(pattern))]
    if missing:
        raise FileNotFoundError(f"no treebank file for {missing} under {treebanks}: see training/README.md")
    return found


def sentences(patterns: list[str], treebanks: Path, plan: dict[str, Any]) -> Iterator[tuple[bool, list[Token]]]:
    """(starts a new document, surface tokens) for each sentence of the named files, excluded ones left out."""
    excluded = {s.id for path in files(plan["exclude"], treebanks) for s in conllu.read(path)}
    for path in files(patterns, treebanks):
        for sentence in conllu.read(path):
            tokens = conllu.surface(sentence, plan)
            if sentence.id not in excluded and all(token.form.strip() for token in tokens):
                yield sentence.new_document, tokens


def groups(stream: Iterator[tuple[bool, list[Token]]], rng: random.Random) -> Iterator[list[list[Token]]]:
    """Runs of 1 to LONGEST_DOCUMENT neighbouring sentences that do not cross a document boundary."""
    group: list[list[Token]] = []
    size = rng.randint(1, LONGEST_DOCUMENT)
    for new_document, tokens in stream:
        if group and (new_document or len(group) >= size):
            yield group
            group, size = [], rng.randint(1, LONGEST_DOCUMENT)
        group.append(tokens)
    if group:
        yield group


def document(nlp: Language, group: list[list[Token]]) -> Doc:
    """One gold Doc; raises ValueError where a tree is broken."""
    flat = [token for sentence in group for token in sentence]
    starts = [sum(len(s) for s in group[:k]) for k in range(len(group)) for _ in group[k]]
    spaces = [token.space for token in flat]
    spaces[-1] = True
    return Doc(
        nlp.vocab,
        words=[token.form for token in flat],
        spaces=spaces,
        heads=[start + token.head for start, token in zip(starts, flat, strict=True)],
        deps=[token.dep for token in flat],
        pos=[token.upos for token in flat],
        morphs=[token.morph for token in flat],
        lemmas=[token.lemma for token in flat],
    )


def build(nlp: Language, part: str, treebanks: Path, plan: dict[str, Any]) -> DocBin:
    """The training or the dev documents of a plan (`part` is its key), as spaCy reads them."""
    rng = random.Random(SEED)
    everything = list(sentences(plan[part], treebanks, plan))
    documents = list(groups(iter(everything), rng))
    if part == "train":
        if "inversion" in plan:
            documents += inversion.documents([tokens for _, tokens in everything], plan["inversion"], rng)
        for group in documents:
            _as_printed(group, plan, rng)
    return DocBin(attrs=ATTRIBUTES, docs=[document(nlp, group) for group in documents])


def _as_printed(group: list[list[Token]], plan: dict[str, Any], rng: random.Random) -> None:
    """Give some documents typographic apostrophes, and join some sentences, as the press does ("a-t-il dit.Selon")."""
    if rng.random() < plan["typographic_apostrophes"]:
        for token in (token for sentence in group for token in sentence):
            token.form = token.form.replace("'", "’")
    for sentence, following in pairwise(group):
        if rng.random() < plan["joined_sentences"] and sentence[-1].form == "." and following[0].form.istitle():
            sentence[-1].space = False
