"""The scale bench: whether a check costs the same in a nation as in a town."""
