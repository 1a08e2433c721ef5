"""Sealing on a real PostgreSQL: what is sealed, in which order, by whom, and that both hash the same bytes."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.eligibility.app import create_asgi
from services.eligibility.record.commands import sealing
from services.eligibility.record.commands.sealing import seal
from services.eligibility.record.store.unsealed import Unsealed
from shared.published.eligibility import seals
from shared.seal.records import FIELDS, LEAF_SQL, RECORD_SQL, canonical, leaf_of
from shared.seal.turn import TAKE_TURN
from shared.settings import SERVICES
from shared.web.edge import Edge
from shared.worlds.world import World, open_world
from tests.checkpoint_key import KEY, KEY_PEM
from tests.clinic import Clinic
from tests.service.eligibility.stored_records import open_up, store
from tests.worlds import CLOCK, TestDatabase, serving


@asynccontextmanager
async def opened(database: TestDatabase) -> AsyncIterator[World]:
    async with open_world(database.settings(), "eligibility") as world:
        yield world


@pytest.fixture
async def admin(database: TestDatabase) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.admin_url)
    yield connection
    await connection.close()


async def sealed(admin: asyncpg.Connection) -> list[list[UUID]]:
    rows = await admin.fetch("SELECT check_ids FROM eligibility_published.seals ORDER BY sequence")
    return [row[0] for row in rows]


async def test_what_is_new_is_sealed_once(database: TestDatabase, admin: asyncpg.Connection) -> None:
    async with opened(database) as world:
        assert await seal(world, KEY) == 0
        first, second = await store(admin), await store(admin)
        assert await seal(world, KEY) == 2
        assert await seal(world, KEY) == 0
        third = await store(admin)
        assert await seal(world, KEY) == 1

    assert await sealed(admin) == [[first, second], [third]]


async def test_what_is_sealed_is_counted_once_by_month_in_japan(
    database: TestDatabase, admin: asyncpg.Connection
) -> None:
    first_of_december = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    async with opened(database) as world:
        for at in (first_of_december - timedelta(seconds=1), first_of_december, first_of_december):
            await store(admin, at=at)
        await open_up(admin)
        for what in ("outcome = 'refused'", f"rederived_from = '{UUID(int=1)}'", "institution_code = NULL"):
            check_id = await store(admin, at=first_of_december)
            await admin.execute(f"UPDATE eligibility_published.disclosures SET {what} WHERE check_id = $1", check_id)  # noqa: S608
        assert await seal(world, KEY) == 7
        await store(admin, at=first_of_december)
        assert await seal(world, KEY) == 1
        assert await seal(world, KEY) == 0

    counts = await admin.fetch(
        "SELECT month, fee_table, method, checks FROM eligibility_published.check_counts ORDER BY month, fee_table"
    )
    assert [tuple(row) for row in counts] == [
        ("2026-11", "1", "my_number_card", 1),
        ("2026-12", "", "my_number_card", 1),
        ("2026-12", "1", "my_number_card", 3),
    ]


async def test_a_check_that_commits_late_stands_in_a_later_seal(
    database: TestDatabase, admin: asyncpg.Connection
) -> None:
    slow = await asyncpg.connect(database.admin_url)
    async with opened(database) as world:
        transaction = slow.transaction()
        await transaction.start()
        late = await store(slow)
        early = await store(admin)
        assert await seal(world, KEY) == 0
        await transaction.commit()
        assert await seal(world, KEY) == 2
    await slow.close()

    # In the order of the transactions' beginning, not of the commits: nothing was passed over.
    assert await sealed(admin) == [[late, early]]


@pytest.mark.parametrize("service", ["eligibility", "consent"])
async def test_a_transaction_that_may_still_write_a_record_or_an_act_is_waited_for(
    database: TestDatabase, admin: asyncpg.Connection, service: str
) -> None:
    slow = await asyncpg.connect(database.urls[service])
    async with opened(database) as world:
        transaction = slow.transaction()
        await transaction.start()
        # It has its number, and has touched no record yet.
        await slow.execute("SELECT pg_current_xact_id()")
        early = await store(admin)
        assert await seal(world, KEY) == 0
        late = await (store(slow) if service == "eligibility" else open_up(slow))
        await transaction.commit()
        assert await seal(world, KEY) == 2
    await slow.close()

    assert await sealed(admin) == [[late, early]]


@pytest.mark.parametrize("service", ["registry", "jpki"])
async def test_a_transaction_of_another_service_holds_nothing_up(
    database: TestDatabase, admin: asyncpg.Connection, service: str
) -> None:
    idle = await asyncpg.connect(database.urls[service])
    async with opened(database) as world, idle.transaction():
        await idle.execute("SELECT pg_current_xact_id()")
        await store(admin)

        assert await seal(world, KEY) == 1
    await idle.close()


@pytest.mark.parametrize("service", [service for service in SERVICES if service != "eligibility"])
async def test_no_other_service_takes_the_turn(database: TestDatabase, admin: asyncpg.Connection, service: str) -> None:
    other = await asyncpg.connect(database.urls[service])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await other.execute(TAKE_TURN)
    # What it was before.
    assert await other.fetchval("SELECT pg_try_advisory_lock(hashtext('onshi sealing'))")
    async with opened(database) as world:
        await store(admin)
        assert await seal(world, KEY) == 1
    await other.close()


async def test_a_role_s_transaction_does_not_hang_for_ever(database: TestDatabase) -> None:
    for service in SERVICES:
        connection = await asyncpg.connect(database.urls[service])
        assert await connection.fetchval("SHOW idle_in_transaction_session_timeout") == "30s"
        assert await connection.fetchval("SHOW transaction_timeout") == "1min"
        await connection.close()


async def test_what_is_not_sealed_is_counted_and_dated(database: TestDatabase, admin: asyncpg.Connection) -> None:
    unsealed = Unsealed()
    async with opened(database) as world:
        assert (await unsealed.look(world), unsealed.oldest_s, await unsealed.is_late()) == (0, 0.0, False)
        await store(admin, at=CLOCK.now() - timedelta(seconds=90))
        await store(admin, at=CLOCK.now())
        assert await unsealed.look(world) == 2
        assert 90 <= unsealed.oldest_s < 100
        assert await unsealed.is_late()
        assert await seal(world, KEY) == 2
        assert (await unsealed.look(world), unsealed.oldest_s, await unsealed.is_late()) == (0, 0.0, False)


async def test_an_old_record_that_is_not_sealed_is_a_warning_and_closes_nothing(
    clinic: Clinic, database: TestDatabase, tmp_path: Path
) -> None:
    key_file = tmp_path / "checkpoint-key.pem"
    key_file.write_bytes(KEY_PEM)
    # A writer that hangs: an insert that is not committed keeps what comes after it from being sealed.
    slow = await asyncpg.connect(database.urls["eligibility"])
    settings = database.settings(checkpoint_key_file=key_file)
    async with slow.transaction(), serving(Edge(create_asgi(settings))) as http:
        await slow.execute("SELECT pg_current_xact_id()")
        await store(clinic.admin, at=CLOCK.now() - timedelta(seconds=90))
        async with asyncio.timeout(10):
            while not (ready := await http.get("/readyz")).json()["warnings"]:  # noqa: ASYNC110 - readiness is asked for
                await asyncio.sleep(0.1)
        metrics = (await http.get("/metrics")).text

        assert (ready.status_code, ready.json()["status"]) == (200, "ready")
        assert ready.json()["warnings"] == ["record_sealed_late"]
        assert 'onshi_unsealed_records{world="default"} 1.0' in metrics
        assert re.search(r'^onshi_oldest_unsealed_seconds{world="default"} 9[0-9]\.', metrics, re.MULTILINE)
    await slow.close()


async def test_records_of_one_transaction_are_split_where_a_seal_is_full(
    database: TestDatabase, admin: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST_IN_A_SEAL", 2)
    async with admin.transaction():
        stored = sorted([await store(admin) for _ in range(5)])
    async with opened(database) as world:
        assert [await seal(world, KEY) for _ in range(4)] == [2, 2, 1, 0]

    assert [check_id for batch in await sealed(admin) for check_id in batch] == stored


async def test_of_many_that_seal_at_once_one_does(database: TestDatabase, admin: asyncpg.Connection) -> None:
    async with opened(database) as one, opened(database) as other:
        stored = set()
        for _ in range(20):
            stored |= {await store(admin) for _ in range(3)}
            await asyncio.gather(*(seal(world, KEY) for world in (one, other, one, other)))

    batches = await sealed(admin)
    assert sorted(check_id for batch in batches for check_id in batch) == sorted(stored)


async def test_every_column_of_the_record_is_sealed_but_whose_chain_it_stands_in(admin: asyncpg.Connection) -> None:
    columns = await admin.fetch(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = 'eligibility_published.disclosures'::regclass"
        " AND attnum > 0 AND NOT attisdropped"
    )

    assert {row[0] for row in columns} == {*FIELDS, "cell"}


text_of_the_database = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@given(
    text=st.none() | text_of_the_database,
    names=st.lists(text_of_the_database, max_size=4),
    at=st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - given beside
    person=st.none() | st.uuids(),
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_postgresql_and_python_hash_the_same_bytes(
    admin: asyncpg.Connection, text: str | None, names: list[str], at: datetime, person: UUID | None
) -> None:
    check_id = await store(admin, text=text, names=names, at=at, person=person)

    ((written, leaf),) = await admin.fetch(
        f"SELECT {RECORD_SQL}, {LEAF_SQL} FROM eligibility_published.disclosures d WHERE check_id = $1",  # noqa: S608
        check_id,
    )

    record = msgspec.json.decode(written)
    assert canonical(record) == written.encode()
    assert leaf_of(record) == leaf


async def test_a_backlog_is_found_by_its_index(admin: asyncpg.Connection) -> None:
    await admin.execute("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off")
    await admin.execute(f"PREPARE unsealed (text, uuid, int) AS {seals.UNSEALED_RECORDS}")
    plan = await admin.fetch("EXPLAIN EXECUTE unsealed ('0', '00000000-0000-0000-0000-000000000000', 10)")

    text = "\n".join(row[0] for row in plan)
    assert re.search(r"Index Scan using disclosures_2026_11_listed_in_check_id_idx on", text)
    assert "Merge Append" in text
    assert "Index Scan using acts_to_seal" in text
