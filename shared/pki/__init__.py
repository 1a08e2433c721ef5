"""Verifying, never issuing: certificate paths, presence proofs, nonces, access tokens, status lists."""
