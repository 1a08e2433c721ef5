"""Bodies of each kind of certificate."""
