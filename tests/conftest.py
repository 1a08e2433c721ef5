"""What every test that needs PostgreSQL starts from: one embedded server, one migrated template, a clone for each."""

import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from shared.db.embedded import EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.published.eligibility.months import MAKE_MONTHS
from shared.settings import SERVICES
from tests.flows.program import SEED_AND_DAY, simulator_in
from tests.room import best_place, made_once, new_room
from tests.worlds import CLOCK, TestDatabase

# How long a draw takes on a shared machine says nothing about the code. The same draws at every run: a change is
# answerable for what it broke, not for luck. --hypothesis-profile=explore looks for what nobody has thought of.
settings.register_profile("onshi", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", settings.get_profile("onshi"), derandomize=False, max_examples=2_000)
settings.load_profile("onshi")

# Tests call what they started themselves, on loopback: a proxy for the internet has no part in it.
for name in [name for name in os.environ if name.lower().endswith("_proxy")]:  # noqa: TID251 - where a shell stands
    del os.environ[name]  # noqa: TID251 - same

# What they start is told to hang up, also where the tests themselves are not to hear it (nohup).
signal.signal(signal.SIGHUP, signal.SIG_DFL)

PASSWORDS: Mapping[str, str] = {service: f"{service}-test-password" for service in SERVICES}
TEMPLATE = "onshi_template"


def pytest_configure(config: pytest.Config) -> None:
    """Let everything temporary of this run, and of its workers, stand in one room."""
    if hasattr(config, "workerinput"):
        tempfile.tempdir = config.workerinput["room"]
        return
    stack = ExitStack()
    tempfile.tempdir = str(stack.enter_context(new_room(best_place())))
    config.add_cleanup(stack.close)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of pytest-xdist where the room is."""
    node.workerinput["room"] = tempfile.tempdir


@pytest.fixture(scope="session")
def stopped_world() -> Path:
    """The folder of a world that `onshi up` filled and that nobody serves, to be copied."""
    return made_once("stopped-world", _fill)


def _fill(folder: Path) -> None:
    with simulator_in(folder, *SEED_AND_DAY) as filled:
        pass
    filled.log.unlink()


@pytest.fixture(scope="session")
async def postgres() -> AsyncIterator[EmbeddedPostgres]:
    """An embedded server without fsync, with the template database migrated to the newest version."""
    # Not pytest's own folder: that one is closed to the user that the server runs as under root.
    folder = Path(tempfile.mkdtemp(prefix="onshi-test-"))
    server = EmbeddedPostgres(folder, "admin-test-password", durable=False)
    try:
        await server.start()
        admin = await asyncpg.connect(server.admin_url)
        await admin.execute(f"CREATE DATABASE {TEMPLATE}")
        await admin.close()
        template = server.url_of("onshi_admin", "admin-test-password", TEMPLATE)
        await migrate(template, PASSWORDS)
        # Tests that write records themselves need not make the month in which they stand.
        admin = await asyncpg.connect(template)
        await admin.execute(MAKE_MONTHS, [CLOCK.now(), CLOCK.now() + timedelta(days=31)])
        await admin.close()
        yield server
    finally:
        await server.stop()
        shutil.rmtree(folder)


@pytest.fixture
async def database(postgres: EmbeddedPostgres) -> AsyncIterator[TestDatabase]:
    """A database of its own for one test, cloned from the template."""
    async with cloned(postgres) as clone:
        yield clone


@asynccontextmanager
async def cloned(postgres: EmbeddedPostgres) -> AsyncIterator[TestDatabase]:
    """Clone the template and drop the clone at the end."""
    name = TestDatabase.next_name()
    admin = await asyncpg.connect(postgres.admin_url)
    try:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        yield TestDatabase(
            admin_url=postgres.url_of("onshi_admin", "admin-test-password", name),
            urls={service: postgres.url_of(runtime_role(service), PASSWORDS[service], name) for service in SERVICES},
        )
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await admin.close()
