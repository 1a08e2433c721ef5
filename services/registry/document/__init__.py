"""Whole examples for the API document."""
