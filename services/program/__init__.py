"""The program around the services: starting, supervising, seeding and showing them; it decides nothing of the trade."""
