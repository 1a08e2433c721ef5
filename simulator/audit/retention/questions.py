"""Ending what the registry keeps of questions about who somebody is, and the misses that it publishes of them.

Both end with the record of checks, by their own age: what a budget counts is younger (docs/decisions/0072).
"""

import asyncpg

from shared.db.roles import owner_role
from shared.published.eligibility.misses import REMOVE_OLD_MISSES
from simulator.audit.retention.rule import Purged, Rule

_MOST_IN_A_STEP = 2000
_AS_OWNER = f"SET LOCAL ROLE {owner_role('registry')}"
# Ids rise with time, so the key is what finds the old ones.
_REMOVE_QUESTIONS = """
DELETE FROM registry.person_questions WHERE question_id IN (
    SELECT question_id FROM registry.person_questions WHERE question_id < $1 AND asked_at <= $2
    ORDER BY question_id LIMIT $3)
"""


async def end_questions(connection: asyncpg.Connection, rule: Rule, purged: Purged) -> None:
    """Remove rows that are older than the rule, in short transactions as their owner."""
    purged.questions += await _remove(connection, rule, _REMOVE_QUESTIONS)
    # Each is of a question that was counted.
    await _remove(connection, rule, REMOVE_OLD_MISSES)


async def _remove(connection: asyncpg.Connection, rule: Rule, statement: str) -> int:
    removed, last = 0, _MOST_IN_A_STEP
    while last == _MOST_IN_A_STEP:
        async with connection.transaction():
            await connection.execute(_AS_OWNER)
            status = await connection.execute(statement, rule.first_id_behind, rule.limit, _MOST_IN_A_STEP)
        last = int(status.rpartition(" ")[2])
        removed += last
    return removed
