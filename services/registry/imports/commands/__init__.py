"""Receiving a file, and working it part by part."""
