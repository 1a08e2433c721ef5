"""A hub that publishes registry and consent, and cells that read a copy and keep their own records (docs/cells.md)."""
