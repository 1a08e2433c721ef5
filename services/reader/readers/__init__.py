"""The card readers that there are, by institution."""
