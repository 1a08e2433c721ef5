"""The nouns of a record, and the days it counts by."""
