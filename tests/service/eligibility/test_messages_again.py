"""A check's answer again as a message, as the folder ``face`` holds it; and a registration that is sent twice."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.roles import Role
from tests import builders
from tests.clinic import INSTITUTION, Clinic
from tests.message_reader import Element, read, record_of
from tests.service.eligibility.messages import post, siimm01
from tests.service.eligibility.questions import by_identifier
from tests.worlds import CLOCK


async def by_card(clinic: Clinic, **claims: object) -> str:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    answer = await clinic.check_by_card(card, **claims)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["check_id"])


async def again(
    clinic: Clinic, check_id: str, accept: str = "application/xml", query: str = ""
) -> tuple[Element, Element]:
    answer = await clinic.http.get(f"/oqs/checks/{check_id}{query}", headers={**clinic.headers(), "Accept": accept})
    assert answer.status_code == 200, answer.text
    return read(answer.content)


@pytest.mark.parametrize("accept", ["application/xml", "application/xml; charset=Shift_JIS", "application/json"])
async def test_a_card_checks_answer_is_a_message(clinic: Clinic, accept: str) -> None:
    check_id = await by_card(clinic, consents=["medication"], prescription_form="electronic")
    rest = (await clinic.http.get(f"/v1/checks/{check_id}", headers=clinic.headers())).json()

    header, body = await again(clinic, check_id, accept)

    assert header.text("ReferenceClassification") == "1"
    assert header.text("MedicalInstitutionCode") == INSTITUTION
    assert header.text("SegmentOfResult") == "1"
    assert header.text("QualificationConfirmationDate") == "20261120"
    assert len(header.text("ArbitraryFileIdentifier") or "") >= 12
    assert body.structure("QualificationConfirmSearchInfo") is None
    assert body.text("PrescriptionIssueSelect") == "1"
    assert body.text("ProcessingResultStatus") == "1"
    (result,) = body.listed("ResultList", "ResultOfQualificationConfirmation")
    shown, (expected,) = record_of(result), rest["results"]
    assert shown["number"] == expected["number"]
    assert shown["consents"]["medication"]["state"] == "given"
    given, until = (shown["consents"]["medication"][name] for name in ("given_at", "viewable_until"))
    # The sample rule of the interface: 24 hours exactly.
    assert (int(until) - int(given)) % 1_000_000 == 0


async def test_reading_it_is_recorded_and_two_readings_are_the_same(clinic: Clinic) -> None:
    check_id = await by_card(clinic)
    url = f"/oqs/checks/{check_id}"

    first, second = [(await clinic.http.get(url, headers=clinic.headers())).content for _ in range(2)]

    assert first == second
    original, *readings = await clinic.records()
    assert [record["rederived_from"] for record in readings] == [original["check_id"]] * 2


async def test_an_expiring_certificate_is_attached_information(clinic: Clinic) -> None:
    card = clinic.card(not_after=CLOCK.now() + timedelta(days=30))
    await clinic.publish(builders.person(), card)
    check_id = (await clinic.check_by_card(card)).json()["check_id"]

    _, body = await again(clinic, check_id)

    assert body.text("ProcessingResultStatus") == "1"
    assert body.text("ProcessingResultCode") == "OQSX2001I"
    assert "3か月" in (body.text("ProcessingResultMessage") or "")


async def test_older_editions_and_another_order_are_written(clinic: Clinic) -> None:
    check_id = await by_card(clinic, consents=["medication"])

    _, older = await again(clinic, check_id, query="?edition=2023")
    header, _ = await again(clinic, check_id, query="?order=shuffled")

    (result,) = older.listed("ResultList", "ResultOfQualificationConfirmation")
    assert not {"QualificationDate", "DiagnosisNameConsFlg"} & set(result.names())
    assert header.names()[0] != "ProcessExecutionTime"


async def test_a_check_without_an_answer_and_another_institutions_are_refused(clinic: Clinic) -> None:
    check_id = await by_card(clinic)
    unknown = "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55"
    asked = [
        (await clinic.http.get(f"/oqs/checks/{check_id}", headers=clinic.headers(institution="9910000026")), 404),
        (await clinic.http.get(f"/oqs/checks/{unknown}", headers=clinic.headers()), 404),
        (await clinic.http.get(f"/oqs/checks/{check_id}", headers=clinic.headers(role=Role.READER)), 403),
        (await clinic.http.get(f"/oqs/checks/{check_id}?edition=1999", headers=clinic.headers()), 422),
        (await clinic.http.get("/oqs/checks/nothing", headers=clinic.headers()), 422),
    ]
    assert [answer.status_code for answer, _ in asked] == [status for _, status in asked]
    assert len(await clinic.records()) == 1


async def test_a_check_by_identifiers_is_told_by_its_reference(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    check_id = (await clinic.check(by_identifier(client_reference="desk 1"))).json()["check_id"]

    header, body = await again(clinic, check_id)

    assert header.text("ArbitraryFileIdentifier") == "desk 1"
    assert header.text("ReferenceClassification") == "2"
    assert body.text("QualificationValidity") == "1"


@pytest.mark.parametrize("changed", [{}, {"InsuredIdentificationNumber": "9"}])
async def test_a_registration_under_a_key_is_one(clinic: Clinic, changed: dict[str, Any]) -> None:
    await clinic.publish(builders.person())
    key = {"Idempotency-Key": "OQSsiimm01req_1.xml"}

    first = await post(clinic, siimm01(**changed), headers=key)
    second = await post(clinic, siimm01(**changed), headers=key)
    other = await post(clinic, siimm01(ReferenceNumber="P-2"), headers=key)

    assert first.status_code == 200
    assert second.content == first.content
    assert (other.status_code, other.json()["type"]) == (422, "urn:onshi:problem:idempotency-key-reused")
    assert len(await clinic.records()) == 1
