"""What a press of a button does."""
