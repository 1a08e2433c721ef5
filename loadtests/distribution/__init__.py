"""A run of several processes: who sends what, and how they begin and end together."""
