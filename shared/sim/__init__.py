"""What makes this a simulator: personas."""
