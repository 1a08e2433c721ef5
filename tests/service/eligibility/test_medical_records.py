"""Medical data is read with the patient's consent, inside its window, by the institution that was given it."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.codes import CardKind
from shared.domain.roles import Role
from tests import builders
from tests.clinic import Card, Clinic
from tests.worlds import CLOCK

KINDS = [
    "medication",
    "checkups",
    "diagnosis",
    "operation",
    "diagnosis_name",
    "infection",
    "allergy",
    "contraindication",
    "test_results",
    "prescription",
]


async def checked(clinic: Clinic, card: Card, **claims: Any) -> str:
    answer = await clinic.check_by_card(card, **claims)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["check_id"])


async def read(clinic: Clinic, check_id: str, kind: str = "medication", **caller: Any) -> Any:
    return await clinic.http.get(f"/v1/medical-records/{check_id}/{kind}", headers=clinic.headers(**caller))


def code(answer: Any) -> str:
    return str(answer.json()["type"]).removeprefix("urn:onshi:problem:")


@pytest.fixture
async def card(clinic: Clinic) -> Card:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    return card


async def test_what_the_patient_chose_can_be_read_and_is_recorded(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, consents=["medication", "checkups"])

    answer = await read(clinic, check_id)

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["check_id"], body["kind"]) == (check_id, "medication")
    assert sorted(body["items"][0]) == [
        "code",
        "institution_name",
        "name",
        "note",
        "occurred_on",
        "unit",
        "value",
    ]
    assert all(item["code"].startswith("SIM-YZ-") for item in body["items"])
    assert body["items"] == (await read(clinic, check_id)).json()["items"]
    check, first, second = await clinic.records()
    assert str(check["check_id"]) == check_id
    assert (first["kinds"], str(first["rederived_from"]), first["outcome"]) == (["medication"], check_id, "answered")
    assert (first["method"], first["purpose"]) == ("my_number_card", "CARE_VISIT")
    assert str(first["person_id"]) == builders.PERSON_ID
    assert second["kinds"] == ["medication"]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_can_be_read_where_it_was_chosen(clinic: Clinic, card: Card, kind: str) -> None:
    answer = await read(clinic, await checked(clinic, card, consents=[kind]), kind)
    assert answer.status_code == 200, answer.text


async def test_a_kind_that_was_not_chosen_is_refused_and_not_recorded(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, consents=["checkups"])
    answer = await read(clinic, check_id)
    assert (answer.status_code, code(answer)) == (403, "consent-missing")
    assert len(await clinic.records()) == 1


@pytest.mark.usefixtures("card")
async def test_a_check_by_number_opens_nothing(clinic: Clinic) -> None:
    identifiers = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}
    check_id = (await clinic.check({"insured": identifiers, "purpose": "CARE_VISIT"})).json()["check_id"]
    assert code(await read(clinic, check_id)) == "consent-missing"


async def test_another_institution_does_not_find_the_check(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, consents=["medication"])
    answer = await read(clinic, check_id, institution="9910000026")
    assert (answer.status_code, code(answer)) == (404, "resource-not-found")


async def test_a_limited_institution_reads_nothing_even_on_its_own_check(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, consents=["medication"])
    assert code(await read(clinic, check_id, role=Role.LIMITED)) == "role-not-allowed"


@pytest.mark.parametrize(
    "coverage",
    [
        builders.coverage(card_kind=CardKind.SELF_DEFENCE),
        builders.coverage(insurer=builders.insurer(kind="day_labourer")),
        builders.coverage(card_kind=CardKind.MEDICAL_ASSISTANCE, insurer=builders.insurer(number="12999910")),
    ],
)
async def test_schemes_without_medical_data_are_excluded(clinic: Clinic, coverage: Any) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(coverage), card)
    answer = await clinic.check_by_card(card, consents=["medication"])
    assert code(await read(clinic, answer.json()["check_id"])) == "medical-records-excluded"


async def test_a_certificate_in_its_grace_opens_none(clinic: Clinic) -> None:
    now = CLOCK.now().replace(microsecond=0)
    card = clinic.card(not_before=now - timedelta(days=400), not_after=now - timedelta(days=10))
    await clinic.publish(builders.person(), card)
    answer = await clinic.check_by_card(card, consents=["medication"])
    assert answer.json()["certificate_state"] == "in_grace"
    assert code(await read(clinic, answer.json()["check_id"])) == "medical-records-excluded"


async def test_a_reading_is_no_check_of_its_own(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, consents=["medication"])
    await read(clinic, check_id)
    listed = await clinic.http.get("/v1/checks", headers=clinic.headers())
    assert [item["check_id"] for item in listed.json()["items"]] == [check_id]


async def test_a_kind_that_does_not_exist_is_refused(clinic: Clinic, card: Card) -> None:
    answer = await read(clinic, await checked(clinic, card), "coverage")
    assert (answer.status_code, code(answer)) == (422, "request-invalid")
