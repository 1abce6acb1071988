"""Ontology: PLOVER's tables, their scores, and what an operator makes of an event."""

import pytest

from detente.errors import TableError
from detente.events.ontology import FOLDER, Ontology


@pytest.fixture(scope="module")
def ontology():
    return Ontology()


TYPES = [
    "ACCUSE",
    "AGREE",
    "AID",
    "ASSAULT",
    "COERCE",
    "CONCEDE",
    "CONSULT",
    "COOPERATE",
    "MOBILIZE",
    "PROTEST",
    "REJECT",
    "REQUEST",
    "RETREAT",
    "SANCTION",
    "SUPPORT",
    "THREATEN",
]


def test_ontology_has_the_sixteen_types(ontology):
    """PLOVER 2.0 has sixteen event types."""
    assert sorted(ontology.types) == TYPES


def test_ontology_types_have_quad_and_score_of_one_sign(ontology):
    """Quads 1 and 2 are cooperation with a score above zero, 3 and 4 conflict with one below; scores are -10 to 10."""
    for row in ontology.types.values():
        assert row.quad in (1, 2, 3, 4)
        assert (row.score > 0) is (row.quad in (1, 2)), row.type
        assert -10 <= row.score <= 10
        assert row.recipient in ("required", "optional")


def test_ontology_modes_belong_to_types(ontology):
    """Every mode is that of a known type; its score, if it has one, is in range."""
    assert {kind for kind, _ in ontology.modes} <= set(ontology.types)
    assert all(row.score is None or -10 <= row.score <= 10 for row in ontology.modes.values())


def test_ontology_score_is_that_of_the_mode(ontology):
    """A mode with a score of its own has it; without a mode, or with one that has none, the type's counts."""
    assert ontology.score("ACCUSE", None) == ontology.types["ACCUSE"].score
    assert ontology.score("ACCUSE", "disapprove") == ontology.modes["ACCUSE", "disapprove"].score
    assert ontology.score("ACCUSE", "disapprove") != ontology.score("ACCUSE", "allege")
    assert ontology.score("ACCUSE", "no such mode") == ontology.types["ACCUSE"].score


@pytest.mark.parametrize(("kind", "quad"), [("AGREE", 1), ("AID", 2), ("THREATEN", 3), ("ASSAULT", 4)])
def test_ontology_quad(ontology, kind, quad):
    """Words and deeds, cooperation and conflict."""
    assert ontology.quad(kind) == quad


@pytest.mark.parametrize(
    ("does", "kind", "mode", "made"),
    [
        ("refuse", "CONSULT", None, ("REJECT", "meet")),
        ("refuse", "CONSULT", "visit", ("REJECT", "meet")),
        ("refuse", "RETREAT", None, ("REJECT", "yield")),
        ("agree", "CONSULT", None, ("AGREE", None)),
        ("agree", "RETREAT", "withdraw", ("CONCEDE", None)),
        ("agree", "ASSAULT", None, ("THREATEN", "violence")),
        ("threaten", "SANCTION", "expel", ("THREATEN", "expel")),
        ("threaten", "SANCTION", "discontinue", ("THREATEN", "restrict")),
        ("threaten", "AID", None, ("THREATEN", None)),
        ("cancel", "CONSULT", None, ("REJECT", "meet")),
        ("lift", "SANCTION", None, ("CONCEDE", None)),
        ("end", "ASSAULT", None, ("RETREAT", "ceasefire")),
        ("blame", "ASSAULT", None, ("ACCUSE", "disapprove")),
        ("blame", "AID", "x", ("ACCUSE", "disapprove")),
        ("begin", "ASSAULT", None, None),
        ("lift", "CONSULT", None, None),
        ("refuse", "ASSAULT", None, None),
    ],
)
def test_ontology_composes(ontology, does, kind, mode, made):
    """The row of the mode counts before that of the type, that before the one for any; without one nothing changes."""
    assert ontology.compose(does, kind, mode) == made


def test_ontology_composition_makes_known_types_and_modes(ontology):
    """What operators make exists."""
    for row in ontology._composition.values():
        assert row.result in ontology.types
        assert row.type is None or row.type in ontology.types
        assert row.mode is None or (row.result, row.mode) in ontology.modes, row


def test_ontology_says_which_table_is_broken(tmp_path):
    """A wrong cell is named with file and line; a missing table with its name."""
    for path in FOLDER.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    types = (tmp_path / "types.csv").read_text(encoding="utf8").splitlines()
    types[2] = types[2].replace(types[2].split(",")[1], "many", 1)
    (tmp_path / "types.csv").write_text("\n".join(types), encoding="utf8")
    with pytest.raises(TableError, match=r"types\.csv:3:.*int"):
        Ontology(tmp_path)
    (tmp_path / "types.csv").unlink()
    with pytest.raises(TableError, match=r"types\.csv: no such table"):
        Ontology(tmp_path)
