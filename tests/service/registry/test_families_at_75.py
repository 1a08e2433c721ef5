"""What is published of a family whose insured person turns 75, whatever the order in which it becomes known."""

from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from shared.domain.coverage import PersonRecord
from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, TOWN, RegistryCaller

WHO_TURNS_75 = {**PERSON, "birthdate": "1951-11-12"}
SPOUSE = {
    **PERSON,
    "person_id": "019a0000-0000-7000-8000-000000000002",
    "name": "見本　春子",
    "birthdate": "1958-05-05",
}
SPOUSE_COVERAGE = "019a0000-0000-7000-8000-0000000000c2"
AS_FAMILY = {
    **COVERAGE,
    "coverage_id": SPOUSE_COVERAGE,
    "person_id": SPOUSE["person_id"],
    "branch": "02",
    "relationship": "family",
}
PATH = f"/v1/coverages/{COVERAGE['coverage_id']}"


async def _begin(operator: RegistryCaller, insured: dict[str, Any] = WHO_TURNS_75) -> None:
    for insurer in (SOCIETY, TOWN):
        await operator.make("/v1/insurers", insurer)
    for person in (insured, SPOUSE):
        await operator.make("/v1/persons", person)


async def _months(caller: RegistryCaller, person: dict[str, Any] = SPOUSE) -> list[str | None]:
    reader = await asyncpg.connect(caller.database.urls["eligibility"])
    try:
        document = await reader.fetchval(
            "SELECT document FROM registry_published.persons WHERE person_id = $1 AND known_to = 'infinity'",
            UUID(person["person_id"]),
        )
    finally:
        await reader.close()
    return [each.insured_turns_75_in for each in msgspec.json.decode(document, type=PersonRecord).coverages]


@pytest.mark.parametrize("order", [(COVERAGE, AS_FAMILY), (AS_FAMILY, COVERAGE)], ids=["insured-first", "family-first"])
async def test_a_family_knows_the_month_before_and_after_the_loss(
    operator: RegistryCaller, order: tuple[dict[str, Any], ...]
) -> None:
    await _begin(operator)
    for coverage in order:
        await operator.make("/v1/coverages", coverage)
    assert (await _months(operator), await _months(operator, WHO_TURNS_75)) == (["2026-11"], [None])

    lost = await operator.post(PATH + "/loss", {"event": "reached_75", "event_on": "2026-11-12"})

    assert lost.json()["dependants"][0]["lost_on"] == "2026-11-12"
    assert await _months(operator) == ["2026-11"]


async def test_who_left_work_before_leaves_the_family_no_such_month(operator: RegistryCaller) -> None:
    await _begin(operator)
    await operator.make("/v1/coverages", COVERAGE)
    await operator.make("/v1/coverages", AS_FAMILY)
    await operator.post(PATH + "/loss", {"event": "left_work", "event_on": "2026-09-30"})

    assert await _months(operator) == [None]


async def test_a_corrected_birth_date_is_the_familys_too(operator: RegistryCaller) -> None:
    await _begin(operator, {**WHO_TURNS_75, "birthdate": "1951-12-12"})
    await operator.make("/v1/coverages", COVERAGE)
    await operator.make("/v1/coverages", AS_FAMILY)
    before = await _months(operator)
    await operator.post(f"/v1/persons/{PERSON['person_id']}/changes", {"birthdate": "1951-11-12"})
    after = await _months(operator)
    # On the first of a month nothing is split.
    await operator.post(f"/v1/persons/{PERSON['person_id']}/changes", {"birthdate": "1951-11-01"})

    assert (before, after, await _months(operator)) == (["2026-12"], ["2026-11"], [None])
