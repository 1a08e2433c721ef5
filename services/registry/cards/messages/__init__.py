"""Bodies of card registrations and reservations."""
