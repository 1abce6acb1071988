"""Tokenizers tuned to the treebanks; they are serialised with the pipeline, so no code is needed to load it."""

import re

import spacy
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_suffix_regex

HYPHEN = "[-–‐‑]"
# "a-t-il dit.Selon lui": real text joins sentences; the full stop between them is a token of its own
JOINED = rf"(?<=[{ALPHA_LOWER}%»”\"])\.(?=[A-ZÀÂÇÉÈÊËÎÏÔÙÛÜ«“\"][{ALPHA_LOWER}’'\s])"
FRENCH_WORDS = (
    "l'on", "aujourd'hui", "quelqu'un", "quelqu'une", "prud'hommes", "presqu'île", "c'est-à-dire", "J.-C.",
)  # fmt: skip


def french(nlp: Language) -> Language:
    """Keep "Royaume-Uni" whole, split "a-t-il" and "est-ce"; no emoticons ("8)" ends a parenthesis)."""
    defaults = nlp.Defaults
    infixes = [x for x in defaults.infixes or () if not ("(?:-|–|—" in x and "=[" in x)]
    infixes = [x for x in infixes if x != r"(?<=[0-9])[+\-\*^](?=[0-9-])"]
    infixes += [
        r"(?<=[0-9])[+*^](?=[0-9-])",
        rf"(?<=[{ALPHA}0-9\)\]»”])(?:--|—)(?=[{ALPHA}0-9])",
        r"(?<=[0-9])/(?=[0-9])",
        rf"(?<=[{ALPHA_LOWER}]{{4}})/(?=[{ALPHA_LOWER}]{{4}})",
        r"(?<=\))(?=\[)|(?<=\])(?=\[)",
        JOINED,
    ]
    suffixes = [x for x in defaults.suffixes or () if "elle" not in x]
    suffixes += [
        rf"(?<=[{ALPHA}]){HYPHEN}(?:t{HYPHEN})?(?:ils?|elles?|on|je|tu|IL|ELLE|ON)",
        rf"(?<=[{ALPHA}]){HYPHEN}ce",
        rf"(?<!rendez)(?<!Rendez)(?<=[a-z]ez){HYPHEN}(?:nous|vous|moi|le|la|les|lui|leur|y|en)",
        rf"(?<=ons){HYPHEN}(?:nous|le|la|les|lui|leur|y|en)",
        r"(?<=[\]\)»”\"])\.",
    ]
    _install(nlp, infixes, suffixes)
    emoticon = re.compile(r"[8xX:;=oO0vV][-'oO^]*[)(DdpPxX3o0O|/\\]+")
    nlp.tokenizer.rules = {
        form: rule
        for form, rule in nlp.tokenizer.rules.items()
        if any(c.isalpha() for c in form) and not emoticon.fullmatch(form)
    }
    nlp.tokenizer.token_match = None
    for word in FRENCH_WORDS:
        for form in {word, word.capitalize(), word.replace("'", "’"), word.capitalize().replace("'", "’")}:
            nlp.tokenizer.add_special_case(form, [{"ORTH": form}])
    return nlp


def english(nlp: Language) -> Language:
    """SpaCy's rules fit the treebanks; only joined sentences need a rule."""
    _install(nlp, [*(nlp.Defaults.infixes or ()), JOINED], list(nlp.Defaults.suffixes or ()))
    return nlp


def _install(nlp: Language, infixes: list[str], suffixes: list[str]) -> None:
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search


@spacy.registry.callbacks("detente.tokenizer.fr")
def _make_french():  # noqa: ANN202 - spaCy calls it to get the function
    return french


@spacy.registry.callbacks("detente.tokenizer.en")
def _make_english():  # noqa: ANN202
    return english
