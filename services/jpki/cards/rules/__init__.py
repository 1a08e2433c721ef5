"""What a card is and what its holder may do, decided without a database."""
