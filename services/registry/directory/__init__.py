"""Insurers (保険者) and institutions (医療機関等)."""
