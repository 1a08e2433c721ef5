"""Conformance: which situations a client has met, and which rules its requests kept or broke."""
