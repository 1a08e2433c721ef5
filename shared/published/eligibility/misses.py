"""Identifiers that fitted nobody, counted among the records themselves (docs/decisions/0011)."""

_ASKED_BY = "coalesce(d.institution_code, 'client ' || d.client_id)"
"""Of a record d: who asked, as eligibility's ``asker_of`` names them."""
_IS_MISS = "d.code IN ('not_found', 'insured-not-found') AND d.rederived_from IS NULL"
"""Of a record d: the identifiers fitted nobody. An answer that was read again is no new miss."""


def _misses(asker: str, method: str, since: str) -> str:
    return f"""SELECT d.checked_at FROM eligibility_published.disclosures d
         WHERE {_ASKED_BY} = {asker} AND d.method = {method} AND d.checked_at > {since} AND {_IS_MISS}
         ORDER BY d.checked_at DESC"""  # noqa: S608 - put together from constants


NEWEST_MISSES = f"""
{_misses("$1", "$2", "$3")} LIMIT $4
"""


def decisive_miss(asker: str, method: str, since: str, newer: str) -> str:
    """Return the SQL of when the asker's miss was that ``newer`` others have followed; NULL when there are fewer."""
    return f"({_misses(asker, method, since)} OFFSET {newer} LIMIT 1)"
