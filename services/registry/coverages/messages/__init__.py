"""Bodies of coverages and their changes."""
