"""Tests of the parser. A package, because tests/test_pipeline.py has a namesake here."""
