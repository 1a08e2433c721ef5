"""The bounds of an order of 一括照会 (OQSmuquc01 and 02), and what its results never show. Pure."""

MOST_ITEMS = 5000
DAYS_AHEAD = 14
NEVER_SHOWN = frozenset({"limit", "limit_certificate", "specific_disease_certificates", "medical_tickets", "consents"})
"""Fields of a check's result that a bulk check never shows: no patient was there to consent."""
