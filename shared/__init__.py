"""What two or more services mean in the same way. It takes arguments; it reads no environment and no globals."""
