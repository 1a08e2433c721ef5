"""After each way of restoring: new checks are listed, waited for, sealed, counted, and the audit accuses nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.eligibility.app import create_asgi
from services.eligibility.record.commands.sealing import seal
from services.eligibility.record.store.unsealed import Unsealed
from services.jpki.authority.rules.generations import Authority
from shared.db.migrate import migrate
from shared.web.edge import Edge
from shared.worlds.world import open_world
from tests.checkpoint_key import KEY
from tests.clinic import Clinic, clinic_at
from tests.conftest import PASSWORDS
from tests.service.eligibility.stored_records import store
from tests.service.restored import Original, Restored, dump, original, running_copy, stopped_copy
from tests.service.sealed_checks import UNKNOWN, SealedChecks
from tests.worlds import TestDatabase, serving

Way = Callable[[Original], AbstractAsyncContextManager[Restored]]
WAYS = [dump, running_copy, stopped_copy]


@pytest.fixture(scope="module")
async def source() -> AsyncIterator[Original]:
    async with original() as made:
        yield made


@pytest.fixture(scope="module")
async def before(source: Original, authorities: dict[int, Authority], card_key: RSAPrivateKey) -> Clinic:
    """What the original world knows: roots, token key."""
    async with clinic_at(source.database, authorities, card_key) as clinic:
        return clinic


@asynccontextmanager
async def served_again(database: TestDatabase, before: Clinic) -> AsyncIterator[Clinic]:
    """The same clinic before a service on the restored database."""
    admin = await asyncpg.connect(database.admin_url)
    try:
        async with serving(Edge(create_asgi(database.settings()))) as http:
            yield Clinic(http, admin, before.tokens, before.authorities, before.card_key)
    finally:
        await admin.close()


async def sealed_in(database: TestDatabase) -> int:
    async with open_world(database.settings(), "eligibility") as world:
        return await seal(world, KEY)


async def unsealed_in(database: TestDatabase) -> int:
    async with open_world(database.settings(), "eligibility") as world:
        return await Unsealed().look(world)


async def listed(clinic: Clinic, after: str | None = None, **more: Any) -> tuple[list[str], str]:
    query = {**more, **({} if after is None else {"after": after})}
    answer = await clinic.http.get("/v1/checks", params=query, headers=clinic.headers())
    assert answer.status_code == 200, answer.text
    return [item["check_id"] for item in answer.json()["items"]], answer.json()["next_cursor"]


async def checked(clinic: Clinic) -> str:
    answer = await clinic.check(UNKNOWN)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["check_id"])


async def two_sealed_and_one_not(source: Original, before: Clinic) -> list[str]:
    async with served_again(source.database, before) as clinic:
        await checked(clinic)
        await checked(clinic)
        await sealed_in(source.database)
        await checked(clinic)
        return (await listed(clinic))[0]


@dataclass(frozen=True)
class Backup:
    """What was there when the backup was made, and how far callers had read when it was needed."""

    restore: Restored
    kept: list[str]
    cursor: str


@pytest.fixture(params=WAYS, ids=[way.__name__ for way in WAYS])
async def backup(request: pytest.FixtureRequest, source: Original, before: Clinic) -> AsyncIterator[Backup]:
    """Two sealed checks and one that is not; more of them after the backup, which are lost."""
    way: Way = request.param
    kept = await two_sealed_and_one_not(source, before)
    async with way(source) as restore:
        async with served_again(source.database, before) as clinic:
            for _ in range(3):
                await checked(clinic)
            await sealed_in(source.database)
            _, cursor = await listed(clinic)
        yield Backup(restore, kept, cursor)


async def test_after_a_restore_all_goes_on(backup: Backup, before: Clinic, tmp_path: Path) -> None:
    database = await backup.restore()
    await migrate(database.admin_url, PASSWORDS)
    async with served_again(database, before) as clinic:
        # What is there is listed, and what comes now to everybody, also to who had read what is lost.
        assert (await listed(clinic))[0] == backup.kept
        assert (await listed(clinic, backup.cursor))[0] == []
        waiting = asyncio.create_task(listed(clinic, backup.cursor, wait=20))
        new = [await checked(clinic)]
        assert (await waiting)[0] == new
        new.append(await checked(clinic))
        assert (await listed(clinic))[0] == [*backup.kept, *new]
        assert (await listed(clinic, backup.cursor))[0] == new

        # One was not sealed when the backup was made.
        assert await unsealed_in(database) == 3
        assert await sealed_in(database) == 3
        assert (await unsealed_in(database), await sealed_in(database)) == (0, 0)

        last = await checked(clinic)
        checks = SealedChecks(clinic, clinic.card(), database, tmp_path, [])
        verdict = await checks.verdict()
        assert (verdict.findings, verdict.sealed, verdict.unsealed) == ([], len(backup.kept) + 2, 1)
        changed = "UPDATE eligibility_published.disclosures SET purpose = 'EMERGENCY' WHERE check_id = $1"
        await clinic.admin.execute(changed, new[0])
        assert [code for code, _ in await checks.findings()] == ["record-changed"]
        assert (await listed(clinic))[0][-1] == last


async def test_a_dump_that_nobody_has_migrated_is_not_served(source: Original, before: Clinic, tmp_path: Path) -> None:
    kept = await two_sealed_and_one_not(source, before)
    async with dump(source) as restore:
        database = await restore()
        async with served_again(database, before) as clinic:
            ready = await clinic.http.get("/readyz")
            refused = await clinic.check(UNKNOWN)
            # A version that did not refuse has stored records all the same, before the last seal.
            stored = await store(clinic.admin), await store(clinic.admin)

            assert (ready.status_code, ready.json()["checks"]["record_order"]) == (503, False)
            assert (refused.status_code, refused.json()["type"]) == (503, "urn:onshi:problem:database-unavailable")

        await migrate(database.admin_url, PASSWORDS)
        async with served_again(database, before) as clinic:
            assert (await clinic.http.get("/readyz")).json()["checks"]["record_order"] is True
            last = await checked(clinic)
            assert await unsealed_in(database) == 4
            assert await sealed_in(database) == 4
            assert (await SealedChecks(clinic, clinic.card(), database, tmp_path, []).verdict()).findings == []
            assert (await listed(clinic))[0] == [*kept, *sorted(map(str, stored)), last]
