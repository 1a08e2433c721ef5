"""Identifiers that an older program folded: brought over by the migration, found by what is asked today."""

from uuid import UUID

import asyncpg
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from shared.db.migrate import alembic_config
from shared.db.urls import for_sqlalchemy
from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, RegistryCaller
from tests.worlds import TestDatabase

OLDER = (
    # What was registered, and what the older program looked it up by: 記号 and 番号.
    ("栁─０１", "００−１２", "栁─01", "-12"),
    ("0012", "1024", "0012", "1024"),
    ("－", "2048", "-", "2048"),
    ("12-3", "4096", "12-3", "4096"),
)


async def test_rows_of_an_older_program_are_looked_up_as_those_of_this_one(
    database: TestDatabase, operator: RegistryCaller
) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", PERSON)
    for place, (symbol, number, _, _) in enumerate(OLDER):
        coverage_id = str(UUID(int=UUID(COVERAGE["coverage_id"]).int + place))
        await operator.make(
            "/v1/coverages", {**COVERAGE, "coverage_id": coverage_id, "symbol": symbol, "number": number}
        )
    admin = await asyncpg.connect(database.admin_url)
    try:
        expected = await _folds(admin)
        assert expected == [("柳-01", "-12"), ("12", "1024"), ("", "2048"), ("12-3", "4096")]
        await _fold_as_before(admin)
        assert await _folds(admin) != expected
        await admin.execute("UPDATE registry.alembic_version SET version_num = '20261120_1745'")

        await _upgrade(database)

        assert await _folds(admin) == expected
        truth = await admin.fetch(
            "SELECT symbol_folded, number_folded FROM registry.coverage_versions ORDER BY coverage_id"
        )
        assert [tuple(row) for row in truth] == expected
    finally:
        await admin.close()


async def test_two_who_differed_by_a_line_only_are_both_found(database: TestDatabase, operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", PERSON)
    for place, symbol in enumerate(("12-3", "12-4")):
        coverage_id = str(UUID(int=UUID(COVERAGE["coverage_id"]).int + place))
        await operator.make("/v1/coverages", {**COVERAGE, "coverage_id": coverage_id, "symbol": symbol})
    admin = await asyncpg.connect(database.admin_url)
    try:
        # The older program knew no ruled line, so it took 12─3 for another 記号 than 12-3.
        for table, column in (("registry.coverage_versions", "symbol_folded"), (_PUBLISHED, "symbol")):
            await admin.execute(f"UPDATE {table} SET {column} = '12─3' WHERE {column} = '12-4'")  # noqa: S608
        await admin.execute("UPDATE registry.alembic_version SET version_num = '20261120_1745'")

        await _upgrade(database)

        assert [symbol for symbol, _ in await _folds(admin)] == ["12-3", "12-3"]
        truth = await admin.fetch("SELECT symbol_folded FROM registry.coverage_versions ORDER BY coverage_id")
        assert [row[0] for row in truth] == ["12-3", "12─3"]
    finally:
        await admin.close()


_PUBLISHED = "registry_published.insured_identifiers"


async def _folds(admin: asyncpg.Connection) -> list[tuple[str, str]]:
    rows = await admin.fetch(f"SELECT symbol, number FROM {_PUBLISHED} ORDER BY coverage_id")  # noqa: S608
    return [tuple(row) for row in rows]


async def _fold_as_before(admin: asyncpg.Connection) -> None:
    names = await admin.fetch(f"SELECT coverage_id FROM {_PUBLISHED} ORDER BY coverage_id")  # noqa: S608
    for row, (_, _, symbol, number) in zip(names, OLDER, strict=True):
        for table, names_of in (
            (_PUBLISHED, ("symbol", "number")),
            ("registry.coverage_versions", ("symbol_folded", "number_folded")),
        ):
            await admin.execute(
                f"UPDATE {table} SET {names_of[0]} = $1, {names_of[1]} = $2 WHERE coverage_id = $3",  # noqa: S608
                *(symbol, number, row["coverage_id"]),
            )


async def _upgrade(database: TestDatabase) -> None:
    def upgrade(connection: Connection) -> None:
        # To that migration and no further: what later ones add is in this program's tables already.
        command.upgrade(alembic_config(connection, "registry"), "20261129_1040")

    engine = create_async_engine(for_sqlalchemy(database.admin_url))
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()
