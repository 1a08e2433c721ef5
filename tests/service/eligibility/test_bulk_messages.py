"""Messages of many people: handed in (01), looked at (02), the same worker, record and bounds as by REST."""

from typing import Any

import pytest

from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic
from tests.message_reader import Element, record_of
from tests.my_number_forms import MY_NUMBER
from tests.service.eligibility.messages import PATH, muimm01, muquc01, post, second, send
from tests.service.eligibility.questions import INSURED as REST_INSURED
from tests.service.eligibility.receptions import hand_in, look, until_done

NOBODY: dict[str, Any] = {"InsuredIdentificationNumber": "9", "ArbitraryIdentifier": "pt 2"}
FIRST: dict[str, Any] = {"ArbitraryIdentifier": "pt&amp;1", "InsurerNumber": " 2999918"}


@pytest.fixture
async def patient(clinic: Clinic) -> Clinic:
    await clinic.publish(builders.person())
    return clinic


async def received(clinic: Clinic, content: str, kind: str, **more: Any) -> str:
    header, body = await send(clinic, content, path=f"{PATH}?type={kind}", **more)
    assert header.text("SegmentOfResult") == "1", header.text("ErrorMessage")
    assert body.instant("ReceptionDateTime")
    return body.text("ReceptionNumber") or ""


async def looked(clinic: Clinic, number: str, kind: str, **more: Any) -> tuple[Element, Element]:
    return await send(clinic, second(number), path=f"{PATH}?type={kind}", **more)


async def done(clinic: Clinic, number: str, **more: Any) -> tuple[Element, Element]:
    await until_done(clinic, number)
    return await looked(clinic, number, "muquc02", **more)


FORMS = ["application/xml", "application/xml; charset=Shift_JIS", "application/json"]


@pytest.mark.parametrize("accept", FORMS)
async def test_many_people_are_handed_in_and_looked_at(patient: Clinic, accept: str) -> None:
    number = await received(patient, muquc01(FIRST, NOBODY), "muquc01")

    header, body = await done(patient, number, headers={"Accept": accept})

    counted = ("NumberOfProcessingResult", "NumberOfNormalProcessing", "NumberOfError")
    assert [header.text(name) for name in counted] == ["2", "2", "0"]
    assert header.text("ReceptionNumber") == number
    assert header.text("SegmentOfResult") == "1"
    assert header.text("ArbitraryFileIdentifier") == "uketsuke-1"
    assert header.day("QualificationConfirmationDate") == "2026-11-20"
    found, nobody = body.repeated("BulkConfirmUnit")
    echo = found.structure("QualificationConfirmSearchInfo")
    assert echo is not None
    assert (echo.text("ArbitraryIdentifier"), echo.text("InsurerNumber")) == ("pt&1", " 2999918")
    assert (found.text("ProcessingResultStatus"), found.code("QualificationValidity")) == ("1", "valid")
    (record,) = found.repeated("ResultOfQualificationConfirmation")
    assert record_of(record)["name"] == "模擬 花子"
    # Interface, 3.7: elements 1 to 16, 19 to 26 and the change; no limit values, no consents.
    assert {name for name in record.names() if "Cons" in name or "RelatedInfo" in name} == set()
    assert not {"QualificationDate", "DisqualificationDate"} & set(record.names())
    assert record.text("LimitApplicationCertificateChanged") in ("0", "1")
    # Nobody and several have no record and count as normal.
    assert (nobody.text("ProcessingResultStatus"), nobody.code("QualificationValidity")) == ("1", "not_found")
    assert nobody.repeated("ResultOfQualificationConfirmation") == []


async def test_what_was_sent_comes_back_literally_from_a_reception(patient: Clinic) -> None:
    number = await received(patient, muquc01(FIRST, header={"ArbitraryFileIdentifier": "a&amp;b=="}), "muquc01")
    await until_done(patient, number)

    text = (await post(patient, second(number), path=f"{PATH}?type=muquc02")).text

    assert "<ArbitraryFileIdentifier>a&amp;b==</ArbitraryFileIdentifier>" in text
    assert "<ArbitraryIdentifier>pt&amp;1</ArbitraryIdentifier>" in text
    assert "<InsurerNumber> 2999918</InsurerNumber>" in text
    for once in ("MedicalInstitutionCode", "ArbitraryFileIdentifier", "SegmentOfResult"):
        assert text.count(f"<{once}>") == 1


async def test_one_person_who_is_wrong_does_not_spoil_the_others(patient: Clinic) -> None:
    wrong = {"Birthdate": "19850231", "ArbitraryIdentifier": "pt 2"}
    mine = {"InsuredIdentificationNumber": MY_NUMBER}

    number = await received(patient, muquc01({}, wrong, mine), "muquc01")
    header, body = await done(patient, number)

    assert [header.text(name) for name in ("NumberOfNormalProcessing", "NumberOfError")] == ["1", "2"]
    right, invalid, refused = body.repeated("BulkConfirmUnit")
    assert right.text("ProcessingResultStatus") == "1"
    assert (invalid.text("ProcessingResultStatus"), invalid.text("ProcessingResultCode")) == ("2", "OQSX1001E")
    assert "Birthdate" in (invalid.text("ProcessingResultMessage") or "")
    assert (refused.text("ProcessingResultCode"), refused.names()) == (
        "OQSX1002E",
        ["ProcessingResultStatus", "ProcessingResultCode", "ProcessingResultMessage"],
    )
    assert MY_NUMBER not in (await post(patient, second(number), path=f"{PATH}?type=muquc02")).text
    # By REST the same reception tells the same.
    items = (await look(patient.http, number, patient.headers()))["items"]
    assert [item["status"] for item in items] == ["succeeded", "failed", "failed"]
    assert [item["error"] and item["error"]["code"] for item in items] == [
        None,
        "request-invalid",
        "my-number-not-accepted",
    ]


async def test_a_reception_by_rest_is_looked_at_by_message(patient: Clinic) -> None:
    number = await hand_in(patient, REST_INSURED)

    _, body = await done(patient, number)

    (unit,) = body.repeated("BulkConfirmUnit")
    echo = unit.structure("QualificationConfirmSearchInfo")
    assert echo is not None
    assert (echo.names(), echo.text("ArbitraryIdentifier")) == (["ArbitraryIdentifier"], "pt-0")


async def test_more_than_one_piece_is_whole_and_each_reading_is_recorded(patient: Clinic) -> None:
    number = await received(patient, muquc01(*({"ArbitraryIdentifier": f"pt {n}"} for n in range(450))), "muquc01")

    for reading in (450, 900):
        header, body = await done(patient, number)
        assert header.text("NumberOfProcessingResult") == "450"
        units = body.repeated("BulkConfirmUnit")
        echoes = [unit.structure("QualificationConfirmSearchInfo") for unit in units]
        assert [each and each.text("ArbitraryIdentifier") for each in echoes] == [f"pt {n}" for n in range(450)]
        # The first time the items' own records stand for it.
        assert len(await patient.records()) == reading
    _, as_json = await looked(patient, number, "muquc02", headers={"Accept": "application/json"})
    assert len(as_json.repeated("BulkConfirmUnit")) == 450


async def test_a_number_that_nobody_has_here_is_told_of_the_message(patient: Clinic) -> None:
    number = await received(patient, muquc01({}), "muquc01")
    other = {"institution": "9910000026"}
    asked = [
        await looked(patient, "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55", "muquc02"),
        await looked(patient, "1", "muquc02"),
        await looked(patient, number, "muimm02"),
        await send(patient, second(number, MedicalInstitutionCode="9910000026"), path=f"{PATH}?type=muquc02", **other),
    ]
    assert [header.text("ErrorCode") for header, _ in asked] == ["OQSX9005E"] * 4
    header, body = await send(patient, second(""), path=f"{PATH}?type=muquc02")
    assert (header.text("ErrorCode"), body.text("ProcessingResultStatus")) == ("OQSX9001E", "2")
    assert "ReceptionNumber" in (header.text("ErrorMessage") or "")


async def test_the_same_file_twice_is_one_reception(patient: Clinic) -> None:
    key = {"Idempotency-Key": "OQSmuquc01req_1.xml"}

    first, again = [await received(patient, muquc01({}, NOBODY), "muquc01", headers=key) for _ in range(2)]
    other = await post(patient, muquc01({}), path=f"{PATH}?type=muquc01", headers=key)

    assert first == again
    assert (other.status_code, other.json()["type"]) == (422, "urn:onshi:problem:idempotency-key-reused")
    await until_done(patient, first)
    assert len(await patient.records()) == 2


@pytest.mark.parametrize(
    "header", [{"QualificationConfirmationDate": "20261205"}, {"MedicalInstitutionCode": "9910000026"}]
)
async def test_what_is_wrong_with_the_header_refuses_all(patient: Clinic, header: dict[str, str]) -> None:
    read, body = await send(patient, muquc01({}, {}, header=header))

    assert (read.text("SegmentOfResult"), body.names()) == ("9", ["ProcessingResultStatus"])


async def test_two_weeks_ahead_may_be_asked_about(patient: Clinic) -> None:
    number = await received(patient, muquc01({}, header={"QualificationConfirmationDate": "20261204"}), "muquc01")
    header, _ = await done(patient, number)
    assert header.day("QualificationConfirmationDate") == "2026-12-04"


async def test_nobody_at_all_is_refused(patient: Clinic) -> None:
    header, _ = await send(patient, muquc01(), path=f"{PATH}?type=muquc01")
    assert header.text("SegmentOfResult") == "9"
    assert "5000" in (header.text("ErrorMessage") or "")


async def test_a_limited_terminal_may_not_ask_ahead(patient: Clinic) -> None:
    for kind, content in (("muquc01", muquc01({})), ("muquc02", second("1"))):
        answer = await post(patient, content, path=f"{PATH}?type={kind}", role=Role.LIMITED)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:onshi:problem:role-not-allowed")


@pytest.mark.parametrize("accept", FORMS)
async def test_many_numbers_are_registered_and_looked_at(patient: Clinic, accept: str) -> None:
    number = await received(
        patient, muimm01({}, {"InsuredIdentificationNumber": "9"}, {"ReferenceNumber": MY_NUMBER}), "muimm01"
    )

    header, body = await looked(patient, number, "muimm02", headers={"Accept": accept})

    counted = ("NumberOfProcessingResult", "NumberOfNormalProcessing", "NumberOfError")
    assert [header.text(name) for name in counted] == ["3", "1", "2"]
    assert header.text("ArbitraryFileIdentifier") == "uketsuke-1"
    registered, nobody, refused = body.repeated("BulkRegistrationUnit")
    echo = registered.structure("ReferenceNumberRegistrationInfo")
    assert echo is not None
    assert echo.text("ReferenceNumber") == "P-1"
    assert (registered.text("ProcessingResultStatus"), registered.text("ProcessingResultCode")) == ("1", None)
    assert (nobody.text("ProcessingResultStatus"), nobody.text("ProcessingResultCode")) == ("2", "OQSX1003E")
    assert refused.text("ProcessingResultCode") == "OQSX1002E"
    assert refused.structure("ReferenceNumberRegistrationInfo") is None


async def test_a_registered_number_comes_back_in_a_unit(patient: Clinic) -> None:
    await received(patient, muimm01({}, {"InsuredIdentificationNumber": "9"}), "muimm01")
    number = await received(patient, muquc01({}), "muquc01")

    _, body = await done(patient, number)

    (unit,) = body.repeated("BulkConfirmUnit")
    assert unit.texts("ReferenceNumber") == ["P-1"]


async def test_numbers_handed_in_twice_under_a_key_are_registered_once(patient: Clinic) -> None:
    key = {"Idempotency-Key": "OQSmuimm01req_1.xml"}
    content = muimm01({}, {"InsuredIdentificationNumber": "9"})

    first, again = [await received(patient, content, "muimm01", headers=key) for _ in range(2)]

    assert first == again
    assert len(await patient.records()) == 2


async def test_numbers_by_rest_under_a_key_are_registered_once(patient: Clinic) -> None:
    nobody = REST_INSURED | {"number": "9"}
    body = {
        "items": [{"reference_number": "P-1", "insured": REST_INSURED}, {"reference_number": "P-2", "insured": nobody}]
    }
    headers = patient.headers() | {"Idempotency-Key": "k-1"}
    url = "/v1/reference-numbers/bulk"

    first, again = [await patient.http.post(url, json=body, headers=headers) for _ in range(2)]
    other = await patient.http.post(url, json={"items": body["items"][:1]}, headers=headers)

    assert first.json() == again.json()
    assert [item["status"] for item in first.json()["items"]] == ["registered", "failed"]
    assert other.json()["type"] == "urn:onshi:problem:idempotency-key-reused"
    assert len(await patient.records()) == 2
