import asyncio
from pathlib import Path

import asyncpg
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from services.registry.app import create_app
from shared.settings import MissingSetting
from shared.web.edge import Edge
from tests.service.registry.caller import OPERATOR_SECRET, RegistryCaller, write_token_key
from tests.worlds import TestDatabase, serving


async def test_a_registry_that_starts_before_its_database_mends_itself(database: TestDatabase, tmp_path: Path) -> None:
    admin = await asyncpg.connect(database.admin_url)
    name = await admin.fetchval("SELECT current_database()")
    await admin.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 0")
    settings = database.settings(token_key_file=write_token_key(tmp_path), operator_secret=SecretStr(OPERATOR_SECRET))
    async with serving(Edge(create_app(settings))) as http:
        assert (await http.get("/healthz")).status_code == 200
        waiting = await http.get("/readyz")
        refused = await RegistryCaller(http, database).token("operator", OPERATOR_SECRET)
        await admin.execute(f"ALTER DATABASE {name} CONNECTION LIMIT -1")
        async with asyncio.timeout(10):
            while (await http.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - readiness is asked for
                await asyncio.sleep(0.05)
        given = await RegistryCaller(http, database).token("operator", OPERATOR_SECRET)
    await admin.close()

    assert (waiting.status_code, waiting.json()["checks"]) == (503, {"database": False, "token_keys": False})
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
    assert given.status_code == 200


async def test_workers_that_start_together_publish_one_key(database: TestDatabase, tmp_path: Path) -> None:
    settings = database.settings(token_key_file=write_token_key(tmp_path), operator_secret=SecretStr(OPERATOR_SECRET))
    apps = [create_app(settings) for _ in range(4)]
    async with asyncio.timeout(20):
        await asyncio.gather(*(_start_and_stop(app) for app in apps))
    reader = await asyncpg.connect(database.urls["registry"])
    assert await reader.fetchval("SELECT count(*) FROM registry_published.token_keys") == 1
    assert await reader.fetchval("SELECT count(*) FROM registry.client_versions") == 1
    await reader.close()


async def _start_and_stop(app: FastAPI) -> None:
    async with app.router.lifespan_context(app):
        pass


async def test_a_registry_without_a_token_key_does_not_start(database: TestDatabase) -> None:
    app = create_app(database.settings())
    with pytest.raises(MissingSetting):
        async with app.router.lifespan_context(app):
            pass
