"""Who asks, as a request says it."""

from typing import Annotated

from fastapi import Depends

from services.registry.questions.store import Asker, BulkBudget
from services.registry.recording import Author
from shared.domain.roles import Role
from shared.pki.tokens import Caller
from shared.published.eligibility.miss_budget import MissBudget
from shared.web.from_world import FromWorld
from shared.worlds.world import World

RequestBudget = Annotated[MissBudget, Depends(FromWorld(MissBudget))]
"""A route's parameter: how often callers may be wrong about somebody in the request's world."""
RequestBulkBudget = Annotated[BulkBudget, Depends(FromWorld(BulkBudget))]
"""The same, where many are asked about at once."""


def asker_of(caller: Caller, world: World, budget: MissBudget) -> Asker:
    """Return who asks; an operator has no budget to keep to."""
    bound = None if caller.role is Role.OPERATOR else budget
    return Asker(Author(world, caller.client_id), caller.institution_code, bound)
