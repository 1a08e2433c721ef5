"""What two or more services mean in the same way; it is told, it never asks."""
