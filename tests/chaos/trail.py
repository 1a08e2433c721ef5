"""What the record of a stopped load holds, and what the audit finds in it."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

import asyncpg

from shared.db.embedded import ADMINISTRATOR
from shared.settings import Settings
from simulator.audit.export import export_trail
from simulator.audit.trail import read_trail
from simulator.audit.verification import verify_trail
from simulator.worlds.folder_database import url_in_folder
from tests.chaos.seen import Kept

_CHECK_IDS = "SELECT check_id::text FROM eligibility_published.disclosures"
_MOST_OF_A_NONCE = """
SELECT coalesce(max(records), 0) FROM (
    SELECT count(*) AS records FROM eligibility_published.disclosures WHERE nonce IS NOT NULL GROUP BY nonce) n
"""


def recorded_in(folder: Path, settings: Settings | None = None) -> Kept:
    """Read the record of the simulator that runs in ``folder``, without an audit.

    ``settings``: those of a simulator on a database that was given.
    """
    check_ids, most = asyncio.run(_read(url_in_folder(settings or Settings(), folder, ADMINISTRATOR)))
    return Kept(check_ids, most, ())


def audited_in(folder: Path, settings: Settings | None = None) -> Kept:
    """Read the record of the simulator that runs in ``folder``, and audit its exported trail."""
    with tempfile.TemporaryDirectory() as aside:
        trail = Path(aside) / "trail"
        export_trail(settings or Settings(), folder, trail, lambda _done, _total: None)
        with trail.open("rb") as lines:
            verdict = verify_trail(read_trail(lines))
    return replace(
        recorded_in(folder, settings),
        findings=tuple(f"{finding.code} at {finding.where}" for finding in verdict.findings),
    )


async def _read(url: str) -> tuple[frozenset[str], int]:
    connection = await asyncpg.connect(url, timeout=30)
    try:
        rows = await connection.fetch(_CHECK_IDS)
        return frozenset(row[0] for row in rows), await connection.fetchval(_MOST_OF_A_NONCE)
    finally:
        await connection.close()
