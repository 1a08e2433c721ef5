"""The rows of visits, and removing what is over."""
