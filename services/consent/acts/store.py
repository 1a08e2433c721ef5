"""Reading acts with the seals that they stand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.published.eligibility.proofs import PROOFS_OF_CONSENT, PROOFS_OF_OPENING
from shared.worlds.world import World

_MOST = 1000
"""Of one consent or one opening: far more than anybody does to it."""


@dataclass(frozen=True, slots=True)
class SealedConsent:
    """What stands on record of one consent."""

    check_id: UUID
    check: dict[str, Any]
    """The record of its check, with its seal."""
    acts: Sequence[dict[str, Any]]


async def acts_of_consent(world: World, consent_id: UUID) -> Sequence[dict[str, Any]]:
    """Return what was done to a consent, in the order of the record; raises DatabaseUnavailable."""
    return await _read(world, PROOFS_OF_CONSENT, consent_id)


async def acts_of_opening(world: World, opening_id: UUID) -> Sequence[dict[str, Any]]:
    """Return what was done to an opening, in the order of the record; raises DatabaseUnavailable."""
    return await _read(world, PROOFS_OF_OPENING, opening_id)


async def _read(world: World, statement: str, about: UUID) -> Sequence[dict[str, Any]]:
    async with world.database.transaction() as connection:
        rows = (await connection.exec_driver_sql(statement, (about, _MOST))).mappings().all()
    return [dict(row) for row in rows]
