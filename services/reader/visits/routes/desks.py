"""The desk that a request is about: its reader, in its world."""

from typing import Annotated

from fastapi import Depends, Request

from services.reader.readers.rules import Readers
from services.reader.visits.commands.desk import Desk
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.service_calls import ServiceCalls
from shared.web.test_id import TEST_KEY


async def _desk_of(
    request: Request,
    reader: str,
    world: RequestWorld,
    calls: Annotated[ServiceCalls, Depends(FromWorld(ServiceCalls))],
    readers: Annotated[Readers, Depends(FromWorld(Readers))],
) -> Desk:
    """Return the desk of the reader in the path, for the test that the request names; raises ResourceNotFound."""
    return Desk(world, calls.of_test(request.scope.get(TEST_KEY)), readers.find(reader))


RequestDesk = Annotated[Desk, Depends(_desk_of)]
