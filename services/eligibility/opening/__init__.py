"""Opening a world for eligibility. Only the app imports it, and it may import every room."""
