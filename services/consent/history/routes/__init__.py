"""Routes of the history and of its proofs."""
