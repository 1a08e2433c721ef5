"""Refusing a body that is larger than the app takes, declared or not, as every other refusal is told."""

from fastapi import HTTPException, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import BodyTooLarge
from shared.web.problems import problem_response


class BodyLimit:
    """Middleware: at most ``limit_bytes`` of body."""

    def __init__(self, app: ASGIApp, limit_bytes: int) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a declared length at once; count what comes otherwise."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if declared.isdigit() and int(declared) > self._limit_bytes:
            await problem_response(BodyTooLarge(), Request(scope))(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._limit_bytes:
                # The one kind of error that FastAPI lets through while it reads a body.
                raise HTTPException(BodyTooLarge.status)
            return message

        await self._app(scope, counted, send)
