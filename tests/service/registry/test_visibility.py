"""What an insurer sees and changes of persons, and parameters that nobody declared."""

import pytest

from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, TOWN, RegistryCaller, codes, problem

PATH = f"/v1/coverages/{COVERAGE['coverage_id']}"
PERSON_PATH = f"/v1/persons/{PERSON['person_id']}"
OF_TOWN = {**COVERAGE, "coverage_id": None, "insurer_number": TOWN["insurer_number"]}
RENAMED = {"name": "婚後　花子"}


async def _prepared(operator: RegistryCaller) -> RegistryCaller:
    for insurer in (SOCIETY, TOWN):
        await operator.make("/v1/insurers", insurer)
    await operator.make("/v1/persons", PERSON)
    return await operator.insurer()


async def test_cover_that_never_was_lets_nobody_read_a_person(operator: RegistryCaller) -> None:
    insurer = await _prepared(operator)
    await insurer.make("/v1/coverages", COVERAGE)
    insured = await insurer.get(PERSON_PATH)
    await insurer.post(PERSON_PATH + "/changes", RENAMED)
    await insurer.post(PATH + "/corrections", {"lost_on": "2024-04-01"})
    cancelled = [await insurer.get(PERSON_PATH), await insurer.get(PERSON_PATH + "/coverages")]
    changed = await insurer.post(PERSON_PATH + "/changes", {"name": "別　花子"})
    own_record = await insurer.get(PATH)

    assert insured.status_code == 200
    assert [problem(answer) for answer in cancelled] == [(404, "resource-not-found")] * 2
    assert problem(changed) == (404, "resource-not-found")
    assert own_record.json()["lost_on"] == "2024-04-01"


async def test_a_name_is_changed_by_who_insures_the_person_today(operator: RegistryCaller) -> None:
    insurer = await _prepared(operator)
    unknown = await insurer.post(PERSON_PATH + "/changes", RENAMED)
    await insurer.make("/v1/coverages", {**COVERAGE, "acquired_on": "2026-12-01"})
    ahead = await insurer.post(PERSON_PATH + "/changes", RENAMED)
    await insurer.post(PATH + "/corrections", {"acquired_on": "2026-11-20"})
    today = await insurer.post(PERSON_PATH + "/changes", RENAMED)

    assert problem(unknown) == (404, "resource-not-found")
    assert problem(ahead) == (403, "role-not-allowed")
    assert (today.status_code, today.json()["name"]) == (200, "婚後　花子")


@pytest.mark.parametrize("change", [{"birthdate": "1985-04-02"}, {"sex": "male"}])
async def test_birth_date_and_sex_of_whom_others_insure_too_are_the_operators_to_correct(
    operator: RegistryCaller, change: dict[str, str]
) -> None:
    insurer = await _prepared(operator)
    await insurer.make("/v1/coverages", COVERAGE)
    alone = await insurer.post(PERSON_PATH + "/changes", {"birthdate": "1985-04-03"})
    await operator.make("/v1/coverages", OF_TOWN)
    shared = await insurer.post(PERSON_PATH + "/changes", change)
    name = await insurer.post(PERSON_PATH + "/changes", RENAMED)
    by_operator = await operator.post(PERSON_PATH + "/changes", change)

    assert alone.status_code == 200
    assert problem(shared) == (403, "role-not-allowed")
    assert (name.status_code, by_operator.status_code) == (200, 200)


@pytest.mark.parametrize(
    ("path", "query", "found"),
    [
        (PERSON_PATH + "/coverages", "knownat=2026-01-01T00:00:00Z", [("/query/knownat", "extra-forbidden")]),
        (PERSON_PATH, "as_of=2026-01-01", [("/query/as_of", "extra-forbidden")]),
        (PATH, "version=1", [("/query/version", "extra-forbidden")]),
        ("/v1/insurers", "page=2", [("/query/page", "extra-forbidden")]),
        ("/v1/institutions", "page=2", [("/query/page", "extra-forbidden")]),
        ("/v1/reports/overlaps", "days=3", [("/query/days", "extra-forbidden")]),
        ("/v1/reports/late-registrations", "as_of=2026-01-01", [("/query/as_of", "extra-forbidden")]),
        (
            "/v1/reports/unregistered-members",
            "days=3&x=1",
            [("/query/days", "extra-forbidden"), ("/query/x", "extra-forbidden")],
        ),
        ("/v1/reports/late-registrations", "days=1&days=9", [("/query/days", "repeated")]),
        (PERSON_PATH, "%E8%8A%B1%E5%AD%90=1", [("/query", "extra-forbidden")]),
    ],
)
async def test_a_parameter_that_is_none_or_comes_twice_is_refused(
    operator: RegistryCaller, path: str, query: str, found: list[tuple[str, str]]
) -> None:
    answer = await operator.http.get(f"{path}?{query}", headers=operator.headers)

    assert problem(answer) == (422, "request-invalid")
    assert codes(answer) == found


async def test_commands_take_no_parameters(operator: RegistryCaller) -> None:
    answer = await operator.post("/v1/persons?dry_run=true", PERSON)

    assert codes(answer) == [("/query/dry_run", "extra-forbidden")]
