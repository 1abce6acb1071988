"""Synthetic documents with inverted reporting clauses, built from the treebanks' own clauses and noun phrases.

    Les travaux avancent , a annoncé jeudi le ministre .        « ... » , précise-t-il

The reporting verb is `parataxis` of the quoted clause, as in Sequoia, and its subject follows it.
"""

import random
from copy import copy
from typing import Any

from training.conllu import Token

CLAUSE = range(5, 26)  # tokens
SUBJECT = range(1, 9)


def documents(sentences: list[list[Token]], plan: dict[str, Any], rng: random.Random) -> list[list[list[Token]]]:
    """`plan["documents"]` documents of one or two sentences; repeatable for a given `rng`."""
    clauses = [s for s in sentences if _is_clause(s)]
    subjects = [found for s in sentences for found in _subjects(s, plan["verbs"])]
    built = []
    for _ in range(plan["documents"]):
        group = [_invert(rng.choice(clauses), rng.choice(subjects), plan, rng)]
        if rng.random() < 0.5:
            group.insert(rng.randint(0, 1), rng.choice(clauses))
        built.append([[copy(token) for token in sentence] for sentence in group])
    return built


def _is_clause(sentence: list[Token]) -> bool:
    """A declarative sentence with one finite verb as root and no speech of its own."""
    root = next(k for k, token in enumerate(sentence) if token.dep == "ROOT")
    return (
        len(sentence) in CLAUSE
        and sentence[-1].form == "."
        and sentence[root].upos == "VERB"
        and any(token.dep.startswith("nsubj") and token.head == root for token in sentence)
        and not any(token.form in '"«»“”?!:;' or token.dep == "parataxis" for token in sentence)
    )


def _subjects(sentence: list[Token], verbs: list[str]) -> list[list[Token]]:
    """Whole subject phrases that can speak: those of reporting verbs, and names."""
    found = []
    for index, token in enumerate(sentence):
        speaks = sentence[token.head].lemma in verbs and token.upos == "NOUN"
        if token.dep == "nsubj" and (speaks or token.upos == "PROPN"):
            inside = [k for k in range(len(sentence)) if _under(sentence, k, index)]
            if len(inside) in SUBJECT and inside == list(range(inside[0], inside[-1] + 1)):
                phrase = [copy(sentence[k]) for k in inside]
                for part in phrase:
                    part.head -= inside[0]
                phrase[index - inside[0]].head = -1
                if phrase[0].upos == "DET":
                    phrase[0].form = phrase[0].form.lower()
                found.append(phrase)
    return found


def _under(sentence: list[Token], k: int, top: int) -> bool:
    while k != top and sentence[k].dep != "ROOT":
        k = sentence[k].head
    return k == top


def _invert(clause: list[Token], subject: list[Token], plan: dict[str, Any], rng: random.Random) -> list[Token]:
    body = [copy(token) for token in clause[:-1]]
    root = next(k for k, token in enumerate(body) if token.dep == "ROOT")
    quoted = rng.random() < 0.5
    if quoted:
        opening, closing = rng.choice(["«»", '""', "“”"])
        body = [_word(opening, opening, "PUNCT", "punct", root + 1), *body]
        for token in body[1:]:
            token.head += 1
        root += 1
        body[0].space = opening == "«"
        body[-1].space = closing == "»"
        body.append(_word(closing, closing, "PUNCT", "punct", root, space=False))
    else:
        body[-1].space = False
    body.append(_word(",", ",", "PUNCT", "punct", len(body) + 1))
    which = rng.randrange(len(plan["verbs"]))
    body += _report(len(body), root, which, subject, plan, rng)
    body.append(_word(".", ".", "PUNCT", "punct", root))
    body[-2].space = False
    comma = next(k for k in range(root + 1, len(body)) if body[k].form == "," and body[k].head == k + 1)
    body[comma].head = next(k for k in range(comma, len(body)) if body[k].dep == "parataxis")
    return body


def _report(
    at: int, root: int, which: int, subject: list[Token], plan: dict[str, Any], rng: random.Random
) -> list[Token]:
    """[a] annoncé [jeudi] SUBJECT, as tokens whose heads count from the sentence's start."""
    lemma = plan["verbs"][which]
    compound = rng.random() < 0.6
    verb = at + compound
    words = []
    if compound:
        morph = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
        words.append(_word("a", "avoir", "AUX", "aux", verb, morph=morph))
        morph = "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"
        words.append(_word(plan["participles"][which], lemma, "VERB", "parataxis", root, morph=morph))
    else:
        morph = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
        words.append(_word(plan["presents"][which], lemma, "VERB", "parataxis", root, morph=morph))
    if rng.random() < 0.4:
        day = rng.choice(plan["weekdays"])
        words.append(_word(day, day, "NOUN", "obl", verb, morph="Gender=Masc|Number=Sing"))
    start = at + len(words)
    for part in subject:
        token = copy(part)
        token.head, token.dep = (verb, "nsubj") if part.head < 0 else (start + part.head, part.dep)
        words.append(token)
    words[-1].space = True
    return words


def _word(form: str, lemma: str, upos: str, dep: str, head: int, *, space: bool = True, morph: str = "") -> Token:
    return Token(form, lemma, upos, morph, head, dep, space, ())
