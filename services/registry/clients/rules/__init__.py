"""What a client is, and which token it gets."""
