"""A load run from its first look at the host to its last word (make load)."""
