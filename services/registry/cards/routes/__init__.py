"""Routes of card registrations and reservations."""
