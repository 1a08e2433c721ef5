from typing import Any

import pytest

from tests.service.registry.caller import (
    COVERAGE,
    PERSON,
    SOCIETY,
    TOWN,
    RegistryCaller,
    as_listed,
    codes,
    pointers,
    problem,
)

COVERAGE_PATH = f"/v1/coverages/{COVERAGE['coverage_id']}"
COVERAGES_PATH = f"/v1/persons/{PERSON['person_id']}/coverages"
OTHER_PERSON = {"person_id": "019a0000-0000-7000-8000-000000000002", "name": "見本　太郎"}
OTHER_COVERAGE = {"coverage_id": "019a0000-0000-7000-8000-0000000000c2"}
LOSS = {"lost_on": "2026-04-01", "loss_reason": "other_insurance"}
LIMIT = {
    "certificate_id": "019a0000-0000-7000-8000-0000000000d1",
    "kind": "limit",
    "category": "A03",
    "issued_on": "2026-07-20",
    "valid_from": "2026-08-01",
    "valid_to": "2027-07-31",
}
MY_NUMBER = "123456789018"
"""Twelve digits with a valid check digit; not known to be anybody's."""


async def _prepared(operator: RegistryCaller) -> Any:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/insurers", TOWN)
    await operator.make("/v1/persons", PERSON)
    return await operator.make("/v1/coverages", COVERAGE)


async def test_a_person_registered_twice_is_one_person(operator: RegistryCaller) -> None:
    first = await operator.post("/v1/persons", PERSON)
    again = await operator.post("/v1/persons", PERSON)
    changed = await operator.post("/v1/persons", {**PERSON, "sex": "male"})
    unnamed = await operator.make("/v1/persons", {key: PERSON[key] for key in ("name", "sex", "birthdate")})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert first.json()["postal_code"] == "100-0001"
    assert first.json()["name_other"] is None
    assert first.json()["recorded_at"].endswith("+09:00")
    assert problem(changed) == (409, "already-exists")
    assert unnamed["person_id"] != PERSON["person_id"]
    assert (await operator.get(f"/v1/persons/{PERSON['person_id']}")).json() == first.json()


async def test_every_violation_of_a_person_is_named_at_once(operator: RegistryCaller) -> None:
    body = {
        "person_id": "x",
        "name": "　",
        "sex": "3",
        "birthdate": 19850401,
        "postal_code": "12",
        "address": "a\x00b",
        "address_hidden": "yes",
        "my_number": "1",
    }
    answer = await operator.post("/v1/persons", body)
    assert problem(answer) == (422, "request-invalid")
    assert pointers(answer) == [
        "/address",
        "/address_hidden",
        "/birthdate",
        "/my_number",
        "/name",
        "/person_id",
        "/postal_code",
        "/sex",
    ]


async def test_every_violation_of_a_coverage_is_named_at_once(operator: RegistryCaller) -> None:
    body = {
        **COVERAGE,
        "insurer_number": "1",
        "number": " ",
        "branch": "abc",
        "lost_on": "2024-03-31",
        "valid_from": "2024-04-02",
        "valid_to": "2024-04-01",
        "share_percent": 25,
    }
    answer = await operator.post("/v1/coverages", body)
    unreasoned = await operator.post("/v1/coverages", {**COVERAGE, "loss_reason": "death"})
    unknown = await operator.post("/v1/coverages", COVERAGE)

    assert pointers(answer) == ["/branch", "/insurer_number", "/lost_on", "/number", "/share_percent", "/valid_to"]
    assert pointers(unreasoned) == ["/loss_reason"]
    assert problem(unknown) == (422, "request-invalid")
    assert pointers(unknown) == ["/insurer_number", "/person_id"]


async def test_what_may_be_a_my_number_is_refused_wherever_it_stands(operator: RegistryCaller) -> None:
    person = await operator.post("/v1/persons", {**PERSON, "name": MY_NUMBER, "address": f"見本区 {MY_NUMBER}"})
    coverage = await operator.post("/v1/coverages", {**COVERAGE, "number": MY_NUMBER})

    assert problem(person) == (422, "my-number-not-accepted")
    assert pointers(person) == ["/address", "/name"]
    assert problem(coverage) == (422, "my-number-not-accepted")
    assert MY_NUMBER not in person.text + coverage.text


async def test_a_coverage_is_shown_as_it_was_filed(operator: RegistryCaller) -> None:
    made = await _prepared(operator)
    again = await operator.post("/v1/coverages", COVERAGE)
    changed = await operator.post("/v1/coverages", {**COVERAGE, "branch": "02"})

    # A minus sign leaves as its twin that CP932 has (shared/domain/carried_text.py).
    assert (made["symbol"], made["number"], made["branch"]) == ("１２－３４", "００５６７８", "01")
    assert (made["insurer_name"], made["card_kind"], made["lost_on"]) == ("見本健康保険組合", "general", None)
    assert (again.status_code, again.json()) == (200, made)
    assert problem(changed) == (409, "already-exists")
    assert (await operator.get(COVERAGE_PATH)).json() == made


@pytest.mark.parametrize(
    ("differs", "status"),
    [
        ({"person_id": OTHER_PERSON["person_id"], "symbol": "12-34", "number": "5678", "branch": "01"}, 409),
        ({"acquired_on": "2025-04-01"}, 409),
        ({"acquired_on": "2020-04-01", "lost_on": "2024-04-02"}, 409),
        ({"acquired_on": "2020-04-01", "lost_on": "2024-04-01"}, 201),
        ({"branch": "02"}, 201),
        ({"branch": None}, 201),
        ({"insurer_number": TOWN["insurer_number"]}, 201),
    ],
)
async def test_identifiers_of_one_insurer_name_one_coverage_a_day(
    operator: RegistryCaller, differs: dict[str, Any], status: int
) -> None:
    await _prepared(operator)
    await operator.make("/v1/persons", {**PERSON, **OTHER_PERSON})
    answer = await operator.post("/v1/coverages", {**COVERAGE, **OTHER_COVERAGE, **differs})
    assert answer.status_code == status
    if status == 409:
        assert problem(answer) == (409, "conflicting-period")
        assert codes(answer) == [("/number", "taken")]
        assert COVERAGE["coverage_id"] in answer.json()["errors"][0]["message"]


async def test_a_loss_ends_a_coverage_on_the_day_before(operator: RegistryCaller) -> None:
    await _prepared(operator)
    early = await operator.post(COVERAGE_PATH + "/loss", {**LOSS, "lost_on": "2024-03-31"})
    lost = await operator.post(COVERAGE_PATH + "/loss", LOSS)
    again = await operator.post(COVERAGE_PATH + "/loss", LOSS)
    another = await operator.post(COVERAGE_PATH + "/loss", {**LOSS, "lost_on": "2026-05-01"})
    registered_again = await operator.post("/v1/coverages", COVERAGE)
    last_day = (await operator.get(COVERAGES_PATH, as_of="2026-03-31")).json()["items"]
    day_after = (await operator.get(COVERAGES_PATH, as_of="2026-04-01")).json()["items"]

    assert pointers(early) == ["/lost_on"]
    assert (lost.status_code, lost.json()["lost_on"], lost.json()["loss_reason"]) == (
        200,
        "2026-04-01",
        "other_insurance",
    )
    assert again.json() == lost.json()
    assert problem(another) == (409, "already-exists")
    assert (registered_again.status_code, registered_again.json()) == (200, as_listed(lost.json()))
    assert (len(last_day), len(day_after)) == (1, 0)


async def test_a_loss_that_came_without_its_reason_gets_it_later(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", PERSON)
    await operator.make("/v1/coverages", {**COVERAGE, "lost_on": LOSS["lost_on"]})

    told = await operator.post(f"{COVERAGE_PATH}/loss", LOSS)
    other_day = await operator.post(f"{COVERAGE_PATH}/loss", {**LOSS, "lost_on": "2026-04-02"})
    other_reason = await operator.post(f"{COVERAGE_PATH}/loss", {**LOSS, "loss_reason": "death"})

    assert told.status_code == 200
    assert (told.json()["lost_on"], told.json()["loss_reason"]) == ("2026-04-01", "other_insurance")
    assert problem(other_day) == (409, "already-exists")
    assert problem(other_reason) == (409, "already-exists")


async def test_what_was_known_before_a_loss_was_registered_stays_known(operator: RegistryCaller) -> None:
    made = await _prepared(operator)
    certified = await operator.make(COVERAGE_PATH + "/limit-certificates", LIMIT)
    lost = (await operator.post(COVERAGE_PATH + "/loss", LOSS)).json()

    async def known(**query: str) -> list[Any]:
        answer = await operator.get(COVERAGES_PATH, **query)
        assert answer.status_code == 200
        items: list[Any] = answer.json()["items"]
        return items

    assert await known(known_at="2020-01-01T00:00:00+09:00") == []
    assert await known(known_at=made["recorded_at"]) == [made]
    # The same day, asked as of before and after the registration of the loss.
    (before,) = await known(as_of="2026-10-01", known_at=made["recorded_at"])
    assert before["lost_on"] is None
    assert await known(as_of="2026-10-01", known_at=lost["recorded_at"]) == []
    assert await known() == [{**as_listed(lost), "limit_certificates": [certified]}]


async def test_an_unreadable_day_or_instant_is_refused(operator: RegistryCaller) -> None:
    await _prepared(operator)
    for as_of, known_at in (("20260401", "1700000000"), ("2026-02-30", "0001-01-01T00:00:00+09:00"), ("1", "x")):
        answer = await operator.get(COVERAGES_PATH, as_of=as_of, known_at=known_at)
        assert problem(answer) == (422, "request-invalid")
        assert pointers(answer) == ["/query/as_of", "/query/known_at"]


async def test_limit_certificates_of_any_kind_do_not_share_days(operator: RegistryCaller) -> None:
    path = COVERAGE_PATH + "/limit-certificates"
    later = {"certificate_id": "019a0000-0000-7000-8000-0000000000d2", "valid_from": "2027-07-31", "valid_to": None}
    await _prepared(operator)
    first = await operator.make(path, LIMIT)
    again = await operator.post(path, LIMIT)
    changed = await operator.post(path, {**LIMIT, "category": "A02"})
    overlapping = await operator.post(path, {**LIMIT, **later})
    other_kind = await operator.post(path, {**LIMIT, **later, "kind": "meals", "category": "A05"})
    after = await operator.post(
        path, {**LIMIT, **later, "kind": "meals", "category": "A05", "valid_from": "2027-08-01"}
    )
    backwards = await operator.post(path, {**LIMIT, "valid_to": "2026-07-31"})

    assert first == {**LIMIT, "label": "ウ", "long_stay_from": None}
    assert (again.status_code, again.json()) == (200, first)
    assert problem(changed) == (409, "already-exists")
    assert problem(overlapping) == (409, "conflicting-period")
    assert problem(other_kind) == (409, "conflicting-period")
    assert after.status_code == 201
    assert pointers(backwards) == ["/valid_to"]


async def test_an_insurer_touches_its_own_records_only(operator: RegistryCaller) -> None:
    of_town = {**COVERAGE, **OTHER_COVERAGE, "insurer_number": TOWN["insurer_number"]}
    town_path = f"/v1/coverages/{OTHER_COVERAGE['coverage_id']}"
    made = await _prepared(operator)
    await operator.make("/v1/coverages", of_town)
    await operator.make("/v1/persons", {**PERSON, **OTHER_PERSON})
    insurer = await operator.insurer()

    enrolled = await insurer.post("/v1/coverages", {**of_town, "coverage_id": None})
    assert problem(enrolled) == (403, "role-not-allowed")
    # What others insure is not told from what is not there.
    for path, body in ((town_path + "/loss", LOSS), (town_path + "/limit-certificates", LIMIT)):
        assert problem(await insurer.post(path, body)) == (404, "resource-not-found")
    assert problem(await insurer.get(town_path)) == (404, "resource-not-found")
    assert (await insurer.post(COVERAGE_PATH + "/loss", LOSS)).status_code == 200
    items = (await insurer.get(COVERAGES_PATH)).json()["items"]
    assert [item["coverage_id"] for item in items] == [made["coverage_id"]]
    assert (await insurer.get(f"/v1/persons/{PERSON['person_id']}")).status_code == 200
    stranger = await insurer.get(f"/v1/persons/{OTHER_PERSON['person_id']}")
    assert problem(stranger) == (404, "resource-not-found")
    own = await insurer.make("/v1/persons", {key: PERSON[key] for key in ("name", "sex", "birthdate")})
    assert (await insurer.get(f"/v1/persons/{own['person_id']}")).json() == own


async def test_what_is_not_there_is_not_found(operator: RegistryCaller) -> None:
    for path in (f"/v1/persons/{PERSON['person_id']}", COVERAGES_PATH, COVERAGE_PATH):
        assert problem(await operator.get(path)) == (404, "resource-not-found")
    assert problem(await operator.post(COVERAGE_PATH + "/loss", LOSS)) == (404, "resource-not-found")
    malformed = await operator.get("/v1/persons/1")
    assert problem(malformed) == (422, "request-invalid")
