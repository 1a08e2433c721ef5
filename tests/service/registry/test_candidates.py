"""Persons are looked up by birth date and folded name, however many share the birth date; an older program's too."""

from datetime import date
from typing import Any

import asyncpg
from alembic import command
from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import create_async_engine

from services.registry.person_records.store.candidates import read_who_may_be
from shared.db.database import open_database
from shared.db.migrate import alembic_config
from shared.db.urls import for_sqlalchemy
from shared.domain.codes import Sex
from shared.domain.matching import Description
from tests.service.registry.caller import PERSON, RegistryCaller
from tests.worlds import TestDatabase

_MANY = """
INSERT INTO registry.persons SELECT lpad(n::text, 32, '0')::uuid, '2026-01-01' FROM generate_series(1, 20000) n;
INSERT INTO registry.person_versions (version_id, person_id, name, sex, birthdate, address_hidden,
    self_information_blocked, recorded_at, recorded_by)
SELECT md5('p' || n)::uuid, lpad(n::text, 32, '0')::uuid, 'x', 'female', '1985-04-01', false,
       false, '2026-01-01', 'x'
FROM generate_series(1, 20000) n;
INSERT INTO registry.person_name_keys
SELECT k, lpad(n::text, 32, '0')::uuid FROM generate_series(1, 20000) n, unnest(ARRAY[n, -n]) k;
ANALYZE registry.person_versions, registry.person_name_keys
"""
SOMEBODY = Description("見本花子", date(1985, 4, 1), Sex.FEMALE)


async def test_who_has_the_name_is_found_among_thousands_of_the_same_day(
    database: TestDatabase, operator: RegistryCaller
) -> None:
    await operator.make("/v1/persons", {**PERSON, "person_id": "ffffffff-ffff-7fff-8fff-ffffffffffff"})
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute(_MANY)
    await admin.close()
    asked: list[tuple[str, Any]] = []

    def keep(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        asked.append((statement, parameters))

    async with (
        open_database(database.urls["registry"], statement_timeout_s=5) as opened,
        opened.transaction() as connection,
    ):
        event.listen(Engine, "before_cursor_execute", keep)
        found = await read_who_may_be(connection, [SOMEBODY])
        event.remove(Engine, "before_cursor_execute", keep)
        ((statement, parameters),) = asked
        plan = [row[0] for row in await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]
    assert [each.name for each in found[SOMEBODY.birthdate]] == [PERSON["name"]]
    assert [line for line in plan if "Index Only Scan using person_name_keys_pkey" in line], plan
    assert [line for line in plan if "Index Scan using person_versions_open" in line], plan


async def test_whom_an_older_program_recorded_is_looked_up_too(
    database: TestDatabase, operator: RegistryCaller
) -> None:
    await operator.make("/v1/persons", PERSON)
    town = await operator.client("municipality")
    wanted = {name: PERSON[name] for name in ("name", "birthdate", "sex", "address")} | {"item_reference": "1"}
    admin = await asyncpg.connect(database.admin_url)
    await admin.execute("DELETE FROM registry.person_name_keys")
    await admin.execute("UPDATE registry.alembic_version SET version_num = '20261130_1900'")
    await admin.close()
    before = (await town.post("/v1/person-matches/bulk", {"items": [wanted]})).json()

    def upgrade(connection: Connection) -> None:
        # To that migration and no further: what later ones add is in this program's tables already.
        command.upgrade(alembic_config(connection, "registry"), "20261130_1910")

    engine = create_async_engine(for_sqlalchemy(database.admin_url))
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()
    after = (await town.post("/v1/person-matches/bulk", {"items": [wanted]})).json()

    assert [each["items"][0]["outcome"] for each in (before, after)] == ["none", "one"]
