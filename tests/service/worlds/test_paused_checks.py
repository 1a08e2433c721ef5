"""A world of eligibility that is paused: long polls end at once, other requests wait until it goes on."""

import asyncio

from services.eligibility.app import create_asgi
from services.eligibility.record.store.check_watch import CheckWatch
from shared.db.budget import ConnectionBudget
from shared.web.edge import Edge
from shared.worlds.control.changes import set_activity
from shared.worlds.control.link import ControlLink
from shared.worlds.process import ProcessWorlds
from shared.worlds.state import Activity
from tests.clinic import Clinic
from tests.service.worlds.process import ControlDatabase
from tests.worlds import TestDatabase, serving

PATIENCE_S = 20.0


async def test_a_pause_ends_long_polls_and_lets_other_requests_wait(
    clinic: Clinic, control: ControlDatabase, database: TestDatabase
) -> None:
    await control.add("default", database)
    link = ControlLink(control.url, "worker 1")
    process = ProcessWorlds(link, ConnectionBudget(8), 60.0)
    headers = {"Authorization": f"Bearer {clinic.token()}"}
    app = Edge(create_asgi(database.settings(), process), worlds=link)
    async with link.followed(process), serving(app) as client:
        cursor = (await client.get("/v1/checks?after=latest", headers=headers)).json()["next_cursor"]
        opened = process.hosts[0].opened("default")
        assert opened is not None
        watch = opened.held.get(CheckWatch)
        poll = asyncio.create_task(client.get(f"/v1/checks?after={cursor}&wait=25", headers=headers))
        async with asyncio.timeout(PATIENCE_S):
            while not watch._waiting:  # noqa: ASYNC110 - nothing tells that a request waits
                await asyncio.sleep(0.01)

        await set_activity(control.admin, "default", Activity.PAUSED)
        answer = await asyncio.wait_for(poll, PATIENCE_S)
        assert (answer.status_code, answer.json()["items"]) == (200, [])

        waiting = asyncio.create_task(client.post("/v1/challenges", headers=headers))
        assert (await client.get("/healthz")).status_code == 200
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["checks"]) == (503, {"world": False})
        assert not waiting.done()
        await set_activity(control.admin, "default", Activity.RUNNING)
        assert (await asyncio.wait_for(waiting, PATIENCE_S)).status_code == 200
        assert (await client.get("/readyz")).json()["checks"]["database"] is True
