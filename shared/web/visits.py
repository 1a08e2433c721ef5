"""A request's stay in its world: it begins when something of the world is first used, and ends with the answer."""

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.edge import WORLD_KEY
from shared.worlds.held import Held
from shared.worlds.host import OpenWorld, WorldHost

BACKGROUND = ("x-onshi-background", "1")
"""The header of a request that background work sends: it keeps no world open, else that work would never end."""
_VISIT_KEY = "onshi.visit"
_BACKGROUND = (BACKGROUND[0].encode(), BACKGROUND[1].encode())


class _Visit:
    def __init__(self, scope: Scope) -> None:
        self.opened: OpenWorld | None = None
        self.is_background = _BACKGROUND in scope["headers"]


class Visits:
    """The layer of a service's app that ends what ``held_for`` began, once the whole answer has left."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on; afterwards the world counts one request less."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = scope[_VISIT_KEY] = _Visit(scope)
        try:
            await self._app(scope, receive, send)
        finally:
            if visit.opened is not None:
                visit.opened.end(is_use=not visit.is_background)


async def held_for(request: HTTPConnection) -> Held:
    """Return what the service holds of the request's world, which is opened or waited for where that is needed.

    Raises WorldUnknown, Overloaded, DatabaseUnavailable.
    """
    visit: _Visit = request.scope[_VISIT_KEY]
    if visit.opened is None:
        host: WorldHost = request.app.state.worlds
        name = request.scope[WORLD_KEY]
        visit.opened = host.begin(name) or await host.admit(name, alone=visit.is_background)
    return visit.opened.held
