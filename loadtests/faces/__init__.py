"""Faces of the system beside receptions: who else asks, writes or listens during a run, each by a rate of its own."""
