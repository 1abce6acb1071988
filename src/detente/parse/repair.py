"""Sentences that a small parser cut and verbs that it hid below a noun, put right: one rule for each way it happens.

All are told by structure alone, the same in every language; a main verb is looked for only where there is none.
"""

from detente.parse.doc import Sentence, Token

NOMINAL = frozenset({"NOUN", "PROPN"})
STAYS = frozenset(
    {"det", "amod", "compound", "flat", "nmod", "nummod", "appos", "case", "fixed", "acl", "acl:relcl", "nmod:poss"}
)


def goes_on(before: Token, after: Token) -> bool:
    """No sentence ends without a mark and has the next one begin with a small letter."""
    return after.text.islower() and after.text.isalpha() and (before.text.isalpha() or before.text == ",")


def join(before: list[Token], after: list[Token]) -> list[Token]:
    """The tokens of two trees as one: "Russia | on Thursday vetoed the text" gets its subject back."""
    left, right = (next(token for token in tokens if token.is_root) for tokens in (before, after))
    if right.pos == "VERB" and left.pos in NOMINAL and not any(child.rel == "nsubj" for child in right.children):
        _hang(left, right, "nsubj")
    elif left.pos == "VERB":
        _hang(right, left, "parataxis")
    else:
        _hang(left, right, "dep")
    return before + after


def repair(sentence: Sentence) -> None:
    """Mend the tree in place."""
    for token in sentence.tokens:
        _infinitive_of_name(token)
        if token.pos == "VERB":
            _lost_object(token)
            _split_clause(token)
    _main_verb(sentence)


def _infinitive_of_name(token: Token) -> None:
    """ "advised Nepal to meet China": names have no infinitives, the verb that they depend on has."""
    name = token.head
    verb = name.head
    own = token.dep == "acl" and token.morph.get("VerbForm") == "Inf" and name.pos == "PROPN"
    if own and name.rel in ("obj", "iobj", "obl") and verb.pos == "VERB" and verb.i < name.i:
        _hang(token, verb, "xcomp")


def _split_clause(verb: Token) -> None:
    """ "warned that support could lead to …" with the clause's subject as a clause, and its verb beside it."""
    subject = next((c for c in verb.children if c.rel == "ccomp" and c.pos in NOMINAL and c.i > verb.i), None)
    if subject is None or any(c.rel in ("nsubj", "cop", "aux") for c in subject.children):
        return
    marks = [c for c in subject.children if c.rel == "mark"]
    beside = (c for c in verb.children if c.rel in ("conj", "ccomp") and c.i > subject.i and c.pos in ("VERB", "AUX"))
    clause = next((c for c in beside if not any(g.rel in ("nsubj", "cc", "mark") for g in c.children)), None)
    if marks and clause is not None:
        _hang(clause, verb, "ccomp")
        _hang(subject, clause, "nsubj")
        for mark in marks:
            _hang(mark, clause, "mark")


def _main_verb(sentence: Sentence) -> None:
    """The root is a noun that has no predicate: one of its verbs should be the root."""
    root = sentence.root
    if root.pos not in NOMINAL or sentence.tokens[-1].text not in (".", "!"):
        return
    if any(child.rel in ("nsubj", "cop", "aux", "csubj") for child in root.children):
        return
    verbs = [child for child in root.children if child.pos == "VERB"]
    for verb in verbs:
        if _hidden_coordination(root, verb) or _hidden_object(root, verb) or _hidden_subject(root, verb):
            return


def _lost_object(verb: Token) -> None:
    """ "La Russie attaquera l'Ukraine" with the object as an adverbial or second subject."""
    if any(c.rel in ("obj", "ccomp", "xcomp", "expl") or c.dep in ("aux:pass", "nsubj:pass") for c in verb.children):
        return
    before = [c for c in verb.children if c.dep == "nsubj" and c.i < verb.i]
    after = [
        c for c in verb.children if c.i > verb.i and c.pos in NOMINAL and not any(g.rel == "case" for g in c.children)
    ]
    for child in after[:1]:
        if before and (child.dep == "nsubj" or (child.dep in ("obl", "nmod") and child.pos == "PROPN")):
            child.dep = "obj"


def _hidden_coordination(root: Token, verb: Token) -> bool:
    """ "India and Pakistan exchanged prisoners" with India at the head and the verb coordinated with it."""
    subject = next((c for c in verb.children if c.rel == "nsubj"), None)
    joint = next((c for c in verb.children if c.rel == "cc"), None)
    if verb.rel != "conj" or subject is None or joint is None or not root.i < joint.i < subject.i < verb.i:
        return False
    _crown(verb, root)
    _hang(root, verb, subject.dep)
    _hang(subject, root, "conj")
    _hang(joint, subject, "cc")
    return True


def _hidden_object(root: Token, verb: Token) -> bool:
    """ "Turkey shared intelligence" read as a kind of intelligence: its verb stands like an adjective."""
    if verb.rel != "amod" or verb.i > root.i or verb.morph.get("VerbForm") == "Ger":
        return False
    own = next((c for c in verb.children if c.rel == "nsubj" and c.i < verb.i), None)
    names = [c for c in root.children if c.pos == "PROPN" and c.i < verb.i and c.rel in ("compound", "nmod", "flat")]
    if own is None and not names:
        return False
    before = [c for c in root.children if c.i < verb.i]
    _crown(verb, root)
    _hang(root, verb, "obj")
    if own is None:
        subject = names[-1]
        for child in before:
            if child is not subject and child.rel != "punct":
                _hang(child, subject, child.dep)
        _hang(subject, verb, "nsubj")
    return True


def _hidden_subject(root: Token, verb: Token) -> bool:
    """ "Soldiers clashed with …" with the verb as a participle of its own subject."""
    clause = next((c for c in (*verb.children, *root.children) if _opens_behind(c, verb)), None)
    if (
        not (verb.dep == "acl" or (verb.dep == "amod" and clause))
        or verb.i < root.i
        or verb.morph.get("VerbForm") in ("Inf", "Ger")
    ):
        return False
    finite = verb.morph.get("VerbForm") == "Fin"
    if any(c.rel == "mark" or c.dep in ("obl:agent", "aux:pass") for c in verb.children):
        return False
    if not finite and verb.morph.get("Tense") not in ("Past", None):
        return False
    _crown(verb, root)
    _hang(root, verb, "nsubj")
    if clause is not None:  # "craint que …": a clause with a conjunction is no relative clause
        _hang(clause, verb, "ccomp")
    return True


def _opens_behind(clause: Token, verb: Token) -> bool:
    """The clause has a conjunction, right behind the verb."""
    return clause.pos == "VERB" and any(
        c.dep == "mark" and c.pos == "SCONJ" and c.i == verb.i + 1 for c in clause.children
    )


def _crown(verb: Token, root: Token) -> None:
    """The verb becomes the root; what hung on the old one as on a clause comes with it."""
    verb.head.children.remove(verb)
    verb.head = verb
    verb.dep = "root"
    for child in list(root.children):
        if (child.rel not in STAYS and child.i > verb.i) or child.rel == "punct":
            _hang(child, verb, child.dep)


def _hang(token: Token, head: Token, dep: str) -> None:
    """Move a token below another head, children in text order."""
    if token.head is not token and token in token.head.children:
        token.head.children.remove(token)
    token.head, token.dep = head, dep
    head.children.append(token)
    head.children.sort(key=lambda t: t.i)
