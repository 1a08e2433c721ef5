"""Where every request enters: it gets its request id and its world, before any framework sees it.

``/~name/…`` chooses the world ``name``; the prefix is taken off, as a proxy would. Without it, it is ``default``.
"""

import re
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.domain.my_number import is_unique_id, may_be_my_number
from shared.web.methods import answer_head

WORLD_KEY = "onshi.world"
"""The scope's key under which the world's name stands."""
REQUEST_ID_KEY = "onshi.request_id"
"""The scope's key under which the request id stands."""
DEFAULT_WORLD = "default"

_ACCEPTABLE_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_WORLD_PATH = re.compile(r"/~([a-z0-9-]{1,40})(/.*)")


class Edge:
    """The outermost ASGI app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Prepare the scope and add ``X-Request-Id`` to the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope[REQUEST_ID_KEY] = request_id
        path: str = scope["path"]
        if path.startswith("/~") and (match := _WORLD_PATH.fullmatch(path)):
            scope[WORLD_KEY], scope["path"] = match.groups()
        else:
            scope[WORLD_KEY] = DEFAULT_WORLD

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id)]
            await send(message)

        if scope["method"] == "HEAD":
            await answer_head(self._app, scope, receive, send_with_id)
        else:
            await self._app(scope, receive, send_with_id)


def _request_id(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ACCEPTABLE_REQUEST_ID.fullmatch(value):
            # It is logged: what may be a person's number is replaced like what cannot be read.
            text = value.decode()
            return uuid4().hex.encode() if may_be_my_number(text) and not is_unique_id(text) else bytes(value)
    return uuid4().hex.encode()
