"""Who may read medical data. Pure."""
