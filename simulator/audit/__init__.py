"""The sealed record, exported and verified offline; the proof of one disclosure."""
