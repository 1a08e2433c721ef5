"""What is done for a check: each way to ask, and what comes of it."""
