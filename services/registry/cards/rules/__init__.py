"""The nouns of card registrations."""
