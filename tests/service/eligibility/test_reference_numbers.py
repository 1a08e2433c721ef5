"""照会番号: an institution's own number for a patient, in later answers to it alone."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.domain.coverage import PersonRecord
from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic
from tests.service.eligibility.questions import INSURED, by_identifier

PATH = "/v1/reference-numbers"
OTHER = "9910000026"


async def put(clinic: Clinic, number: str = "P-1", *, institution: str = "9910000018", **named: Any) -> httpx.Response:
    body = {"reference_number": number, **(named or {"insured": INSURED})}
    return await clinic.http.put(PATH, json=body, headers=clinic.headers(institution=institution))


async def number_in(clinic: Clinic, **more: Any) -> str | None:
    (result,) = (await clinic.check(by_identifier(), **more)).json()["results"]
    number: str | None = result["reference_number"]
    return number


def another_person(**more: Any) -> PersonRecord:
    held = builders.coverage(coverage_id=str(uuid4()), **{"number": "7", **more})
    return replace(builders.person(held), person_id=str(uuid4()))


async def test_a_number_comes_back_by_identifiers_and_by_card(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)

    answer = await put(clinic)

    assert answer.status_code == 200, answer.text
    assert answer.json()["reference_number"] == "P-1"
    assert answer.json()["registered_at"].endswith("+09:00")
    assert await number_in(clinic) == "P-1"
    (result,) = (await clinic.check_by_card(card)).json()["results"]
    assert result["reference_number"] == "P-1"


async def test_it_comes_back_to_the_institution_alone(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await put(clinic)
    assert await number_in(clinic, institution=OTHER) is None
    await put(clinic, "other-1", institution=OTHER)
    assert [await number_in(clinic), await number_in(clinic, institution=OTHER)] == ["P-1", "other-1"]


async def test_another_number_replaces_it(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await put(clinic)
    await put(clinic, "P-2")
    assert await number_in(clinic) == "P-2"


async def test_a_check_names_the_person_too(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    check = (await clinic.check(by_identifier())).json()

    await put(clinic, check_id=check["check_id"])

    assert await number_in(clinic) == "P-1"
    again = await clinic.http.get(f"/v1/checks/{check['check_id']}", headers=clinic.headers())
    assert again.json()["results"][0]["reference_number"] == "P-1"


async def test_it_follows_the_person_to_another_insurer(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    await put(clinic)
    moved = builders.coverage(
        coverage_id=str(uuid4()), insurer=builders.insurer(number="138057"), symbol=None, number="5"
    )

    await clinic.republish(builders.person(moved))

    (result,) = (await clinic.check_by_card(card)).json()["results"]
    assert (result["insurer"]["number"], result["reference_number"]) == ("138057", "P-1")


async def test_bulk_results_bear_it(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await put(clinic)
    body = {"items": [{"item_reference": "1", "insured": INSURED}]}
    number = (await clinic.http.post("/v1/bulk-checks", json=body, headers=clinic.headers())).json()["reception_number"]
    while True:
        found = (await clinic.http.get(f"/v1/bulk-checks/{number}", headers=clinic.headers())).json()
        if found["state"] == "done":
            break
    assert found["items"][0]["result"]["reference_number"] == "P-1"


async def test_identifiers_of_nobody_get_no_number(clinic: Clinic) -> None:
    answer = await put(clinic)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:onshi:problem:insured-not-found")


async def test_identifiers_of_several_get_no_number(clinic: Clinic) -> None:
    for branch in ("01", "02"):
        await clinic.publish(another_person(branch=branch))
    answer = await put(clinic, insured={**INSURED, "number": "7", "branch": None})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:onshi:problem:insured-ambiguous")


@pytest.mark.parametrize("purpose", ["CARE_VISIT", "PRIVATE_INS"])
async def test_a_check_that_showed_nobody_names_nobody(clinic: Clinic, purpose: str) -> None:
    if purpose == "PRIVATE_INS":
        await clinic.publish(builders.person())
    check = (await clinic.check(by_identifier(purpose=purpose))).json()
    answer = await put(clinic, check_id=check["check_id"])
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:onshi:problem:resource-not-found")


async def test_a_check_of_another_institution_names_nobody(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    check = (await clinic.check(by_identifier(), institution=OTHER)).json()
    assert (await put(clinic, check_id=check["check_id"])).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"reference_number": "P-1"}, {""}),
        ({"reference_number": "P-1", "insured": INSURED, "check_id": builders.PERSON_ID}, {""}),
        ({"reference_number": "", "insured": INSURED}, {"/reference_number"}),
        ({"reference_number": " ", "insured": INSURED}, {"/reference_number"}),
        ({"reference_number": "\u3000", "insured": INSURED}, {"/reference_number"}),
        ({"reference_number": "x" * 51, "insured": INSURED}, {"/reference_number"}),
        (
            {"reference_number": "a\u0000", "insured": {**INSURED, "branch": "x"}},
            {"/reference_number", "/insured/branch"},
        ),
        ({"reference_number": "1", "insured": {**INSURED, "birthdate": "1985"}, "x": 1}, {"/insured/birthdate", "/x"}),
    ],
)
async def test_all_that_is_wrong_is_named(clinic: Clinic, body: dict[str, Any], pointers: set[str]) -> None:
    answer = await clinic.http.put(PATH, json=body, headers=clinic.headers())
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == pointers


async def test_a_my_number_is_no_reference_number(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    answer = await put(clinic, "1234-5678-9018")
    assert answer.json()["type"] == "urn:onshi:problem:my-number-not-accepted"
    assert await clinic.admin.fetchval("SELECT count(*) FROM eligibility.reference_numbers") == 0


@pytest.mark.parametrize(("role", "institution"), [(Role.READER, "9910000018"), (Role.REVIEW, None)])
async def test_who_treats_nobody_keeps_no_numbers(clinic: Clinic, role: Role, institution: str | None) -> None:
    body = {"reference_number": "P-1", "insured": INSURED}
    answer = await clinic.http.put(PATH, json=body, headers=clinic.headers(role=role, institution=institution))
    assert answer.json()["type"] == "urn:onshi:problem:role-not-allowed"


async def test_numbers_are_listed_without_whose_they_are(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    other = another_person()
    await clinic.publish(other)
    await put(clinic, "P-2")
    await put(clinic, "P-1", insured={**INSURED, "number": "7"})
    await put(clinic, "P-0", institution=OTHER)

    first = (await clinic.http.get(PATH, params={"limit": 1}, headers=clinic.headers())).json()
    query = {"limit": 1, "cursor": first["next_cursor"]}
    second = (await clinic.http.get(PATH, params=query, headers=clinic.headers())).json()

    assert [item["reference_number"] for item in first["items"] + second["items"]] == ["P-1", "P-2"]
    assert second["next_cursor"] is None
    assert set(first["items"][0]) == {"reference_number", "registered_at"}


async def test_the_number_of_a_checks_person_can_be_asked_for(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await clinic.publish(another_person())
    await put(clinic, "P-1")
    await put(clinic, "P-2", insured={**INSURED, "number": "7"})
    check = (await clinic.check(by_identifier())).json()

    answer = await clinic.http.get(PATH, params={"check_id": check["check_id"]}, headers=clinic.headers())

    assert [item["reference_number"] for item in answer.json()["items"]] == ["P-1"]


@pytest.mark.parametrize("by", ["check_id", "reference_number"])
async def test_a_number_that_was_removed_does_not_come_back(clinic: Clinic, by: str) -> None:
    await clinic.publish(builders.person())
    check = (await clinic.check(by_identifier())).json()
    await put(clinic)
    query = {"check_id": check["check_id"]} if by == "check_id" else {"reference_number": "P-1"}

    removed = await clinic.http.delete(PATH, params=query, headers=clinic.headers())

    assert removed.status_code == 204
    assert await number_in(clinic) is None
    again = await clinic.http.delete(PATH, params=query, headers=clinic.headers())
    assert again.json()["type"] == "urn:onshi:problem:resource-not-found"


@pytest.mark.parametrize("query", [{}, {"check_id": builders.PERSON_ID, "reference_number": "P-1"}])
async def test_exactly_one_thing_names_what_is_removed(clinic: Clinic, query: dict[str, str]) -> None:
    answer = await clinic.http.delete(PATH, params=query, headers=clinic.headers())
    assert answer.json()["type"] == "urn:onshi:problem:request-invalid"


@pytest.mark.parametrize("cursor", ["A" * 24, "A" * 22, "=", "x", "é"])
async def test_what_is_no_cursor_of_the_list_is_refused(clinic: Clinic, cursor: str) -> None:
    answer = await clinic.http.get(PATH, params={"cursor": cursor}, headers=clinic.headers())
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/query/cursor"]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_no_number_holds_a_control_character(clinic: Clinic, method: str) -> None:
    answer = await clinic.http.request(method, f"{PATH}?reference_number=%00", headers=clinic.headers())
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/query/reference_number"]


async def test_nobody_removes_anothers_number(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await put(clinic)
    query = {"reference_number": "P-1"}
    answer = await clinic.http.delete(PATH, params=query, headers=clinic.headers(institution=OTHER))
    assert answer.status_code == 404
    assert await number_in(clinic) == "P-1"


async def test_many_are_registered_at_once_and_each_fails_alone(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    body = {
        "items": [
            {"reference_number": "P-1", "insured": INSURED},
            {"reference_number": "P-2", "insured": {**INSURED, "number": "999"}},
            {"reference_number": "P-3", "check_id": str(uuid4())},
            {"reference_number": "P-4", "insured": INSURED},
        ]
    }

    answer = await clinic.http.post(f"{PATH}/bulk", json=body, headers=clinic.headers())

    assert answer.status_code == 200, answer.text
    outcome = answer.json()
    assert (outcome["total"], outcome["succeeded"], outcome["failed"]) == (4, 2, 2)
    assert [item["status"] for item in outcome["items"]] == ["registered", "failed", "failed", "registered"]
    assert [item["error"] and item["error"]["code"] for item in outcome["items"]] == [
        None,
        "insured-not-found",
        "resource-not-found",
        None,
    ]
    assert await number_in(clinic) == "P-4"


async def test_many_that_cannot_be_read_are_all_named(clinic: Clinic) -> None:
    items = [
        {"reference_number": "P-1", "insured": INSURED},
        {"reference_number": "P-2"},
        {"reference_number": "P-3", "insured": {**INSURED, "insurer_number": "1"}},
    ]
    answer = await clinic.http.post(f"{PATH}/bulk", json={"items": items}, headers=clinic.headers())
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/items/1", "/items/2/insured/insurer_number"}


async def test_five_thousand_fit_into_one_body(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    items = [{"reference_number": f"P-{number}", "insured": INSURED} for number in range(5000)]
    answer = await clinic.http.post(f"{PATH}/bulk", json={"items": items}, headers=clinic.headers(), timeout=30)
    assert (answer.json()["succeeded"], await number_in(clinic)) == (5000, "P-4999")
