"""The mix of a run: who comes where with what, in dated files with their sources."""
