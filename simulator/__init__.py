"""What the real system does not have: a world that is made, filled, run and shown, with its patients and personas."""
