"""Who may ask: clients, their tokens, the key that signs them."""
