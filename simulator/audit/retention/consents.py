"""Ending the consents whose check is on record no more.

What the patient signed stands in the check's record, so nothing shows any longer that it was given: a standing consent
(居宅同意取得型) is closed, and nobody could see or withdraw it otherwise. A consent's versions are removed when it has
ended for as long as records are kept, and its acts have ended too: until then records of re-inquiries name them, and
the audit holds each act against its version. Where nothing is sealed, acts end with their versions.
"""

from uuid import UUID

import asyncpg

from shared.db.roles import owner_role
from shared.published.consent import REMOVE_ACTS_OF_CONSENTS, REMOVE_CONSENTS, ending
from shared.published.eligibility.retention import has_no_act, has_no_record
from simulator.audit.retention.rule import Purged, Rule

_MOST_IN_A_STEP = 1000
_MOST_LISTED = 100_000

_CLOSE = f"""
WITH standing AS (
    SELECT v.version_id FROM consent.consent_versions v
    WHERE v.superseded_at = 'infinity' AND v.reason IS NULL AND v.viewable_until IS NULL AND v.check_id < $1
      AND {has_no_record("v.check_id")} LIMIT $3),
published AS (
    {ending("standing", "$2")})
UPDATE consent.consent_versions v SET superseded_at = greatest($2, v.recorded_at) FROM standing s
WHERE v.version_id = s.version_id AND v.superseded_at = 'infinity'
"""  # noqa: S608 - put together from the above
_OVER = f"""
SELECT version_id FROM consent.consent_versions JOIN (
    SELECT v.consent_id FROM consent.consent_versions v WHERE v.check_id < $1 AND {has_no_record("v.check_id")}
    GROUP BY v.consent_id
    HAVING max(CASE WHEN v.superseded_at < 'infinity' THEN v.superseded_at
                    WHEN v.reason IS NOT NULL THEN v.recorded_at
                    ELSE coalesce(v.viewable_until, 'infinity') END) <= $2
       AND (bool_and({has_no_act("v.version_id")}) OR NOT $4::boolean)) over_long_ago USING (consent_id)
LIMIT $3
"""  # noqa: S608 - put together from the above
_REMOVE = "DELETE FROM consent.consent_versions WHERE version_id = ANY($1::uuid[])"


_AS_OWNER = f"SET LOCAL ROLE {owner_role('consent')}"


async def end_consents(connection: asyncpg.Connection, rule: Rule, purged: Purged) -> None:
    """Close and remove, in short transactions as the owner of the consents."""
    while (closed := await _close(connection, rule)) > 0:
        purged.consents_ended += closed
    while over := await _list_over(connection, rule, purged):
        for start in range(0, len(over), _MOST_IN_A_STEP):
            step = over[start : start + _MOST_IN_A_STEP]
            async with connection.transaction():
                await connection.execute(_AS_OWNER)
                await connection.execute(REMOVE_CONSENTS, step)
                await connection.execute(_REMOVE, step)
                # Of those that are sealed none is left.
                await connection.execute(REMOVE_ACTS_OF_CONSENTS, step)
            purged.consent_versions += len(step)


async def _close(connection: asyncpg.Connection, rule: Rule) -> int:
    async with connection.transaction():
        await connection.execute(_AS_OWNER)
        status = await connection.execute(_CLOSE, rule.first_id_behind, rule.at, _MOST_IN_A_STEP)
    return int(status.rpartition(" ")[2])


async def _list_over(connection: asyncpg.Connection, rule: Rule, purged: Purged) -> list[UUID]:
    async with connection.transaction():
        await connection.execute(_AS_OWNER)
        rows = await connection.fetch(_OVER, rule.first_id_behind, rule.limit, _MOST_LISTED, purged.is_sealed)
    return [row["version_id"] for row in rows]
