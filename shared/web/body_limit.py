"""Refusing a body that is larger than the app takes, declared or not, in the form of every other refusal."""

from collections.abc import Mapping

from fastapi import HTTPException, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import BodyTooLarge
from shared.web.problems import problem_response


class BodyLimit:
    """Middleware: at most ``limit_bytes`` of body, or what ``by_path`` says of a path within the app."""

    def __init__(self, app: ASGIApp, limit_bytes: int, by_path: Mapping[str, int]) -> None:
        self._app = app
        self._limit_bytes = limit_bytes
        self._by_path = by_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a declared length at once; without one, count the bytes that are received."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"].removeprefix(scope.get("root_path", ""))
        limit_bytes = self._by_path.get(path, self._limit_bytes)
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if declared.isdigit() and int(declared) > limit_bytes:
            await problem_response(BodyTooLarge(), Request(scope))(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit_bytes:
                # The one kind of error that FastAPI lets through while it reads a body.
                raise HTTPException(BodyTooLarge.status)
            return message

        await self._app(scope, counted, send)
