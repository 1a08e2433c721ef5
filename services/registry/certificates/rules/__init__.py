"""Which certificates may be registered."""
