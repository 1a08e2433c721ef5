"""Signing in with card and PIN, and out."""
