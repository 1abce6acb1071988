"""Every row of every trigger table reads its own example as it says."""

from datetime import date

import pytest
from notation import side, wanted

from detente import languages
from detente.events import triggers
from detente.events.ontology import Ontology

PUBLISHED = date(2025, 6, 18)  # a Wednesday; examples that need a date count from here


def rows():
    types = set(Ontology().types)
    for code in languages.installed():
        folder = languages.load(code).folder
        for row in (*triggers.load(folder, types).rows, *triggers.load_operators(folder).rows):
            yield pytest.param(code, row, id=f"{code}-{getattr(row, 'type', '') or row.does}-{row.lemma}-{row.pos}")


@pytest.mark.parametrize(("code", "row"), list(rows()))
def test_example_gives_what_its_row_says(pipeline, code, row):
    kind, mode, actors, recipients, *_ = expected = wanted(row.gives)
    claims = pipeline.code_text(row.example, published=PUBLISHED, language=code).claims
    found = [
        (c.type, c.mode, side(c.actor, actors), side(c.recipient, recipients), c.reality.value, c.hearsay)
        for c in claims
    ]
    assert expected in found, f"{row.example}\nwanted {row.gives}\nfound  {found}"
    assert mode is None or mode in {m for t, m in Ontology().modes if t == kind}
