"""Proofs of acts: that a consent was given or withdrawn, an opening made or closed, as it stands in the chain."""
