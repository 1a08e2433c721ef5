"""What the portal holds of a world: the services that it calls, and what it seals with."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any

import httpx
from fastapi import Depends
from starlette.types import Scope

from onshi.problems import OnshiProblem
from services.portal.session.sealed import Sealer
from shared.clock import Clock, day_in_japan
from shared.web.from_world import FromWorld
from shared.web.service_calls import ServiceCalls
from shared.web.turns import out_of_turn

CLIENT = "portal"
"""The portal at the registry: it registers cards, and nothing else."""
_TOO_MANY = 429
_SERVERS_OWN = 500


class Unavailable(Exception):
    """A service gave no answer, or none for now: the page says so, and that it may be tried again."""


@dataclass(frozen=True, slots=True)
class Portal:
    """The portal of one world."""

    calls: ServiceCalls
    sealer: Sealer
    clock: Clock
    secret: str = field(repr=False)
    """Of CLIENT."""

    @property
    def today(self) -> date:
        """The day in Japan, by the world's clock."""
        return day_in_japan(self.clock.now())

    async def ask(self, scope: Scope, service: str, method: str, path: str, **more: Any) -> httpx.Response:
        """Return the answer of a service; raises OnshiProblem for a refusal, Unavailable where none came."""
        try:
            # Others have their turn meanwhile: the call may come to this very process.
            with out_of_turn(scope):
                return await self.calls.call(service, method, path, **more)
        except httpx.TransportError as lost:
            raise Unavailable from lost
        except OnshiProblem as problem:
            if problem.status == _TOO_MANY or problem.status >= _SERVERS_OWN:
                raise Unavailable from problem
            raise

    async def ask_token(self, scope: Scope) -> str:
        """Return a token of the client `portal`; raises OnshiProblem, Unavailable."""
        form = {"grant_type": "client_credentials", "client_id": CLIENT, "client_secret": self.secret}
        answer = await self.ask(scope, "registry", "POST", "/v1/oauth/token", form=form)
        token: str = answer.json()["access_token"]
        return token


PortalHere = Annotated[Portal, Depends(FromWorld(Portal))]
"""A route's parameter: the portal of the request's world."""
