"""Routes of clients and tokens."""
