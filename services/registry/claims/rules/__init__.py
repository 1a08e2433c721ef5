"""The way of a claim, over the two times."""
