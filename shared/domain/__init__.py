"""Nouns of the trade and their invariants: numbers, periods, code tables, coverage, purposes. Pure."""
