"""Revocations in the database, and the lists that are published of them."""
