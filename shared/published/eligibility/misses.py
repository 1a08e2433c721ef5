"""Questions that fitted nobody, counted among the records themselves (docs/decisions/0011, 0053).

One by one, all ways of asking count together: checks and registrations of numbers by identifiers, checks by name, and
what the registry was asked about (4情報突合, 初回登録, 予約登録). Many at once count for themselves.
"""

MANY_AT_ONCE = "many at once, "
"""Stands before who asked where the registry was asked about many: they are no misses of one by one."""
_ASKED_BY = "coalesce(d.institution_code, 'client ' || d.client_id)"
"""Of a record d: who asked, as ``asker_of`` names them."""
_IS_MISS = "d.code IN ('not_found', 'insured-not-found') AND d.rederived_from IS NULL"
"""Of a record d: nobody fitted. An answer that was read again is no new miss."""


def _of_method(asker: str, method: str, since: str, most: str, first_id: str) -> str:
    # By the ids, which are in the order of the months: only those since then are looked into.
    return f"""SELECT d.checked_at FROM eligibility_published.disclosures d
         WHERE {_ASKED_BY} = {asker} AND d.method = {method} AND d.check_id >= {first_id}
           AND d.checked_at > {since} AND {_IS_MISS}
         ORDER BY d.check_id DESC LIMIT {most}"""  # noqa: S608 - put together from constants


def _one_by_one(asker: str, since: str, most: str, first_id: str) -> str:
    return f"""SELECT m.checked_at FROM (
        ({_of_method(asker, "'insured_identifier'", since, most, first_id)})
        UNION ALL ({_of_method(asker, "'demographics'", since, most, first_id)})
        UNION ALL (SELECT g.missed_at FROM registry_published.misses g
                    WHERE g.asker = {asker} AND g.missed_at > {since} ORDER BY g.missed_at DESC LIMIT {most})) m
        ORDER BY m.checked_at DESC LIMIT {most}"""  # noqa: S608 - put together from constants


NEWEST_MISSES = f"""
SELECT m.checked_at FROM (
    ({_of_method("$1", "'bulk'", "$2", "$3", "$4")})
    UNION ALL (SELECT g.missed_at FROM registry_published.misses g
                WHERE g.asker = '{MANY_AT_ONCE}' || $1::text AND g.missed_at > $2 ORDER BY g.missed_at DESC LIMIT $3)) m
ORDER BY m.checked_at DESC LIMIT $3
"""  # noqa: S608 - put together from constants
"""Of many at once, the newest first."""
NEWEST_SINGLE_MISSES = _one_by_one("$1", "$2", "$3", "$4")
"""Of questions one by one, the newest first."""

REMOVE_OLD_MISSES = """
DELETE FROM registry_published.misses WHERE question_id IN (
    SELECT question_id FROM registry_published.misses WHERE question_id < $1 AND missed_at <= $2
    ORDER BY question_id LIMIT $3)
"""
"""Of the registry's, those behind the rule on how long records are kept; as the schema's owner."""


def misses_of(name: str, asker: str, since: str, most: str, first_id: str) -> str:
    """Return the join of ``name``: how many misses the asker has, at most ``most``, and when the oldest of them was.

    ``first_id``: none that was made at ``since`` or later is below it.
    """
    return f"""CROSS JOIN LATERAL (SELECT count(*) AS number, min(n.checked_at) AS oldest
     FROM ({_one_by_one(asker, since, most, first_id)}) n) {name}"""  # noqa: S608 - put together from constants
