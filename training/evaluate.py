"""Score a pipeline on raw treebank text, as CoNLL 2018 did: its own tokens and sentences, aligned by offsets.

    python -m training.evaluate MODEL fr --treebanks ../shared/data/parsing [FILE.conllu ...]

F1 of tokens, sentences, UPOS, lemmas, UAS, LAS (universal labels, punctuation counted) over surface tokens; `words`
repeats LAS over syntactic words (contractions expanded by rule). Besides: accuracy of verb lemmas, conditionals found
and falsely found, F1 of the labels that carry roles.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from training import conllu
from training.prepare import files, plan_of

ROLES = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "ccomp", "xcomp", "conj", "parataxis")
SENTENCES_PER_TEXT = 10
Key = tuple[int, int, int]  # start, end, part of a contraction


@dataclass
class Node:
    """One token, gold or found; `head` is None for a root."""

    upos: str
    lemma: str
    mood: str
    dep: str
    head: Key | None
    verb: bool = False


@dataclass
class Text:
    """Some neighbouring sentences as raw text, with their gold tokens and words."""

    raw: str
    tokens: dict[Key, Node]
    words: dict[Key, Node]
    sentences: set[tuple[int, int]]


def gold(path: Path, plan: dict[str, Any]) -> Iterator[Text]:
    """Texts of up to SENTENCES_PER_TEXT sentences that do not cross a document boundary."""
    group: list[conllu.Sentence] = []
    for sentence in conllu.read(path):
        if group and (sentence.new_document or len(group) >= SENTENCES_PER_TEXT):
            yield _text(group, plan)
            group = []
        group.append(sentence)
    if group:
        yield _text(group, plan)


def _text(group: list[conllu.Sentence], plan: dict[str, Any]) -> Text:
    text = Text("", {}, {}, set())
    for sentence in group:
        tokens = conllu.surface(sentence, plan)
        keys: list[Key] = []
        for token in tokens:
            keys.append((len(text.raw), len(text.raw) + len(token.form), 0))
            text.raw += token.form + (" " if token.space else "")
        text.raw = text.raw.rstrip() + " "
        text.sentences.add((keys[0][0], keys[-1][1]))
        of_word = {}
        for key, token in zip(keys, tokens, strict=True):
            text.tokens[key] = _gold_node(token, keys)
            of_word.update((word, (key[0], key[1], part)) for part, word in enumerate(token.words))
        for word in sentence.words:
            head = of_word[word.head] if word.head else None
            text.words[of_word[word.id]] = Node(word.upos, word.lemma, "", word.dep.split(":")[0], head)
    return text


def _gold_node(token: conllu.Token, keys: list[Key]) -> Node:
    head = None if token.dep == "ROOT" else keys[token.head]
    return Node(token.upos, token.lemma, _mood(token.morph), token.dep, head, verb=token.upos in ("VERB", "AUX"))


def _mood(morph: str) -> str:
    return next((pair[5:] for pair in morph.split("|") if pair.startswith("Mood=")), "")


def found(doc: Doc, plan: dict[str, Any]) -> tuple[dict[Key, Node], dict[Key, Node], set[tuple[int, int]]]:
    """Tokens, words and sentences of a parsed text."""
    tokens, words = {}, {}
    for token in doc:
        if token.is_space:
            continue
        root = token.head is token or token.head.i == token.i
        head = None if root else (token.head.idx, token.head.idx + len(token.head), 0)
        node = Node(token.pos_, token.lemma_, _mood(str(token.morph)), "ROOT" if root else token.dep_, head)
        key = (token.idx, token.idx + len(token), 0)
        tokens[key] = node
        parts = plan["expand"].get(token.lower_) if token.pos_ == "ADP" else None
        words[key] = Node(node.upos, node.lemma, "", "root" if root else node.dep.split(":")[0], head)
        if parts:
            words[key[0], key[1], 1] = Node("DET", parts[1][1], "", "det", head)
    inside = [[t for t in s if not t.is_space] for s in doc.sents]
    return tokens, words, {(s[0].idx, s[-1].idx + len(s[-1])) for s in inside if s}


def score(nlp: Language, path: Path, plan: dict[str, Any]) -> dict[str, Any]:
    """All figures of one file, in percent (counts where the name says so)."""
    n: Counter[str] = Counter()
    seconds = 0.0
    for text in gold(path, plan):
        start = time.process_time()
        doc = nlp(text.raw)
        seconds += time.process_time() - start
        tokens, words, sentences = found(doc, plan)
        n.update(gold=len(text.tokens), found=len(tokens), words_gold=len(text.words), words_found=len(words))
        n.update(s_gold=len(text.sentences), s_found=len(sentences), s_right=len(text.sentences & sentences))
        _count(n, text.tokens, tokens)
        for key, mine in words.items():
            want = text.words.get(key)
            same = want is not None and mine.head == want.head and mine.dep == want.dep
            n.update(words_las=same)
    f = lambda right, a="gold", b="found": round(200 * n[right] / max(1, n[a] + n[b]), 2)  # noqa: E731
    return {
        "tokens": f("tok"), "sentences": f("s_right", "s_gold", "s_found"), "upos": f("upos"), "lemma": f("lemma"),
        "verb_lemma": round(100 * n["verb_lemma"] / max(1, n["verb"]), 2), "uas": f("uas"), "las": f("las"),
        "las_words": f("words_las", "words_gold", "words_found"),
        "conditionals": [n["cnd_right"], n["cnd_gold"]], "conditionals_false": n["cnd_false"],
        "roles": {dep: f(f"ok {dep}", f"gold {dep}", f"found {dep}") for dep in ROLES},
        "words_per_second": round(n["gold"] / seconds),
    }  # fmt: skip


def _count(n: Counter[str], want: dict[Key, Node], got: dict[Key, Node]) -> None:
    for key, node in got.items():
        n[f"found {node.dep}"] += 1
        n["cnd_false"] += node.mood == "Cnd" and (key not in want or want[key].mood != "Cnd")
    for key, gold_node in want.items():
        node = got.get(key, Node("", "", "", "", (-1, -1, 0)))
        universal = lambda dep: dep.split(":")[0]  # noqa: E731
        head = node.head == gold_node.head
        las = head and universal(node.dep) == universal(gold_node.dep)
        n[f"gold {gold_node.dep}"] += 1
        n[f"ok {gold_node.dep}"] += head and node.dep == gold_node.dep
        n.update(
            tok=key in got, upos=node.upos == gold_node.upos, lemma=node.lemma == gold_node.lemma, uas=head, las=las,
            verb=gold_node.verb, verb_lemma=gold_node.verb and node.lemma == gold_node.lemma,
            cnd_gold=gold_node.mood == "Cnd", cnd_right=gold_node.mood == node.mood == "Cnd",
        )  # fmt: skip


def main() -> None:
    """Print one JSON object a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("language")
    parser.add_argument("files", type=Path, nargs="*", help="default: the test files of the plan")
    parser.add_argument("--treebanks", type=Path, default=Path("../shared/data/parsing"))
    options = parser.parse_args()
    plan = plan_of(options.language)
    nlp = spacy.load(options.model)
    for path in options.files or files(plan["test"], options.treebanks):
        print(path.stem, json.dumps(score(nlp, path, plan), ensure_ascii=False))


if __name__ == "__main__":
    main()
