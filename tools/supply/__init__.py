"""What is in what runs, and what is known of it."""
