"""What the authority issues: its roots, and the certificates of cards. Pure."""
