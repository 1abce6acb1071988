"""A few articles of our own in both languages, and the place in which commands put them into a ledger."""

import hashlib
import os
from contextlib import contextmanager

import pytest
from command import lines

import detente.pipeline
from detente.faces import keeping

ARTICLES = (
    {"id": "en1", "text": "Russia attacked Ukraine on Monday.", "published": "2024-11-06", "language": "en",
     "outlet": "Gazette", "url": "https://gazette.example/1"},
    {"id": "fr1", "text": "La Russie a attaqué l'Ukraine lundi.", "published": "2024-11-06", "language": "fr",
     "outlet": "Le Courrier", "url": "https://courrier.example/1"},
    {"id": "en2", "text": "Ukraine accused Russia on 3 December 2024. Kenya praised Somalia. It rained.",
     "published": "2024-12-04", "language": "en", "outlet": "Gazette", "url": "https://gazette.example/2"},
    {"id": "fr2", "text": "Le Kenya accordera une aide à la Somalie. La Somalie a remercié le Kenya.",
     "published": "2024-12-05", "language": "fr", "outlet": "Le Courrier", "url": "https://courrier.example/2"},
    {"id": "en3", "text": "Russia reportedly attacked Ukraine on Tuesday.", "published": "2024-12-12", "language": "en",
     "outlet": "Herald"},
    {"id": "en4", "text": "Ukraine will attack Russia.", "published": "2024-12-13", "language": "en",
     "outlet": "Herald"},
    {"id": "en5", "text": "Norway condemned Peru in 2019.", "language": "en", "outlet": "Herald"},
    {"id": "en6", "text": "Kenya and Somalia agreed on Monday to resume direct flights. The roses grew.",
     "published": "2024-12-13", "language": "en"},
    {"id": "en7", "text": "The roses grew.", "published": "2024-12-13", "language": "en"},
)  # fmt: skip
CLAIMS = 10
INPUT = lines(*ARTICLES)


@contextmanager
def at(folder, pipeline):
    """Commands run in a folder, with parsers that are loaded already, without the settings of whoever runs the tests.

    What is patched within is as before afterwards.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for variable in [name for name in os.environ if name.startswith("DETENTE_")]:
            patch.delenv(variable)
        for place in (keeping, detente.pipeline):
            patch.setattr(place, "Pipeline", lambda _: pipeline)
        yield patch


def digests(folder):
    """A digest of every file below a folder, by name, with the time of its last change but for the lock's."""
    return {
        path.relative_to(folder).as_posix(): (
            hashlib.blake2b(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns if path.name != "lock" else 0,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
