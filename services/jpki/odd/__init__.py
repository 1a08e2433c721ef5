"""Odd proofs: presence proofs and certificates with one thing wrong each, and the refusal that each must get."""
