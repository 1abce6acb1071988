"""Détente reads the press and keeps the ledger of relations between states.

>>> from detente.pipeline import Pipeline          # doctest: +SKIP
>>> Pipeline().code_text("Russia attacked Ukraine on Monday.")  # doctest: +SKIP

Start with `records.py` (what flows), then `pipeline.py` (how it flows). This module imports nothing, so that
`import detente` costs nothing.
"""

__version__ = "0.1.0"
