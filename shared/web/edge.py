"""Where every request enters: it gets its request id and its world, before any framework sees it.

``/~name/…`` chooses the world ``name``; the prefix is taken off, as a proxy would. Without it, it is ``default``. What
names another host or a world that is not here is refused before anything else is looked at.
"""

import re
from collections.abc import Callable, Container, Sequence

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.domain.my_number import is_unique_id, may_be_my_number
from shared.errors import ServiceError, WorldUnknown
from shared.ids import RandomPage
from shared.nearest import near_in_both
from shared.web.answer_headers import with_defaults
from shared.web.host_names import must_name_this_machine
from shared.web.methods import answer_head
from shared.web.problems import problem_response
from shared.web.test_id import note_test

WORLD_KEY = "onshi.world"
"""The scope's key of the world's name."""
WORLD_PREFIX_KEY = "onshi.world_prefix"
"""The scope's key of ``/~name`` as the request named it: the empty value where it named no world."""
REQUEST_ID_KEY = "onshi.request_id"
"""The scope's key of the request id."""
DEFAULT_WORLD = "default"

_ACCEPTABLE_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_random_bytes = RandomPage()
_WORLD_PATH = re.compile(r"/~([^/]*)(/.*)?", re.DOTALL)


class Edge:
    """The outermost ASGI app."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        worlds: Container[str] = (DEFAULT_WORLD,),
        near: Callable[[str], Sequence[str]] = lambda _: (),
        only_this_machine: bool = False,
    ) -> None:
        """``worlds`` are those that are here; ``only_this_machine`` refuses every other host's name.

        ``near``: which worlds a name that is none's may have meant, where whoever asks may know of them.
        """
        self._app, self._worlds, self._near, self._only_this_machine = app, worlds, near, only_this_machine

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Prepare the scope, and add to the answer ``X-Request-Id`` and what goes without saying."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = _request_id(scope)
        scope[REQUEST_ID_KEY] = request_id

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = with_defaults([*message.get("headers", ()), (b"x-request-id", request_id)])
            await send(message)

        app = self._app
        try:
            self._admit(scope)
        except ServiceError as refusal:
            app = problem_response(refusal, Request(scope))
        if scope["method"] == "HEAD":
            await answer_head(app, scope, receive, send_with_id)
        else:
            await app(scope, receive, send_with_id)

    def _admit(self, scope: Scope) -> None:
        if self._only_this_machine:
            must_name_this_machine(scope)
        path: str = scope["path"]
        scope[WORLD_KEY], scope[WORLD_PREFIX_KEY] = DEFAULT_WORLD, ""
        if path.startswith("/~"):
            match = _WORLD_PATH.fullmatch(path)
            scope["path"] = "/"
            if match is None or match[1] not in self._worlds:
                raise _no_world(self._near(match[1]) if match else ())
            scope[WORLD_KEY], scope[WORLD_PREFIX_KEY] = match[1], f"/~{match[1]}"
            scope["path"] = match[2] or "/"
        note_test(scope)


def _no_world(near: Sequence[str]) -> WorldUnknown:
    if not near:
        return WorldUnknown()
    hint, hint_ja = near_in_both(near)
    return WorldUnknown(detail=f"{WorldUnknown.title}{hint}.", detail_ja=f"{WorldUnknown.title_ja}{hint_ja}。")


def _request_id(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ACCEPTABLE_REQUEST_ID.fullmatch(value):
            # It is logged: what may be a person's number is replaced like what cannot be read.
            text = value.decode()
            return _new_request_id() if may_be_my_number(text) and not is_unique_id(text) else bytes(value)
    return _new_request_id()


def _new_request_id() -> bytes:
    return _random_bytes(16).hex().encode()
