"""What services publish for each other, as readers see it: one module for each published schema."""
