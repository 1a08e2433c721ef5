"""Clients as recorded, and how often somebody guessed at their secrets."""
