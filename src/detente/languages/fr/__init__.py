"""The pack's folder, as the entry point `detente.languages` hands it over."""

from pathlib import Path

FOLDER = Path(__file__).parent
