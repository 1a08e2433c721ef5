"""What a world is, and what a process holds of the worlds that it serves."""
