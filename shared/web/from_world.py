"""The one dependency by which a route gets what it uses of the world that a request names."""

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Request

from shared.web.visits import held_for
from shared.worlds.world import World

T = TypeVar("T")


@dataclass(frozen=True)
class FromWorld(Generic[T]):
    """A dependency: the thing of type ``kind`` that the service holds of the request's world.

    A route says ``Annotated[PinnedRoots, Depends(FromWorld(PinnedRoots))]`` and gets that thing alone.
    """

    kind: type[T]

    async def __call__(self, request: Request) -> T:
        """Return the thing; raises WorldUnknown, Overloaded, DatabaseUnavailable."""
        return (await held_for(request)).get(self.kind)


RequestWorld = Annotated[World, Depends(FromWorld(World))]
"""A route's parameter: the request's world itself."""
