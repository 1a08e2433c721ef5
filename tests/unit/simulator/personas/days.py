"""Reference dates at which personas are asked about: turns of months, years, benefit years and school years."""

from datetime import date

DATES = (
    date(2026, 11, 20),
    date(2027, 8, 15),
    date(2028, 2, 29),
    date(2026, 3, 31),
    date(2026, 4, 1),
    date(2026, 8, 1),
    date(2026, 7, 31),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2027, 2, 28),
)
