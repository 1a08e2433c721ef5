"""Where the record of real checks is sealed, tampered with as a superuser, exported and verified."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg

from services.eligibility.record.commands.sealing import seal
from shared.ids import new_id
from shared.seal.checkpoints import Checkpoint
from shared.worlds.world import open_world
from simulator.audit.export import export_trail
from simulator.audit.findings import Verdict
from simulator.audit.trail import read_trail
from simulator.audit.verification import verify_trail
from tests import builders
from tests.checkpoint_key import KEY
from tests.clinic import Card, Clinic
from tests.worlds import CLOCK, TestDatabase

UNKNOWN = {
    "insured": {"insurer_number": "02999918", "symbol": "1", "number": "1", "birthdate": "1985-04-12"},
    "purpose": "CARE_VISIT",
    "client_reference": "uketsuke-1",
}


@dataclass
class SealedChecks:
    """Five checks in two seals, and one check behind them."""

    clinic: Clinic
    card: Card
    database: TestDatabase
    folder: Path
    check_ids: list[str]
    """In the order of sealing."""

    async def verdict(self, kept: Checkpoint | None = None) -> Verdict:
        file = self.folder / "trail"
        # In a thread of its own, as the command has no event loop when it starts.
        await asyncio.to_thread(export_trail, self.database.settings(), None, file, lambda _done, _total: None)
        return verify_trail(read_trail(file.read_bytes().splitlines()), {KEY.key_id: KEY.public_key}, kept)

    async def findings(self, kept: Checkpoint | None = None) -> list[tuple[str, str]]:
        return [(finding.code, finding.where) for finding in (await self.verdict(kept)).findings]

    def where(self, number: int) -> str:
        """The place of the check ``number`` from 1."""
        seal, place = (1, number) if number <= 3 else (2, number - 3)
        return f"record {self.check_ids[number - 1]} (seal {seal}, place {place})"

    async def tamper(self, *statements: str) -> None:
        """As a superuser, who first takes every constraint out of the way."""
        for table in ("disclosures", "seals", "retention_marks", "checkpoint_keys"):
            rows = await self.clinic.admin.fetch(
                "SELECT conname FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('c', 'u', 'f', 'p')",
                f"eligibility_published.{table}",
            )
            for row in rows:
                await self.clinic.admin.execute(
                    f"ALTER TABLE eligibility_published.{table} DROP CONSTRAINT {row[0]} CASCADE"
                )
        for statement in statements:
            await self.clinic.admin.execute(
                statement.replace("TABLE", "eligibility_published.disclosures")
                .replace("SEALS", "eligibility_published.seals")
                .replace("MARKS", "eligibility_published.retention_marks")
                .replace("THIRD", f"'{self.check_ids[2]}'")
                .replace("SECOND", f"'{self.check_ids[1]}'")
            )


async def move_unsealed(admin: asyncpg.Connection, later: timedelta) -> None:
    """Let what is not sealed yet have been checked so much later, in whichever month that is."""
    rows = await admin.fetch(
        "SELECT check_id, checked_at FROM eligibility_published.disclosures d WHERE NOT EXISTS ("
        " SELECT FROM eligibility_published.seals s WHERE d.check_id = ANY(s.check_ids))"
    )
    for row in rows:
        at = row["checked_at"] + later
        await admin.execute(
            "UPDATE eligibility_published.disclosures SET check_id = $2, checked_at = $3 WHERE check_id = $1",
            row["check_id"],
            new_id(at, os.urandom),
            at,
        )


@asynccontextmanager
async def sealed_checks(
    clinic: Clinic, database: TestDatabase, folder: Path, second_seal_later: timedelta = timedelta()
) -> AsyncIterator[SealedChecks]:
    """Make the checks and seal them; the second seal, its checks and the one behind it may be of a later day."""
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    for how_many, later in ((3, timedelta()), (2, second_seal_later)):
        for number in range(how_many):
            answer = await (clinic.check_by_card(card) if number == 0 else clinic.check(UNKNOWN))
            assert answer.status_code == 200, answer.text
        if later:
            await move_unsealed(clinic.admin, later)
        settings = database.settings(clock_offset_s=(CLOCK.offset + later).total_seconds())
        async with open_world(settings, "eligibility") as world:
            assert await seal(world, KEY) == how_many
    await clinic.check(UNKNOWN)
    if second_seal_later:
        await move_unsealed(clinic.admin, second_seal_later)
    rows = await clinic.admin.fetch("SELECT unnest(check_ids)::text FROM eligibility_published.seals ORDER BY 1")
    yield SealedChecks(clinic, card, database, folder, [row[0] for row in rows])
