"""Hand-built parses for the tests of rules: no model is loaded. Grammar words come from the packs, names from here."""

from functools import cache

from detente import languages
from detente.actors.gazetteer import Gazetteer
from detente.actors.mentions import Mentions
from detente.actors.resolve import Resolver
from detente.events.roles import Roles
from detente.languages import Name, Office
from detente.parse.doc import Doc, Token

NAMES = [
    *(Name(text, "RUS") for text in ("Russia", "Russie")),
    *(Name(text, "UKR") for text in ("Ukraine",)),
    *(Name(text, "CHN") for text in ("China", "Chine")),
    *(Name(text, "JPN") for text in ("Japan", "Japon")),
    *(Name(text, "IRN") for text in ("Iran",)),
    *(Name(text, "RUS", "capital") for text in ("Moscow", "Moscou")),
    *(Name(text, "RUS", "demonym") for text in ("Russian", "Russians", "russe", "russes")),
    *(Name(text, "CHN", "demonym") for text in ("Chinese", "chinois", "chinoise")),
    *(Name(text, "KEN", "demonym") for text in ("Kenyans", "kényans")),
    *(Name(text, "UNO", "body") for text in ("UN", "ONU")),
    Name("Kremlin", "RUS", "seat", "GOV"),
    Name("Red Army", "RUS", "seat", "MIL"),
    Name("New Mexico", None, "block"),
]
OFFICES = [
    *(Office(lemma, "GOV") for lemma in ("president", "président", "minister", "ministre", "ambassador")),
    *(Office(lemma, "GOV", "group") for lemma in ("government", "gouvernement", "official", "country", "pays")),
    *(Office(lemma, "MIL", "group") for lemma in ("troop", "soldier", "soldat", "army", "armée", "sailor", "marin")),
    *(Office(lemma, "GOV", "thing") for lemma in ("embassy", "ambassade")),
    Office("general", "MIL"),
    Office("head", "GOV"),
]


def tree(table: str) -> Doc:
    """A Doc from lines of `word pos head relation [lemma] [features]`.

    Heads count from 1 in each sentence, 0 is the root; a blank line ends a sentence; `_` stands for the word in small
    letters (lemma).
    """
    rows, heads = [], []
    for block in table.strip().split("\n\n"):
        first = len(rows)
        for line in block.strip().splitlines():
            word, pos, head, dep, *more = line.split()
            lemma, morph = (*more, "_", "")[:2] if len(more) < 2 else more
            rows.append((word, pos, dep, word.lower() if lemma == "_" else lemma, morph))
            heads.append(len(rows) - 1 if head == "0" else first + int(head) - 1)
    words, pos, deps, lemmas, morphs = zip(*rows, strict=True)
    return Doc.build(words, heads, deps, pos, lemmas=lemmas, morphs=morphs)


def word(doc: Doc, text: str) -> Token:
    """The first token with this text."""
    return next(token for token in doc.tokens if token.text == text)


@cache
def language(code: str) -> languages.Language:
    """A pack, loaded once."""
    return languages.load(code)


def resolver(doc: Doc, code: str = "en", nobody: frozenset[str] = frozenset()) -> Resolver:
    """A resolver with the small tables of this file."""
    mentions = Mentions(doc, Gazetteer(NAMES).find(doc.text))
    return Resolver(doc, mentions, {office.lemma: office for office in OFFICES}, language(code).pack, nobody)


def roles(doc: Doc, code: str = "en") -> Roles:
    """Roles with the small tables of this file."""
    return Roles(resolver(doc, code), language(code).pack)


def who(parties) -> list[str]:
    """Parties as `CODE:SECTOR words`."""
    return [f"{p.actor.code or '?'}:{p.actor.sector or '?'} {p.actor.text}" for p in parties]
