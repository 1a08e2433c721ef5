"""Lifespans inside a lifespan."""

import pytest
from starlette.types import Receive, Scope, Send

from simulator.running.lifespans import StartUpFailed, lifespans_of


class Recording:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        for _ in range(2):
            message = await receive()
            self.told.append(message["type"])
            await send({"type": message["type"] + ".complete"})


async def refusing(_scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "lifespan.startup.failed", "message": "no database"})


async def crashing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise ValueError("broken")


async def test_every_app_is_started_and_stopped() -> None:
    apps = [Recording(), Recording()]

    async with lifespans_of(apps):
        assert [app.told for app in apps] == [["lifespan.startup"]] * 2

    assert [app.told for app in apps] == [["lifespan.startup", "lifespan.shutdown"]] * 2


async def test_an_app_that_cannot_start_says_why() -> None:
    with pytest.raises(StartUpFailed, match="no database"):
        async with lifespans_of([refusing]):
            pass


async def test_an_app_that_breaks_while_starting_is_a_failure() -> None:
    with pytest.raises(StartUpFailed) as raised:
        async with lifespans_of([crashing]):
            pass

    assert isinstance(raised.value.__cause__, ValueError)
