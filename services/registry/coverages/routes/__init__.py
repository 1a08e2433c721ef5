"""Coverages over HTTP: registered and read, and changed."""
