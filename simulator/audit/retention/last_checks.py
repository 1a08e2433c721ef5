"""Ending what is kept of an institution's last check of a person with the record that it was taken from.

Whose card check is on record no more has never had one, as far as anybody can see (docs/decisions/0018).
"""

from uuid import UUID

import asyncpg

from shared.db.roles import owner_role
from shared.published.eligibility.retention import has_no_card_check, has_no_record
from simulator.audit.retention.rule import Rule

_MOST_IN_A_STEP = 2000
_AS_OWNER = f"SET LOCAL ROLE {owner_role('eligibility')}"
_FIRST = (UUID(int=0), "")
# In the order of the keys, as checks keep them. Rows that a check has just changed are looked at as they are now.
_STEP = """
SELECT person_id, institution_code FROM eligibility.last_checks
WHERE (person_id, institution_code) > ($1, $2)
ORDER BY person_id, institution_code LIMIT $3
"""
_OF_STEP = "(l.person_id, l.institution_code) IN (SELECT * FROM unnest($2::uuid[], $3::text[]))"
_END = f"""
DELETE FROM eligibility.last_checks l WHERE {_OF_STEP} AND l.checked_at <= $1
   AND {has_no_record("l.check_id")}
"""  # noqa: S608 - put together from the above
_END_CARD = f"""
UPDATE eligibility.last_checks l SET card_checked_at = NULL WHERE {_OF_STEP} AND l.card_checked_at <= $1
   AND {has_no_card_check("l")}
"""  # noqa: S608 - put together from the above


async def end_last_checks(connection: asyncpg.Connection, rule: Rule) -> None:
    """Remove rows whose record has ended, in short transactions as the owner."""
    after: tuple[UUID, str] | None = _FIRST
    while after is not None:
        async with connection.transaction():
            await connection.execute(_AS_OWNER)
            after = await _end_behind(connection, rule, after)


async def _end_behind(connection: asyncpg.Connection, rule: Rule, after: tuple[UUID, str]) -> tuple[UUID, str] | None:
    """Look at the next few rows; return the last one's key, or None when there was none."""
    step = await connection.fetch(_STEP, *after, _MOST_IN_A_STEP)
    if not step:
        return None
    people, institutions = [row["person_id"] for row in step], [row["institution_code"] for row in step]
    await connection.execute(_END, rule.limit, people, institutions)
    await connection.execute(_END_CARD, rule.limit, people, institutions)
    return people[-1], institutions[-1]
