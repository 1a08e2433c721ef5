"""予約登録: a card that is registered before its holder's data are here. Tried at once, and whenever data arrive.

What arrives is committed before reservations are tried, and a reservation before it is tried: so of two that meet, the
second sees the first, and none waits for ever for what was there already.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.store.persons import is_recorded, read_persons_born_on
from shared.domain.matching import Description, match

MOST_CANDIDATES: Final = 1000
"""Persons of one birth date who are compared."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whom a description means: one person, or why none."""

    person_id: UUID | None = None
    is_unclear: bool = False
    """Several fit, or somebody fits in all but the address."""


async def find_person(connection: AsyncConnection, person_id: UUID | None, description: Description | None) -> Finding:
    """Return whom an id or a description means."""
    if description is None:
        is_there = person_id is not None and await is_recorded(connection, person_id)
        return Finding(person_id if is_there else None)
    candidates = await read_persons_born_on(connection, description.birthdate, MOST_CANDIDATES)
    matches = [match(description, candidate) for candidate in candidates]
    full = [each for each in matches if each.is_full]
    if len(full) == 1:
        return Finding(UUID(full[0].person_id))
    return Finding(is_unclear=bool(full) or any(each.differs == ["address"] for each in matches))
