"""What is done with medical data."""
