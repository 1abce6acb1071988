"""Text -> Doc with a spaCy pipeline. Nothing outside this package sees spaCy."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from detente.errors import ModelError
from detente.parse.doc import Doc, Sentence, Token, attach, features
from detente.parse.repair import goes_on, join, repair

# "… a-t-il dit.Selon lui": web texts lose the blank between sentences; cut there, offsets stay.
JOINED = re.compile(
    r"""(?<=[a-zà-ÿ]{2}[.!?])(?=["«“]?[A-ZÀ-Ý][\w’']*\s)|(?<=[%)»"”][.!?])(?=["«“]?[A-ZÀ-Ý][\w’']*\s)"""
)
# A paragraph longer than this (characters) is cut at a sentence end: parsing time and memory grow with it.
LONGEST_SEGMENT = 4000


class Parser:
    """One loaded pipeline. `model` is a folder or the name of an installed package with Universal Dependencies labels.

    ModelError if it cannot be loaded or lacks a parser.
    """

    def __init__(self, model: str | Path, *, batch: int = 64) -> None:
        import spacy  # noqa: PLC0415 - one second that only parsing pays

        try:
            self._nlp = spacy.load(model, exclude=["ner"])
        except (OSError, ValueError, ImportError) as error:
            cure = "Name a folder or an installed spaCy package in the setting models"
            raise ModelError(f"Cannot load the parsing pipeline {model}: {error}. {cure}") from error
        if "parser" not in self._nlp.pipe_names:
            has = ", ".join(self._nlp.pipe_names)
            raise ModelError(f"The pipeline {model} has no parser (it has: {has}). Use one with UD dependency labels")
        self._nlp.max_length = 10 * LONGEST_SEGMENT
        self._batch = batch

    def parse(self, text: str) -> Doc:
        """The parsed text; offsets are those of `text`."""
        pieces = list(_segments(text))
        sentences: list[Sentence] = []
        count = 0
        parsed = self._nlp.pipe((text[start:end] for start, end in pieces), batch_size=self._batch)
        for (start, _), doc in zip(pieces, parsed, strict=True):
            made = _tokens(doc, start, count)
            kept = [token for token in made if token is not None]
            count += len(kept)
            for tokens in _whole([token for token in made[sent.start : sent.end] if token] for sent in doc.sents):
                sentences.append(_sentence(len(sentences), tokens))
        return Doc(text, sentences)


def _segments(text: str) -> list[tuple[int, int]]:
    """Paragraphs, cut where sentences are joined without a blank, and further where they are very long."""
    found = []
    for paragraph in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        start = paragraph.start()
        cuts = [start + m.start() for m in JOINED.finditer(paragraph[0])]
        for end in (*cuts, paragraph.end()):
            while end - start > LONGEST_SEGMENT:
                cut = _cut(text, start, start + LONGEST_SEGMENT)
                found.append((start, cut))
                start = cut
            if text[start:end].strip():
                found.append((start, end))
            start = end
    return found


def _cut(text: str, start: int, end: int) -> int:
    """The last sentence end before `end`, else the last blank, else `end`."""
    for pattern in (". ", " "):
        at = text.rfind(pattern, start + 1, end)
        if at > start:
            return at + len(pattern)
    return end


def _tokens(doc: Any, offset: int, first: int) -> list[Token | None]:  # noqa: ANN401 - spaCy's Doc
    """Our tokens for a spaCy Doc, None for white space."""
    made: list[Token | None] = []
    at = first
    for token in doc:
        if token.is_space:
            made.append(None)
            continue
        start = token.idx + offset
        text = token.text
        morph = _morph(str(token.morph))
        made.append(
            Token(at, text, text.lower(), token.lemma_, token.pos_, token.dep_, morph, start, start + len(text))
        )
        at += 1
    for token, ours in zip(doc, made, strict=True):
        if ours is not None:
            head = token.head
            while made[head.i] is None and head.head.i != head.i:
                head = head.head
            attach(ours, made[head.i] or ours)
    return made


def _whole(parts: Iterable[list[Token]]) -> list[list[Token]]:
    """The sentences of a paragraph, those joined that the parser cut in two."""
    found: list[list[Token]] = []
    for tokens in parts:
        if found and tokens and goes_on(found[-1][-1], tokens[0]):
            found[-1] = join(found[-1], tokens)
        elif tokens:
            found.append(tokens)
    return found


def _sentence(index: int, tokens: list[Token]) -> Sentence:
    sentence = Sentence(index, tokens)
    for token in tokens:
        token.sent = sentence
    repair(sentence)
    return sentence


@lru_cache(maxsize=4096)
def _morph(text: str) -> dict[str, str]:
    """Shared between tokens; nobody writes to it."""
    return features(text)
