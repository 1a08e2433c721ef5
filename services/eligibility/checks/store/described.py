"""What a check by name reads (氏名等による照会): what its asker may know, and who was born on a day."""

from datetime import date, datetime
from uuid import UUID

from shared.domain.coverage import PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PurposeOfUse
from shared.ids import first_id_at
from shared.published.consent import opened
from shared.published.eligibility.miss_budget import MissBudget
from shared.published.eligibility.misses import misses_of
from shared.published.registry import PEOPLE_BORN_ON, decode_person
from shared.worlds.world import World

_ASKER = f"""
SELECT {opened("$1", "$2", "$3")} AS opened, m.number AS misses, m.oldest AS oldest_miss
FROM (SELECT $4::text AS asker) q {misses_of("m", "q.asker", "$5", "$6", "$7")}
"""  # noqa: S608 - put together from constants


async def read_asker(
    world: World,
    institution_code: InstitutionCode,
    purpose: PurposeOfUse,
    asker: str,
    misses: MissBudget,
    at: datetime,
) -> tuple[bool, int, datetime | None]:
    """Return whether the purpose is opened to the institution, its misses, and the one that used its budget up.

    Raises DatabaseUnavailable.
    """
    since = at - misses.window
    (row,) = await world.database.fetch(
        _ASKER, institution_code, purpose.value, world.known_at(), asker, since, misses.limit, first_id_at(since)
    )
    used_up = row["misses"] >= misses.limit
    return bool(row["opened"]), row["misses"], row["oldest_miss"] if used_up else None


async def people_born_on(world: World, day: date) -> list[tuple[UUID, PersonRecord]]:
    """Return the people who were born on the day, each with their version; raises DatabaseUnavailable."""
    rows = await world.database.fetch(PEOPLE_BORN_ON, day, world.known_at())
    return [(row["version_id"], decode_person(row["document"])) for row in rows]
