"""What a request of the registry needs, and who may call what."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Request

from services.registry.recording import Author
from shared.domain.number_rules import CheckDigits
from shared.pki.pinned_roots import PinnedRoots
from shared.pki.tokens import Caller, TokenIssuer
from shared.web.callers import Authenticator
from shared.web.edge import WORLD_KEY
from shared.worlds.world import World, Worlds


@dataclass(frozen=True, slots=True)
class Ports:
    """What the registry holds of one world."""

    world: World
    authenticator: Authenticator
    issuer: TokenIssuer
    token_lifetime: timedelta
    check_digits: CheckDigits
    roots: PinnedRoots

    def author(self, caller: Caller) -> Author:
        """Return ``caller`` as the author of changes in this world."""
        return Author(self.world, caller.client_id)


async def ports_of(request: Request) -> Ports:
    """Return the ports of the world that the request names; raises WorldUnknown."""
    worlds: Worlds[Ports] = request.app.state.worlds
    return worlds.named(request.scope[WORLD_KEY])


PortsOf = Annotated[Ports, Depends(ports_of)]
