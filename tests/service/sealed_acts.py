"""Where what consents and openings did is sealed in the chain of checks, tampered with as a superuser, and verified."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.eligibility.record.commands.sealing import seal
from shared.worlds.world import open_world
from simulator.audit.export import export_trail
from simulator.audit.findings import Verdict
from simulator.audit.trail import read_trail
from simulator.audit.verification import verify_trail
from tests import builders
from tests.checkpoint_key import KEY
from tests.clinic import INSTITUTION, Card
from tests.service.consent.office import Office
from tests.worlds import CLOCK, TestDatabase

ACTS = "SELECT act_id::text, act FROM consent_published.acts ORDER BY listed_in, act_id"


@dataclass
class SealedActs:
    """A check by card, a consent that is given and withdrawn, an opening that is made and closed: one seal."""

    office: Office
    card: Card
    database: TestDatabase
    folder: Path
    consent_id: str
    opening_id: str
    acts: dict[str, str]
    """The id of each kind of act."""

    async def seal(self) -> int:
        async with open_world(self.database.settings(), "eligibility") as world:
            return await seal(world, KEY)

    async def verdict(self) -> Verdict:
        file = self.folder / "trail"
        # In a thread of its own, as the command has no event loop when it starts.
        await asyncio.to_thread(export_trail, self.database.settings(), None, file, lambda _done, _total: None)
        return verify_trail(read_trail(file.read_bytes().splitlines()), {KEY.key_id: KEY.public_key})

    async def findings(self) -> list[tuple[str, str]]:
        return [(finding.code, finding.where) for finding in (await self.verdict()).findings]

    async def tamper(self, statement: str, *arguments: Any) -> None:
        """As a superuser, who first takes every constraint and trigger out of the way."""
        admin = self.office.clinic.admin
        for table in ("acts", "consents", "openings"):
            rows = await admin.fetch(
                "SELECT conname FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('c', 'u', 'p')",
                f"consent_published.{table}",
            )
            for row in rows:
                await admin.execute(f"ALTER TABLE consent_published.{table} DROP CONSTRAINT {row[0]} CASCADE")
            await admin.execute(f"ALTER TABLE consent_published.{table} DISABLE TRIGGER ALL")
        await admin.execute(statement, *arguments)


async def sealed_acts(office: Office, database: TestDatabase, folder: Path) -> SealedActs:
    """Do what SealedActs says, and seal it."""
    card = office.clinic.card()
    await office.clinic.publish(builders.person(), card)
    await office.publish_institution()
    check_id = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    consent_id = f"{check_id}.medication"
    body = {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}
    opening = {
        "purpose": "DISASTER_READ",
        "institution_codes": [INSTITUTION],
        "ends_at": (CLOCK.now().replace(year=CLOCK.now().year + 1)).isoformat(),
    }
    answers = [
        await office.post("/v1/consents", body),
        await office.post(f"/v1/consents/{consent_id}/withdrawal", {"reason": "patient"}),
        opened := await office.as_operator("/v1/openings", opening),
    ]
    opening_id = opened.json()["opening_id"]
    answers.append(await office.as_operator(f"/v1/openings/{opening_id}/closure", {}))
    assert [answer.status_code for answer in answers] == [201, 200, 201, 200], [answer.text for answer in answers]
    rows = await office.clinic.admin.fetch(ACTS)
    made = SealedActs(
        office, card, database, folder, consent_id, opening_id, {row["act"]: row["act_id"] for row in rows}
    )
    assert await made.seal() == 5
    return made
