"""Who may read medical data, and what there is to read. Pure."""
