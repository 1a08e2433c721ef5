"""What can be done with a card: each is one transaction."""
