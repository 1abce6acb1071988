"""Tests of the exchange formats. A package, because tests/test_tables.py has a namesake here."""
