"""The one dependency by which a route gets what it uses of the world that a request names."""

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Request

from shared.web.edge import WORLD_KEY
from shared.worlds.held import Held
from shared.worlds.world import World, Worlds

T = TypeVar("T")


@dataclass(frozen=True)
class FromWorld(Generic[T]):
    """A dependency: the thing of type ``kind`` that the service holds of the request's world.

    A route says ``Annotated[PinnedRoots, Depends(FromWorld(PinnedRoots))]`` and gets that thing alone.
    """

    kind: type[T]

    async def __call__(self, request: Request) -> T:
        """Return the thing; raises WorldUnknown."""
        # Nothing is waited for, but a plain function would be called in another thread.
        return held_for(request).get(self.kind)


def held_for(request: Request) -> Held:
    """Return everything that the service holds of the request's world, for another dependency; raises WorldUnknown."""
    worlds: Worlds[Held] = request.app.state.worlds
    return worlds.named(request.scope[WORLD_KEY])


RequestWorld = Annotated[World, Depends(FromWorld(World))]
"""A route's parameter: the request's world itself."""
