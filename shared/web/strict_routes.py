"""Routes that take nothing for granted: every router of a service is a ``StrictRouter``.

A JSON body is read by json_body.py and not by the framework, which would guess. One that cannot be read is refused
after the caller, as the check path does it: who may not ask at all is told nothing about bodies. A query that nobody
asked for is refused here where the route takes no token, and else by what judges the caller.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase

from shared.errors import ServiceError
from shared.web.json_body import read_json_body
from shared.web.media_types import JSON
from shared.web.problems import UNREAD_KEY
from shared.web.query import refuse_unknown_query

_CONTENT_TYPE = b"content-type"
_NO_MODEL = b""
"""What no model takes: the framework reports it after it has judged the caller, and problems.py tells why."""


class _Read(Request):
    """A request whose JSON body was read already."""

    value: Any = None

    async def body(self) -> bytes:
        """Return something: the framework asks for the value only where there is a body."""
        return b"read"

    async def json(self) -> Any:
        """Return the value."""
        return self.value


class _StrictRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request of this route."""
        handle = super().get_route_handler()
        takes_json, asks_who = self.body_field is not None, _asks_who(self.dependant)

        async def strict(request: Request) -> Response:
            if not asks_who:
                refuse_unknown_query(request)
            return await handle(await _read(request) if takes_json else request)

        return strict


class StrictRouter(APIRouter):
    """A router of such routes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=_StrictRoute, **options)


async def _read(request: Request) -> Request:
    headers = request.scope["headers"]
    try:
        value = read_json_body(headers, await request.body())
    except ServiceError as refusal:
        value, request.scope[UNREAD_KEY] = _NO_MODEL, refusal
    # What decides whether the framework asks for the value at all.
    others = [header for header in headers if header[0] != _CONTENT_TYPE]
    read = _Read({**request.scope, "headers": [*others, (_CONTENT_TYPE, JSON.encode())]}, request.receive)
    read.value = value
    return read


def _asks_who(dependant: Dependant) -> bool:
    call: object = dependant.call
    return isinstance(call, SecurityBase) or any(_asks_who(each) for each in dependant.dependencies)
