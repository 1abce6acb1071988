"""What all tests share: one loaded pipeline for the whole run, and the folder of shared data if it is there."""

from pathlib import Path

import pytest

from detente.pipeline import Pipeline

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def pipeline():
    return Pipeline()


@pytest.fixture
def article():
    path = SHARED / "article.txt"
    if not path.exists():
        pytest.skip(f"{path} is not there: shared data are not part of the repository")
    return path
