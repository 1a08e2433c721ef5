"""Running the lifespans of several ASGI apps inside another's, each in a task of its own as a server would."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Message, Scope


class StartUpFailed(Exception):
    """An app could not start; its own log says why."""


class _Conversation:
    """What a server and an app say to each other about start and end."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._answers: asyncio.Queue[Message] = asyncio.Queue()
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        scope: Scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        await self._app(scope, self._to_app.get, self._answers.put)

    async def say(self, what: str) -> None:
        """Send ``lifespan.<what>`` and wait for its answer; raises StartUpFailed."""
        await self._to_app.put({"type": f"lifespan.{what}"})
        answer = asyncio.create_task(self._answers.get())
        await asyncio.wait({answer, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done() and self._answers.empty():
            answer.cancel()
            raise StartUpFailed("an app ended before it answered") from self._task.exception()
        message = await answer
        if message["type"] != f"lifespan.{what}.complete":
            raise StartUpFailed(message.get("message") or "an app gave no reason")


@asynccontextmanager
async def lifespans_of(apps: Iterable[ASGIApp]) -> AsyncIterator[None]:
    """Start all ``apps`` at once and stop them at the end; raises StartUpFailed."""
    conversations = [_Conversation(app) for app in apps]
    await asyncio.gather(*(conversation.say("startup") for conversation in conversations))
    try:
        yield
    finally:
        await asyncio.gather(*(conversation.say("shutdown") for conversation in conversations))
