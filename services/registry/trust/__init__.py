"""Pinned roots and revocation lists of the simulated J-LIS."""
