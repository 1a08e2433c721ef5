"""Checks as they were decided, for whoever explains them: derived from the record, and disclosed to nobody.

A simulator alone looks back; no caller of the service can.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from services.eligibility.checks.rules.acts import Outcome
from services.eligibility.record.commands.rederivation import derive_again
from services.eligibility.record.store.kept_checks import KeptCheck, read_kept
from shared.errors import CardNotUsable, CheckHasNoAnswer, RoleNotAllowed
from shared.settings import Settings
from shared.worlds.state import WorldState
from shared.worlds.world import open_world


@dataclass(frozen=True, slots=True)
class LookedBack:
    """A check: what its record names, and what the same rules make of it again."""

    kept: KeptCheck
    outcome: Outcome | None
    """None: it ended in a refusal, or may not be shown any more."""


async def look_back(settings: Settings, state: WorldState, check_ids: Collection[UUID]) -> dict[UUID, LookedBack]:
    """Return those of the checks that are on record, by id; raises DatabaseUnavailable."""
    if not check_ids:
        return {}
    async with open_world(settings, "eligibility", state=state) as world:
        kept = await read_kept(world, list(check_ids))
        now = world.clock.now()
    looked: dict[UUID, LookedBack] = {}
    for check in kept:
        outcome = None
        with suppress(CheckHasNoAnswer, CardNotUsable, RoleNotAllowed):
            outcome = derive_again(check, check.role, now)
        looked[check.check_id] = LookedBack(check, outcome)
    return looked
