"""Signing in with the card, and out."""
