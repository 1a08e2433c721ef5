"""The bodies of the card's requests and answers."""
