"""Card registrations and reservations as recorded."""
