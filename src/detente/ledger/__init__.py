"""The ledger: what was read, kept for good. Parts (Parquet) are the truth, the index (DuckDB) is derived from them.

A ledger is a set of readings. A reading that stands in two parts is one reading: whatever is interrupted and done again
therefore changes nothing, and no step needs a transaction over several files.
"""
