"""Each change of a coverage: one transaction."""
