"""The SQL over the truth, split by resource; every function works within its caller's transaction."""
