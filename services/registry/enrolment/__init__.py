"""What the registry does: each command is one transaction that writes the truth and publishes it."""
