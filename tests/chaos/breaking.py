"""Invariants that are broken on purpose, each on the real thing: whoever judges must find it."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import asyncpg
import httpx

from shared.db.embedded import ADMINISTRATOR
from shared.settings import Settings
from simulator.worlds.folder_database import url_in_folder
from tests.chaos.load import Load
from tests.chaos.stand import Stand, wait_until
from tests.worlds import PLAIN

_FORGET_ONE = """
DELETE FROM eligibility_published.disclosures WHERE check_id = (
    SELECT check_id FROM eligibility_published.disclosures WHERE outcome = 'answered' ORDER BY check_id LIMIT 1)
"""
_SPEND_ONE_TWICE = """
WITH two AS (
    SELECT check_id, nonce FROM eligibility_published.disclosures WHERE nonce IS NOT NULL ORDER BY check_id LIMIT 2)
UPDATE eligibility_published.disclosures SET nonce = (SELECT nonce FROM two ORDER BY check_id LIMIT 1)
 WHERE check_id = (SELECT check_id FROM two ORDER BY check_id DESC LIMIT 1)
"""
_CHANGE_ONE = """
UPDATE eligibility_published.disclosures SET client_id = client_id || '-other' WHERE check_id = (
    SELECT check_id
      FROM eligibility_published.disclosures WHERE outcome = 'answered' ORDER BY check_id LIMIT 1 OFFSET 1)
"""


def _execute(statement: str) -> Callable[[Stand, Load], None]:
    def change(stand: Stand, _load: Load) -> None:
        """As a superuser."""
        asyncio.run(_run(stand.folder, statement))

    return change


def _answer_500(stand: Stand, load: Load) -> None:
    """By a rule of the simulator's own, that the next check fails."""
    rule = {"kind": "status", "parameters": {"status": 500}, "match": {"operation": "check_eligibility"}}
    seen = load.seen

    def is_taken() -> bool:
        """A worker that was killed just now is waited for until its lease is over: till then it is 503."""
        answer = httpx.post(f"{stand.control_url}/faults", json=rule, verify=PLAIN, timeout=60)
        return answer.status_code == httpx.codes.CREATED

    wait_until(is_taken, "the rule")
    wait_until(lambda: any(status == httpx.codes.INTERNAL_SERVER_ERROR for _, status in list(seen.statuses)), "a 500")


def _end(stand: Stand, _load: Load) -> None:
    """Nobody starts it again."""
    stand.end()


BREAKS: Mapping[str, Callable[[Stand, Load], None]] = {
    "record": _execute(_FORGET_ONE),
    "nonce": _execute(_SPEND_ONE_TWICE),
    "seal": _execute(_CHANGE_ONE),
    "500": _answer_500,
    "return": _end,
}
"""A record is forgotten, a nonce spent twice, a sealed record changed, a check answered 500, nobody comes back."""


async def _run(folder: Path, statement: str) -> None:
    connection = await asyncpg.connect(url_in_folder(Settings(), folder, ADMINISTRATOR), timeout=30)
    try:
        changed = await connection.execute(statement)
    finally:
        await connection.close()
    assert changed.endswith(" 1"), f"nothing was there to be broken: {changed}"
