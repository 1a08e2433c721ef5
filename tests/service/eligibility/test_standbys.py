"""Commits that wait for a standby, and none is there: nothing is answered, and an operator is told why. About 15 s."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.jpki.authority.rules.generations import Authority
from shared.db.embedded import EmbeddedPostgres
from shared.db.migrate import migrate
from shared.db.roles import runtime_role
from shared.settings import SERVICES
from tests import builders
from tests.clinic import clinic_at
from tests.conftest import PASSWORDS
from tests.service.eligibility.questions import by_identifier
from tests.worlds import TestDatabase


async def test_without_a_standby_nothing_is_answered_and_readiness_says_why(
    authorities: dict[int, Authority], card_key: RSAPrivateKey, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(tempfile.mkdtemp(prefix="onshi-test-"))
    server = EmbeddedPostgres(folder, "admin-test-password")
    try:
        await server.start()
        await migrate(server.admin_url, PASSWORDS)
        database = TestDatabase(
            admin_url=server.admin_url,
            urls={name: server.url_of(runtime_role(name), PASSWORDS[name], "postgres") for name in SERVICES},
        )
        async with clinic_at(database, authorities, card_key, statement_timeout_s=2.0) as clinic:
            await clinic.publish(builders.person())
            # Ready or not (this one has no token keys): it waits for nobody, and nothing is said of standbys.
            assert (await clinic.http.get("/readyz")).json()["warnings"] == []
            await _wait_for(server.admin_url, "'nobody'")

            refused = await until(lambda: clinic.check(by_identifier()), lambda answer: answer.status_code == 503)
            told = await until(lambda: clinic.http.get("/readyz"), lambda answer: answer.json()["warnings"] != [])

            assert refused.json()["type"] == "urn:onshi:problem:database-too-slow"
            assert (told.status_code, told.json()["checks"]["database"]) == (503, False)
            assert told.json()["warnings"] == ["no_standby"]
            said = "no standby follows the database: nothing is stored until one does"
            assert said in capsys.readouterr().out

            await _wait_for(server.admin_url, "''")
            await until(lambda: clinic.check(by_identifier()), lambda answer: answer.json().get("validity") == "valid")
            await until(lambda: clinic.http.get("/readyz"), lambda answer: answer.json()["warnings"] == [])
    finally:
        await server.stop()
        shutil.rmtree(folder)


async def until(
    ask: Callable[[], Awaitable[httpx.Response]], holds: Callable[[httpx.Response], bool]
) -> httpx.Response:
    """Ask again until it holds: each of the pool's sessions takes up what was reloaded when its own signal has come."""
    async with asyncio.timeout(60):
        while not holds(answer := await ask()):  # noqa: ASYNC110 - another machine's state is asked for
            await asyncio.sleep(0.05)
    return answer


async def _wait_for(admin_url: str, standbys: str) -> None:
    """Let commits wait for ``standbys``, as Patroni sets it."""
    admin = await asyncpg.connect(admin_url)
    try:
        await admin.execute(f"ALTER SYSTEM SET synchronous_standby_names = {standbys}")
        await admin.execute("SELECT pg_reload_conf()")
        # A session takes up what the reload brought with its next statement.
        name = standbys.strip("'")
        for _ in range(3000):
            if await admin.fetchval("SHOW synchronous_standby_names") == name:
                break
            await asyncio.sleep(0.01)
        assert await admin.fetchval("SHOW synchronous_standby_names") == name
    finally:
        await admin.close()
