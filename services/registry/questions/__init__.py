"""What callers asked about who people are, apart from checks: each question leaves its record."""
