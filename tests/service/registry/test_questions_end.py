"""What the registry keeps of questions about who somebody is ends with the rule on how long records are kept."""

from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from simulator.audit.retention import questions
from simulator.audit.retention.records import purge
from simulator.audit.retention.rule import Purged, Rule
from tests.service.registry.caller import PERSON, running_registry
from tests.worlds import CLOCK, TestDatabase

FOUND = {name: PERSON[name] for name in ("name", "birthdate", "sex", "address")}
NOBODY = {**FOUND, "sex": "male"}


async def ask(database: TestDatabase, folder: Path, later: timedelta) -> None:
    """Ask once about somebody and twice about nobody, so much later."""
    offset = (CLOCK.offset + later).total_seconds()
    async with running_registry(database, folder, clock_offset_s=offset) as operator:
        if not later:
            await operator.make("/v1/persons", PERSON)
        town = await operator.client("municipality", client_id=f"town-{later.days}")
        for person in (FOUND, NOBODY, NOBODY):
            assert (await town.post("/v1/person-matches", person)).status_code == 200


async def left(database: TestDatabase) -> tuple[list[str], list[str]]:
    """Return who has asked, and whose misses are published."""
    admin = await asyncpg.connect(database.admin_url)
    try:
        asked = await admin.fetch("SELECT asked_by FROM registry.person_questions ORDER BY asked_at")
        missed = await admin.fetch("SELECT asker FROM registry_published.misses ORDER BY missed_at")
    finally:
        await admin.close()
    return [row[0] for row in asked], [row[0] for row in missed]


async def purged(database: TestDatabase, days_later: int) -> Purged:
    return await purge(database.admin_url, Rule(30, CLOCK.now() + timedelta(days=days_later), None))


async def test_questions_and_misses_end_when_they_are_older_than_the_rule(
    database: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "_MOST_IN_A_STEP", 1)
    await ask(database, tmp_path, timedelta())
    await ask(database, tmp_path, timedelta(days=10))

    assert (await purged(database, 29)).questions == 0
    assert await left(database) == (
        ["town-0"] * 3 + ["town-10"] * 3,
        ["client town-0"] * 2 + ["client town-10"] * 2,
    )
    assert (await purged(database, 31)).questions == 3
    assert await left(database) == (["town-10"] * 3, ["client town-10"] * 2)
    assert (await purged(database, 41)).questions == 3
    assert await left(database) == ([], [])
