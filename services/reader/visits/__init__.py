"""Visits: a card placed on a reader, step by step until it is taken out."""
