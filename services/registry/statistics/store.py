"""What statistics count in the registry's own tables. SQL; each reads the members of one insurer and no others.

Whose member somebody is on a day is told as it is recorded now.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

# An age is reached at the end of the day before the birthday (年齢計算ニ関スル法律).
_AGE = "date_part('year', age({day} + 1, p.birthdate))::int"
_PERSON = "registry.person_versions p ON p.person_id = c.person_id AND p.superseded_at = 'infinity'"
_IS_COVERED = "c.acquired_on <= {day} AND (c.lost_on IS NULL OR {day} < c.lost_on)"

_MEMBERS = f"""
SELECT m.day, {_AGE.format(day="m.day")} AS age, count(*) AS number
FROM registry.coverage_versions c
JOIN {_PERSON}
JOIN unnest($2::date[]) AS m (day) ON {_IS_COVERED.format(day="m.day")}
WHERE c.insurer_number = $1 AND c.superseded_at = 'infinity' AND c.person_id > $3 AND c.person_id <= $4
GROUP BY 1, 2
"""  # noqa: S608 - put together from constants

# What an operator took back was no registration; a renewal is none of the person's.
_REGISTRATIONS = f"""
SELECT to_char(r.day, 'YYYY-MM') AS month, r.channel, {_AGE.format(day="r.day")} AS age, count(*) AS number
FROM registry.coverage_versions c
JOIN LATERAL (
    SELECT g.channel, (g.recorded_at AT TIME ZONE 'UTC' + interval '9 hours')::date AS day
    FROM registry.card_registrations g
    WHERE g.person_id = c.person_id AND g.recorded_at >= $2 AND g.recorded_at < $3 AND g.renewed_from IS NULL
      AND NOT EXISTS (SELECT FROM registry.card_registration_ends e
                       WHERE e.registration_id = g.version_id AND e.reason = 'other')) r
  ON {_IS_COVERED.format(day="r.day")}
JOIN {_PERSON}
WHERE c.insurer_number = $1 AND c.superseded_at = 'infinity' AND c.person_id > $4 AND c.person_id <= $5
GROUP BY 1, 2, 3
"""  # noqa: S608 - put together from constants


_END_OF_PART = """
SELECT person_id FROM registry.coverage_versions
WHERE insurer_number = $1 AND superseded_at = 'infinity' AND person_id > $2
ORDER BY person_id, coverage_id OFFSET $3 LIMIT 1
"""
COVERAGES_A_PART: Final = 10_000
"""A statement counts no more, so it takes seconds, however many members an insurer has."""
_FIRST, _LAST = UUID(int=0), UUID(int=(1 << 128) - 1)


async def count_members(
    connection: AsyncConnection, insurer_number: str, days: Sequence[date]
) -> list[tuple[date, int, int]]:
    """Return of each day, and of each age in years, how many members an insurer has."""
    counted: Counter[tuple[date, int]] = Counter()
    async for after, end in _parts(connection, insurer_number):
        rows = await connection.exec_driver_sql(_MEMBERS, (insurer_number, list(days), after, end))
        for row in rows.mappings():
            counted[row["day"], row["age"]] += row["number"]
    return [(*key, number) for key, number in counted.items()]


async def count_registrations(
    connection: AsyncConnection, insurer_number: str, since: datetime, until: datetime
) -> list[tuple[str, str, int, int]]:
    """Return by month in Japan, channel and age how many cards an insurer's members registered (初回登録).

    Counted from ``since`` on, up to and without ``until``; for the insurer that insured them on that day.
    """
    counted: Counter[tuple[str, str, int]] = Counter()
    async for after, end in _parts(connection, insurer_number):
        rows = await connection.exec_driver_sql(_REGISTRATIONS, (insurer_number, since, until, after, end))
        for row in rows.mappings():
            counted[row["month"], row["channel"], row["age"]] += row["number"]
    return [(*key, number) for key, number in counted.items()]


async def _parts(connection: AsyncConnection, insurer_number: str) -> AsyncIterator[tuple[UUID, UUID]]:
    """Yield an insurer's members in parts: behind which person each begins, and with whom it ends."""
    after = _FIRST
    while after != _LAST:
        found = await connection.exec_driver_sql(_END_OF_PART, (insurer_number, after, COVERAGES_A_PART - 1))
        end = found.scalar() or _LAST
        yield after, end
        after = end
