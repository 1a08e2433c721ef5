"""Opening a world for the registry. Only the app imports it, and it may import every room."""
