"""A run beside an earlier one: by the echo of each, and only where their conditions are the same."""
