"""Pipeline components of our own; spaCy finds them through the entry points `spacy_factories` in pyproject.toml.

Both run after the statistical components and repair what a small model gets wrong and event coding cannot bear:
verb lemmas (events are looked up by them) and the conditional (hearsay hangs on it).
"""

import gzip
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

LOOKED_UP = frozenset({"VERB", "AUX", "NOUN", "ADJ"})


class Lexicon:
    """Set lemmas by (form, part of speech) where the lexicon knows them; proper nouns keep their form.

    >>> Lexicon({("livrait", "VERB"): "livrer"}).lemmas["livrait", "VERB"]
    'livrer'
    """

    def __init__(self, lemmas: dict[tuple[str, str], str] | None = None) -> None:
        self.lemmas = lemmas or {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemmas of a Doc in place."""
        lemmas = self.lemmas
        for token in doc:
            if token.pos_ == "PROPN":
                token.lemma_ = token.text
            elif token.pos_ in LOOKED_UP:
                lemma = lemmas.get((token.lower_, token.pos_))
                if lemma is None and token.pos_ == "AUX":  # a full verb taken for an auxiliary keeps its lemma
                    lemma = lemmas.get((token.lower_, "VERB"))
                if lemma is not None:
                    token.lemma_ = lemma
            if token.pos_ in ("NOUN", "ADJ") and (token.lower_, "VERB") in lemmas and _acts(token):
                token.pos_, token.lemma_ = "VERB", lemmas[token.lower_, "VERB"]
                past = any(child.dep_ == "aux" for child in token.children)
                token.set_morph("Tense=Past|VerbForm=Part" if past else "VerbForm=Fin")
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002 - spaCy passes exclude
        """Write `path`/lexicon.tsv.gz: form, part of speech, lemma; sorted, without a time stamp, so repeatable."""
        path.mkdir(parents=True, exist_ok=True)
        rows = "".join(f"{form}\t{pos}\t{lemma}\n" for (form, pos), lemma in sorted(self.lemmas.items()))
        (path / "lexicon.tsv.gz").write_bytes(gzip.compress(rows.encode("utf8"), mtime=0))

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "Lexicon":  # noqa: ARG002
        """Read what to_disk wrote."""
        text = gzip.decompress((path / "lexicon.tsv.gz").read_bytes()).decode("utf8")
        rows = (line.rstrip("\n").split("\t") for line in io.StringIO(text))
        self.lemmas = {(form, pos): lemma for form, pos, lemma in rows}
        return self


def _acts(token: Token) -> bool:
    """ "a démenti que", "imposed sanctions": a word with an auxiliary, an object or a conjunction and a subject."""
    if any(child.dep_.startswith("aux") and child.morph.get("VerbForm") == ["Part"] for child in token.children):
        return False  # "ont fait grève": the verb is there, taken for an auxiliary
    below = {child.dep_ for child in token.children}
    return "cop" not in below and bool(below & {"aux", "obj"} or {"mark", "nsubj"} <= below)


class Conditional:
    """Mood=Cnd exactly on the forms "future stem + imperfect ending" of known verbs.

    A stem is an irregular future (`aur`), an infinitive (`livrer`) or an infinitive less its final e (`prendr`);
    "tirait" is none: its stem "tir" is no infinitive, it is the imperfect of "tirer". Languages whose conditional is
    not a form (English) do without this component.
    """

    def __init__(self, endings: list[str] | None = None, stems: dict[str, str] | None = None) -> None:
        self.endings = tuple(sorted(endings or (), key=len, reverse=True))
        self.stems = stems or {}

    def __call__(self, doc: Doc) -> Doc:
        """Set the moods of a Doc in place."""
        for token in doc:
            verb = self.verb(token.lower_)
            if verb is not None and _may_be_verb(token):
                token.set_morph(_with(str(token.morph), "Cnd"))
                token.lemma_ = verb
                if token.pos_ not in ("VERB", "AUX"):
                    token.pos_ = "VERB"
            elif token.morph.get("Mood") == ["Cnd"]:
                token.set_morph(_with(str(token.morph), "Ind"))
        return doc

    def verb(self, form: str) -> str | None:
        """The infinitive of which `form` is a conditional, else None."""
        for ending in self.endings:
            if form.endswith(ending):
                verb = self.stems.get(form[: -len(ending)])
                if verb is not None:
                    return verb
        return None

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write `path`/conditional.json.gz."""
        path.mkdir(parents=True, exist_ok=True)
        data = {"endings": sorted(self.endings), "stems": dict(sorted(self.stems.items()))}
        text = json.dumps(data, ensure_ascii=False)
        (path / "conditional.json.gz").write_bytes(gzip.compress(text.encode("utf8"), mtime=0))

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> "Conditional":  # noqa: ARG002
        """Read what to_disk wrote."""
        data: dict[str, Any] = json.loads(gzip.decompress((path / "conditional.json.gz").read_bytes()))
        self.__init__(data["endings"], data["stems"])  # type: ignore[misc]
        return self


def _may_be_verb(token: Token) -> bool:
    """A capitalised proper noun inside a sentence ("la Serait") stays what the tagger says."""
    return token.pos_ in ("VERB", "AUX") or (token.pos_ != "PROPN" and token.is_lower)


def _with(morph: str, mood: str) -> str:
    features = dict(pair.split("=", 1) for pair in morph.split("|") if "=" in pair)
    features |= {"Mood": mood, "VerbForm": "Fin", "Tense": "Pres" if mood == "Cnd" else features.get("Tense", "Imp")}
    return "|".join(f"{key}={value}" for key, value in sorted(features.items()))


@Language.factory("detente_lexicon")  # type: ignore[untyped-decorator]
def lexicon(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - the signature spaCy calls
    """Factory; the table itself comes with from_disk."""
    return Lexicon()


@Language.factory("detente_conditional")  # type: ignore[untyped-decorator]
def conditional(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Factory; endings and stems come with from_disk."""
    return Conditional()
