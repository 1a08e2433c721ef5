"""What a visit may do next, and what its end says; pure."""
