"""The services: registry, consent, eligibility, and jpki, which simulates the real J-LIS."""
