"""What a check reads and writes: people, misses, keys, last checks, and its record."""
