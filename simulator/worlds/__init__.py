"""The folder that a world is kept in: its database, its keys, what it was made from, and how it is filled."""
