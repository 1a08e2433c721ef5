"""What makes this a simulator: worlds and personas."""
