"""Detection: the language of a text, offline."""

import socket

import pytest

from detente.documents.language import ENOUGH, detect

SAMPLES = {
    "en": "The Russian president met the North Korean foreign minister in Moscow on Monday.",
    "fr": "Le président russe a reçu lundi au Kremlin la ministre nord-coréenne des Affaires étrangères.",
    "de": "Der russische Präsident empfing am Montag die nordkoreanische Außenministerin im Kreml.",
    "es": "El presidente ruso recibió el lunes en el Kremlin a la ministra norcoreana de Exteriores.",
    "ru": "Президент России принял в понедельник в Кремле министра иностранных дел КНДР.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_language_detect_tells_languages(code):
    """The language of a newspaper sentence is recognised, with or without a pack for it."""
    assert detect(SAMPLES[code]) == code


def test_language_detect_takes_many_lines():
    """Line ends do not matter to detection."""
    assert detect(SAMPLES["fr"].replace(" ", "\n")) == "fr"


def test_language_detect_looks_at_the_beginning_only():
    """What stands behind the first part of a text does not change the answer."""
    start = (SAMPLES["en"] + " ") * (ENOUGH // len(SAMPLES["en"]) + 1)
    assert detect(start + SAMPLES["fr"] * 100) == "en"


@pytest.mark.parametrize("text", ["", " ", "\n", "1234", "?!", "\u200b", "🕊️", "a\0b"])
def test_language_detect_answers_any_text(text):
    """A text without words gets some answer, not an error."""
    assert isinstance(detect(text), str)


def test_language_detect_needs_no_network(monkeypatch):
    """Detection opens no connection: the model comes with the package."""

    def refuse(*_, **__):
        pytest.fail("detection asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert detect(SAMPLES["en"]) == "en"
