"""A control database for one test, and a process that follows it."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.db.embedded import EmbeddedPostgres
from shared.db.urls import with_credentials
from shared.worlds.control.tables import ROLE, prepare_control
from tests.conftest import cloned
from tests.service.worlds.process import ControlDatabase
from tests.worlds import TestDatabase

_PASSWORD = "control-test-password"


@pytest.fixture
async def other_database(postgres: EmbeddedPostgres) -> AsyncIterator[TestDatabase]:
    """A second world's database."""
    async with cloned(postgres) as clone:
        yield clone


@pytest.fixture
async def control(postgres: EmbeddedPostgres) -> AsyncIterator[ControlDatabase]:
    name = TestDatabase.next_name()
    server = await asyncpg.connect(postgres.admin_url)
    await server.execute(f"CREATE DATABASE {name}")
    admin_url = postgres.url_of("onshi_admin", "admin-test-password", name)
    admin = await asyncpg.connect(admin_url)
    await prepare_control(admin, _PASSWORD)
    yield ControlDatabase(name, with_credentials(admin_url, ROLE, _PASSWORD), admin, server)
    await admin.close()
    await server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await server.close()
