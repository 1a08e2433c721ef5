"""What a file and its lines must be, and what becomes of each line."""
