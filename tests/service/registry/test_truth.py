"""What is published equals the truth at every instant, and neither can be rewritten."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import msgspec
import pytest
from alembic import command
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from services.registry import published_tables
from services.registry.certificates.commands import LIMIT_KIND, issue_certificate
from services.registry.coverages.commands.acquisition import register_coverage
from services.registry.coverages.commands.loss import register_loss
from services.registry.coverages.rules.filing import Filing
from services.registry.directory.commands import register_insurer
from services.registry.imports.store.tables import imports
from services.registry.person_records.store.coverages import read_coverages
from services.registry.persons.commands import register_person
from services.registry.recording import Author
from services.registry.table_forms import metadata
from shared.clock import FrozenClock
from shared.db.database import open_database
from shared.db.migrate import alembic_config
from shared.db.urls import for_sqlalchemy
from shared.domain.codes import LimitCategory, LimitCertificateKind, LossReason, Relationship, Sex
from shared.domain.coverage import Coverage, Insurer, LimitCertificate, PersonRecord
from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind
from shared.worlds.world import World
from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, RegistryCaller
from tests.worlds import TestDatabase

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PERSON_ID = UUID("019a0000-0000-7000-8000-000000000001")
COVERAGE_ID = UUID("019a0000-0000-7000-8000-0000000000c1")
SOCIETY_NUMBER = InsurerNumber("06123457")
HANAKO = PersonRecord(str(PERSON_ID), "見本　花子", None, Sex.FEMALE, date(1985, 4, 1))
EMPLOYED = Coverage(
    str(COVERAGE_ID),
    Insurer("06123457", "", InsurerKind.SOCIETY),
    "１２−３４",
    "００５６７８",
    "01",
    Relationship.SELF,
    date(2024, 4, 1),
)
CERTIFIED = LimitCertificate(
    "019a0000-0000-7000-8000-0000000000d1",
    LimitCertificateKind.LIMIT,
    LimitCategory.A03,
    date(2026, 7, 20),
    date(2026, 8, 1),
)


def _anybody(_: str) -> None:
    """Let everybody change everything."""


@asynccontextmanager
async def _author(database: TestDatabase) -> AsyncIterator[Author]:
    async with open_database(database.urls["registry"], statement_timeout_s=5) as connections:
        yield Author(World("default", FrozenClock(NOW), os.urandom, connections), "operator")


async def _enrol(author: Author) -> None:
    await register_insurer(author, SOCIETY_NUMBER, "見本健康保険組合", InsurerKind.SOCIETY)
    await register_person(author, HANAKO)
    await register_coverage(author, Filing(PERSON_ID, EMPLOYED))
    await issue_certificate(author, LIMIT_KIND, COVERAGE_ID, CERTIFIED, _anybody)
    await register_loss(author, COVERAGE_ID, date(2026, 12, 1), LossReason.OTHER, _anybody)


async def test_changes_within_one_instant_are_published_one_after_the_other(database: TestDatabase) -> None:
    async with _author(database) as author:
        await _enrol(author)

    reader = await asyncpg.connect(database.urls["eligibility"])
    rows = await reader.fetch("SELECT * FROM registry_published.persons ORDER BY known_from")
    await reader.close()
    assert [row["known_from"] for row in rows] == [NOW.replace(microsecond=step) for step in (0, 1, 2, 3)]
    assert [row["known_to"] for row in rows[:-1]] == [row["known_from"] for row in rows[1:]]
    assert len({row["version_id"] for row in rows}) == 4


async def test_what_is_published_is_the_truth_at_every_instant(database: TestDatabase) -> None:
    async with _author(database) as author:
        await _enrol(author)
        reader = await asyncpg.connect(database.urls["eligibility"])
        published = await reader.fetch("SELECT * FROM registry_published.persons")
        await reader.close()
        assert len(published) == 4
        async with author.world.database.transaction() as connection:
            for row in published:
                record = msgspec.json.decode(row["document"], type=PersonRecord)
                truth = await read_coverages(connection, PERSON_ID, row["known_from"])
                assert record.coverages == tuple(each.coverage for each in truth)
                assert row["address_hidden"] == record.address_hidden
                assert row["self_information_blocked"] == record.self_information_blocked

    last = msgspec.json.decode(max(published, key=lambda row: row["known_from"])["document"], type=PersonRecord)
    assert last.name == "見本　花子"
    (coverage,) = last.coverages
    assert coverage.insurer == Insurer("06123457", "見本健康保険組合", InsurerKind.SOCIETY)
    assert (coverage.symbol, coverage.number, coverage.branch) == ("１２−３４", "００５６７８", "01")
    assert (coverage.lost_on, coverage.loss_reason) == (date(2026, 12, 1), LossReason.OTHER)
    assert coverage.limit_certificates == (CERTIFIED,)


async def test_identifiers_are_published_folded_and_once(database: TestDatabase) -> None:
    async with _author(database) as author:
        await _enrol(author)

    reader = await asyncpg.connect(database.urls["eligibility"])
    (row,) = await reader.fetch("SELECT * FROM registry_published.insured_identifiers")
    await reader.close()
    assert (row["insurer_number"], row["symbol"], row["number"], row["branch"]) == ("06123457", "12-34", "5678", "01")
    assert (row["birthdate"], row["person_id"], row["coverage_id"]) == (date(1985, 4, 1), PERSON_ID, COVERAGE_ID)


async def test_an_order_is_kept_when_the_clock_is_set_back(database: TestDatabase) -> None:
    async with _author(database) as author:
        await register_insurer(author, SOCIETY_NUMBER, "見本健康保険組合", InsurerKind.SOCIETY)
        await register_person(author, HANAKO)
        clock = author.world.clock
        assert isinstance(clock, FrozenClock)
        clock.instant = datetime(2020, 1, 1, tzinfo=UTC)
        registered = await register_coverage(author, Filing(PERSON_ID, EMPLOYED))
        assert registered.thing.recorded_at == NOW.replace(microsecond=1)


async def test_writers_of_one_person_come_one_after_the_other(operator: RegistryCaller, database: TestDatabase) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", PERSON)
    bodies = [{**COVERAGE, "coverage_id": None, "branch": f"{number:02}"} for number in range(12)]
    answers = await asyncio.gather(*(operator.post("/v1/coverages", body) for body in bodies))
    taken = await asyncio.gather(
        *(operator.post("/v1/coverages", {**COVERAGE, "coverage_id": None, "branch": "20"}) for _ in range(6))
    )
    same = await asyncio.gather(*(operator.post("/v1/coverages", {**COVERAGE, "branch": "30"}) for _ in range(6)))

    assert [answer.status_code for answer in answers] == [201] * 12
    assert sorted(answer.status_code for answer in taken) == [201, 409, 409, 409, 409, 409]
    assert sorted(answer.status_code for answer in same) == [200, 200, 200, 200, 200, 201]
    reader = await asyncpg.connect(database.urls["eligibility"])
    (row,) = await reader.fetch("SELECT document FROM registry_published.persons WHERE known_to = 'infinity'")
    identifiers = await reader.fetchval("SELECT count(*) FROM registry_published.insured_identifiers")
    await reader.close()
    assert len(msgspec.json.decode(row[0], type=PersonRecord).coverages) == 14
    assert identifiers == 14


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM registry.person_versions",
        "UPDATE registry.person_versions SET name = 'x'",
        "UPDATE registry.person_versions SET recorded_at = recorded_at",
        "TRUNCATE registry.person_versions",
        "DELETE FROM registry.persons",
        "UPDATE registry.persons SET person_id = person_id",
        "UPDATE registry.coverage_versions SET lost_on = NULL",
        "DELETE FROM registry.coverage_versions",
        "DELETE FROM registry.coverages",
        "UPDATE registry.coverages SET coverage_id = coverage_id",
        "UPDATE registry.client_versions SET secret_sha256 = ''",
        "DELETE FROM registry.card_registrations",
        "UPDATE registry_published.persons SET document = '{}'",
        "DELETE FROM registry_published.persons",
        "ALTER TABLE registry.person_versions DISABLE TRIGGER ALL",
    ],
)
async def test_the_registry_itself_cannot_rewrite_or_delete_a_fact(database: TestDatabase, statement: str) -> None:
    connection = await asyncpg.connect(database.urls["registry"])
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_a_superseded_version_stays_as_it_is(database: TestDatabase) -> None:
    async with _author(database) as author:
        await _enrol(author)
    connection = await asyncpg.connect(database.urls["registry"])
    try:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await connection.execute(
                "UPDATE registry.coverage_versions SET superseded_at = 'infinity' WHERE superseded_at <> 'infinity'"
            )
    finally:
        await connection.close()


@pytest.mark.parametrize("service", ["eligibility", "consent", "jpki"])
async def test_other_services_do_not_see_the_truth(database: TestDatabase, service: str) -> None:
    connection = await asyncpg.connect(database.urls[service])
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch("SELECT * FROM registry.person_versions")
    finally:
        await connection.close()


async def test_the_tables_are_those_of_the_migrations(database: TestDatabase) -> None:
    def check(connection: Connection) -> None:
        assert imports.metadata is metadata
        command.check(alembic_config(connection, "registry", metadata))

    assert published_tables.SCHEMA == "registry_published"
    engine = create_async_engine(for_sqlalchemy(database.admin_url))
    async with engine.begin() as connection:
        await connection.run_sync(check)
    await engine.dispose()


async def test_the_migration_can_be_taken_back_and_made_again(database: TestDatabase) -> None:
    def there_and_back(connection: Connection) -> None:
        config = alembic_config(connection, "registry")
        command.downgrade(config, "20261120_1600")
        command.upgrade(config, "head")

    engine = create_async_engine(for_sqlalchemy(database.admin_url))
    async with engine.begin() as connection:
        await connection.run_sync(there_and_back)
    await engine.dispose()
