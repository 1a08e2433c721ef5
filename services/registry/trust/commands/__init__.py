"""Pinning roots, publishing revocation lists, following them."""
