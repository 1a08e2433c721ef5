"""A synthetic nation: persons, families, coverages and cards of any number, the same for the same seed."""
