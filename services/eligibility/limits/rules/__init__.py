"""What the tables of limits say. Pure."""
