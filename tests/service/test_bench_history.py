"""The history that the bench works with: records as checks would have left them, and sealed."""

from datetime import timedelta

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loadtests.worlds.history import make_history, seal_history
from loadtests.worlds.population import invent_patients
from shared.clock import ShiftedClock
from shared.seal.checkpoints import CheckpointKey
from shared.worlds.world import open_world
from tests.worlds import TestDatabase


async def test_it_is_what_checks_would_have_left(database: TestDatabase) -> None:
    now, told = ShiftedClock().now(), 0

    def on_progress(count: int) -> None:
        nonlocal told
        told += count

    admin = await asyncpg.connect(database.admin_url)
    try:
        await make_history(admin, list(invent_patients(5, 1, now)), 200, on_progress)
        async with open_world(database.settings(), "eligibility") as world:
            await seal_history(world, CheckpointKey(Ed25519PrivateKey.generate()), on_progress)
        records = await admin.fetch("SELECT * FROM eligibility_published.disclosures ORDER BY check_id")
        kept = await admin.fetch("SELECT * FROM eligibility.last_checks")
        sealed = await admin.fetchval("SELECT sum(record_count) FROM eligibility_published.seals")
    finally:
        await admin.close()

    assert (len(records), sealed, told) == (200, 200, 400)
    assert [record["checked_at"] for record in records] == sorted(record["checked_at"] for record in records)
    assert now - timedelta(days=332) < records[0]["checked_at"] < records[-1]["checked_at"] < now
    assert sorted(len(record["nonce"]) for record in records if record["nonce"] is not None) == [20] * 120
    assert sum(record["chosen_consents"] == ["limit_certificate"] for record in records) == 20
    assert len(kept) == len({record["person_id"] for record in records}) == 5
    for row in kept:
        showing = [
            record["check_id"]
            for record in records
            if record["person_id"] == row["person_id"] and (record["nonce"] or record["chosen_consents"])
        ]
        assert row["check_id"] == showing[-1]
