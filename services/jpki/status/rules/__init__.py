"""How revocations are written into lists and answers."""
