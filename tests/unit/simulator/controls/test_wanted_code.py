"""``GET /personas?code=…``: those who have a code; one that is unknown is refused with what is known."""

import pytest

from simulator.personas.code_space import CODE_SPACE
from tests.unit.simulator.controls.serving import BROWSER, controls

EVERY_CODE = [f"{element}:{value}" for element, each in CODE_SPACE.items() for value in each.values]


async def test_every_code_finds_people_who_have_it() -> None:
    async with controls() as client:
        for code in EVERY_CODE:
            items = (await client.get("/personas", params={"code": code})).json()["items"]
            element, _, value = code.partition(":")
            assert {item["codes"][element] for item in items} == {value}, code


async def test_the_short_name_finds_the_same_and_others_are_left_out() -> None:
    async with controls() as client:
        short = (await client.get("/personas?code=LimitCategory:B09")).json()
        whole = (await client.get("/personas?code=LimitApplicationCertificateClassificationFlag:B09")).json()

    assert short == whole
    assert [item["id"] for item in short["items"]] == ["elderly-75-20-percent"]


async def test_a_browser_gets_a_page_of_them() -> None:
    async with controls() as client:
        page = (await client.get("/personas?code=LimitCategory:B09", headers=BROWSER)).text

    assert "elderly-75-20-percent" in page
    assert "employee-with-limit" not in page


@pytest.mark.parametrize(
    ("code", "error", "names"),
    [
        ("B09", "not-a-code", "LimitCategory:B09"),
        ("limitcategory:B09", "unknown-member", "Nearest: LimitCategory"),
        ("QualificationValidty:1", "unknown-member", "Nearest: QualificationValidity"),
        ("xyz:1", "unknown-member", "Known: ReferenceClassification, PrescriptionIssueSelect"),
        ("LimitCategory:B11", "unknown-value", "Known: A01, A02"),
        ("Sex1:", "unknown-value", "Known: 1, 2, 3"),
    ],
)
async def test_an_unknown_code_is_refused_with_what_is_known(code: str, error: str, names: str) -> None:
    async with controls() as client:
        answer = await client.get("/personas", params={"code": code})

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:onshi:problem:request-invalid")
    (violation,) = answer.json()["errors"]
    assert (violation["pointer"], violation["code"]) == ("/query/code", error)
    assert names in violation["message"]


async def test_what_was_sent_is_not_repeated() -> None:
    async with controls() as client:
        answer = await client.get("/personas", params={"code": "仮野隆:1985"})

    assert "仮野" not in answer.text
    assert "1985" not in answer.text
