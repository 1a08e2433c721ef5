"""The registry: the truth about persons, coverage, insurers, institutions, and which card belongs to whom."""
