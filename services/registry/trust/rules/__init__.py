"""What can be pinned as a root."""
