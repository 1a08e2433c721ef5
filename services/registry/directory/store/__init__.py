"""Insurers and institutions as recorded."""
