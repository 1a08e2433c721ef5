from typing import Any

import pytest

from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, RegistryCaller, pointers, problem

ASKED = {"name": "見本花子", "birthdate": "1985-04-01", "sex": "female", "address": "見本区1"}
TWIN = "019a0000-0000-7000-8000-000000000002"


@pytest.mark.parametrize(
    ("asked", "outcome", "overlooked"),
    [
        ({}, "one", {"name": ["blanks"], "address": ["house_number", "prefecture"], "birthdate": [], "sex": []}),
        (
            {"name": "●本　花子", "address": "東京都見本区一丁目"},
            "one",
            {"name": ["blanks", "substitute"], "address": [], "birthdate": [], "sex": []},
        ),
        (
            {"name": "實本　花子", "name_kana": "みほん　はなこ", "address": "東京都見本区一丁目"},
            "one",
            {"name": ["blanks", "width", "kana"], "address": [], "birthdate": [], "sex": []},
        ),
        (
            {"sex": "unset"},
            "one",
            {"name": ["blanks"], "address": ["house_number", "prefecture"], "birthdate": [], "sex": []},
        ),
    ],
)
async def test_one_person_is_found_and_what_was_overlooked_is_told(
    operator: RegistryCaller, asked: dict[str, str], outcome: str, overlooked: dict[str, list[str]]
) -> None:
    await operator.make("/v1/persons", PERSON)
    town = await operator.client("municipality")
    answer = await town.post("/v1/person-matches", {**ASKED, **asked})

    found: dict[str, Any] = answer.json()
    assert (answer.status_code, found["outcome"], found["person_id"]) == (200, outcome, PERSON["person_id"])
    (candidate,) = found["candidates"]
    assert {field: compared["overlooked"] for field, compared in candidate["fields"].items()} == overlooked
    assert all(compared["agrees"] for compared in candidate["fields"].values())


async def test_a_record_without_an_address_is_found_by_kana_and_insurer(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", {**PERSON, "address": None, "name": "\ue000本　花子"})
    await operator.make("/v1/coverages", COVERAGE)
    town = await operator.client("municipality")
    asked = {**ASKED, "name": "榊本　花子", "name_kana": "みほん　はなこ"}
    found = (await town.post("/v1/person-matches", {**asked, "insurer_number": "6123457"})).json()
    other = (await town.post("/v1/person-matches", {**asked, "insurer_number": "138123"})).json()
    shown = (await operator.get(f"/v1/persons/{PERSON['person_id']}")).json()

    assert (found["outcome"], found["person_id"]) == ("one", PERSON["person_id"])
    (candidate,) = found["candidates"]
    assert candidate["fields"]["address"] == {"agrees": True, "overlooked": [], "compared": False}
    assert (other["outcome"], other["candidates"]) == ("none", [])
    assert shown["name"] == "●本　花子"


async def test_nobody_is_found_and_what_differs_is_told_without_an_id(operator: RegistryCaller) -> None:
    await operator.make("/v1/persons", PERSON)
    town = await operator.client("municipality")
    elsewhere = (await town.post("/v1/person-matches", {**ASKED, "address": "大阪府見本市1"})).json()
    another_day = (await town.post("/v1/person-matches", {**ASKED, "birthdate": "1985-04-02"})).json()

    assert (elsewhere["outcome"], elsewhere["person_id"]) == ("none", None)
    (near,) = elsewhere["candidates"]
    assert near["person_id"] is None
    assert {field: compared["agrees"] for field, compared in near["fields"].items()} == {
        "name": True,
        "address": False,
        "birthdate": True,
        "sex": True,
    }
    assert another_day == {"outcome": "none", "person_id": None, "candidates": []}


async def test_several_are_told_apart_from_one(operator: RegistryCaller) -> None:
    await operator.make("/v1/persons", PERSON)
    await operator.make("/v1/persons", {**PERSON, "person_id": TWIN})
    town = await operator.client("municipality")
    found = (await town.post("/v1/person-matches", ASKED)).json()

    assert (found["outcome"], found["person_id"]) == ("several", None)
    assert [candidate["person_id"] for candidate in found["candidates"]] == [PERSON["person_id"], TWIN]


async def test_only_municipalities_match_and_never_by_a_my_number(operator: RegistryCaller) -> None:
    town = await operator.client("municipality")
    assert problem(await operator.post("/v1/person-matches", ASKED)) == (403, "role-not-allowed")
    numbered = await town.post("/v1/person-matches", {**ASKED, "name": "123456789018"})
    assert problem(numbered) == (422, "my-number-not-accepted")
    wrong = await town.post("/v1/person-matches", {"name": "", "sex": "x", "birthdate": "1"})
    assert pointers(wrong) == ["/address", "/birthdate", "/name", "/sex"]
