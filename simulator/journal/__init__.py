"""The journal: the last requests of each world, and why each was answered so."""
