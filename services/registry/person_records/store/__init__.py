"""Persons, coverages and certificates as recorded, over the two times."""
