"""Tests of the ledger. A package, because test_tables.py of its exchange formats has a namesake in tests/."""
