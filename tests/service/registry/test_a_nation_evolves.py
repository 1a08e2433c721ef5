"""A nation and what a year makes of it, imported in turn: nothing is refused, nobody is covered twice (9 s)."""

from datetime import date
from io import BytesIO

from simulator.population.block import Nation
from simulator.population.evolving import write_changes
from simulator.population.writing import write_nation
from tests.service.registry.caller import RegistryCaller
from tests.service.registry.member_files import counts, rows_of, send

NATION = Nation(400, 4, date(2025, 10, 31))
_COVERED_TWICE = """
SELECT one.person_id FROM registry.coverage_versions one JOIN registry.coverage_versions other USING (person_id)
WHERE one.superseded_at = 'infinity' AND other.superseded_at = 'infinity' AND one.coverage_id < other.coverage_id
  AND daterange(one.acquired_on, one.lost_on) && daterange(other.acquired_on, other.lost_on)
"""
_TOO_OLD = """
SELECT person_id FROM registry.coverage_versions JOIN registry.insurer_versions USING (insurer_number)
JOIN registry.person_versions USING (person_id)
WHERE kind NOT IN ('elderly', 'public_assistance') AND coverage_versions.superseded_at = 'infinity'
  AND coalesce(lost_on, '2026-10-31') > birthdate + interval '75 years'
"""


def file_of(months: int | None) -> bytes:
    written = BytesIO()
    if months is None:
        write_nation(NATION, written, 1)
    else:
        write_changes(NATION, months, written, 1)
    return written.getvalue()


async def test_months_of_a_nation_are_imported_behind_it(operator: RegistryCaller) -> None:
    first = await send(operator, file_of(None))
    half, year = file_of(6), file_of(12)
    second, third = await send(operator, half), await send(operator, year)
    lines_of_half, lines_of_year = half.count(b"\n"), year.count(b"\n")

    assert counts(first) == ("done", 400, 400, 0, 0)
    assert counts(second) == ("done", lines_of_half, lines_of_half, 0, 0)
    assert counts(third) == ("done", lines_of_year, lines_of_year - lines_of_half, lines_of_half, 0)
    assert await rows_of(operator, _COVERED_TWICE) == []
    assert await rows_of(operator, _TOO_OLD) == []
    assert counts(await send(operator, year)) == ("done", lines_of_year, 0, lines_of_year, 0)
