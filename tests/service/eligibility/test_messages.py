"""Messages (XmlMsg): three layers of status, tolerant in, strict out, recorded as every check is."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.jpki.authority.rules.generations import Authority
from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic, clinic_at
from tests.my_number_forms import MY_NUMBER
from tests.service.eligibility.messages import INSURED, PATH, post, send, siimm01, siquc01, status_of
from tests.worlds import TestDatabase

FOUND, NOT_FOUND = ("1", "1", "1"), ("1", "1", "4")
PERSON_FAILED, MESSAGE_FAILED = ("1", "2", None), ("9", "2", None)


@pytest.fixture
async def patient(clinic: Clinic) -> Clinic:
    await clinic.publish(builders.person())
    return clinic


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, FOUND),
        ({"InsurerNumber": "  2999918"}, FOUND),
        ({"InsurerNumber": "0002999918"}, FOUND),
        ({"InsuredBranchNumber": ""}, FOUND),
        ({"InsuredBranchNumber": None}, FOUND),
        ({"InsuredBranchNumber": "  "}, FOUND),
        ({"InsuredCardSymbol": "ｼﾐｭ-1"}, FOUND),
        ({"LimitApplicationCertificateRelatedConsFlg": "1"}, FOUND),
        ({"SomethingNew": "1"}, FOUND),
        ({"Birthdate": "19850413"}, NOT_FOUND),
        ({"Birthdate": "1985-04-12"}, PERSON_FAILED),
        ({"Birthdate": "19850231"}, PERSON_FAILED),
        ({"Birthdate": None}, PERSON_FAILED),
        ({"InsurerNumber": None}, PERSON_FAILED),
        ({"InsuredIdentificationNumber": MY_NUMBER}, PERSON_FAILED),
        ({"ArbitraryIdentifier": f"pt {MY_NUMBER}"}, PERSON_FAILED),
        ({"LimitApplicationCertificateRelatedConsFlg": "2"}, PERSON_FAILED),
    ],
)
async def test_what_is_wrong_with_a_person_is_told_of_the_person(
    patient: Clinic, changed: dict[str, Any], status: tuple[str, str, str | None]
) -> None:
    message = siquc01(**changed)
    # By its body alone it is no siquc01 without a birthdate.
    assert status_of(await send(patient, message, path=f"{PATH}?type=siquc01")) == status


@pytest.mark.parametrize(
    "header",
    [
        {"QualificationConfirmationDate": "20261121"},
        {"QualificationConfirmationDate": "20211119"},
        {"QualificationConfirmationDate": "today"},
        {"QualificationConfirmationDate": ""},
        {"MedicalInstitutionCode": "9910000026"},
        {"MedicalInstitutionCode": ""},
        {"ArbitraryFileIdentifier": MY_NUMBER},
    ],
)
async def test_what_is_wrong_with_the_message_is_told_of_the_message(patient: Clinic, header: dict[str, str]) -> None:
    read = await send(patient, siquc01(header))

    assert status_of(read) == MESSAGE_FAILED
    assert (read[0].text("ErrorCode") or "").startswith("OQSX9")
    assert read[0].text("ErrorMessage")
    assert read[0].text("ProcessExecutionTime")
    assert await patient.records() == []


async def test_everything_that_is_wrong_is_named_at_once(patient: Clinic) -> None:
    _, body = await send(
        patient,
        siquc01(Birthdate="x", InsurerNumber="1", InsuredIdentificationNumber=None),
        path=f"{PATH}?type=siquc01",
    )

    assert body.text("ProcessingResultCode") == "OQSX1001E"
    told = body.text("ProcessingResultMessage") or ""
    assert [name for name in INSURED if name in told] == ["InsurerNumber", "InsuredIdentificationNumber", "Birthdate"]


async def test_what_may_be_a_my_number_is_not_sent_back(patient: Clinic) -> None:
    for message in (
        siquc01(InsuredIdentificationNumber=MY_NUMBER),
        siquc01({"ArbitraryFileIdentifier": MY_NUMBER}),
        siquc01({"MedicalInstitutionCode": MY_NUMBER}),
        siquc01(ArbitraryIdentifier=MY_NUMBER),
        siimm01(ReferenceNumber=MY_NUMBER),
    ):
        assert MY_NUMBER not in (await post(patient, message)).text
    assert await patient.records() == []


async def test_an_element_that_stands_twice_is_named(patient: Clinic) -> None:
    twice = siquc01().replace("<Birthdate>", "<Birthdate>19850413</Birthdate><Birthdate>")

    _, body = await send(patient, twice)

    assert "Birthdate" in (body.text("ProcessingResultMessage") or "")


async def test_what_was_sent_comes_back_as_it_was(patient: Clinic) -> None:
    sent = siquc01({"ArbitraryFileIdentifier": "a&amp;b=="}, InsurerNumber=" 2999918", ArbitraryIdentifier="pt&#45;1")

    answer = (await post(patient, sent)).text

    for literal in (
        "<ArbitraryFileIdentifier>a&amp;b==</ArbitraryFileIdentifier>",
        "<InsurerNumber> 2999918</InsurerNumber>",
        "<InsuredCardSymbol>シミュ－１</InsuredCardSymbol>",
        "<InsuredIdentificationNumber>001024</InsuredIdentificationNumber>",
        "<InsuredBranchNumber>1</InsuredBranchNumber>",
        "<ArbitraryIdentifier>pt&#45;1</ArbitraryIdentifier>",
    ):
        assert literal in answer
    assert "<InsurerNumber>02999918</InsurerNumber>" in answer
    for once in ("MedicalInstitutionCode", "ArbitraryFileIdentifier", "SegmentOfResult"):
        assert answer.count(f"<{once}>") == 1


async def test_a_check_by_message_is_recorded_as_one_by_rest(patient: Clinic) -> None:
    await send(patient, siquc01())
    await patient.check(
        {
            "insured": {
                "insurer_number": "02999918",
                "symbol": "シミュ-1",
                "number": "1024",
                "birthdate": "1985-04-12",
            },
            "purpose": "CARE_VISIT",
            "client_reference": "uketsuke-1",
        }
    )

    by_message, by_rest = (dict(record) for record in await patient.records())

    differ = {name for name in by_rest if by_message[name] != by_rest[name]}
    assert differ <= {"check_id", "checked_at", "listed_in"}, differ


async def test_a_retry_under_a_key_is_one_check(patient: Clinic) -> None:
    key = {"Idempotency-Key": "OQSsiquc01req_1.xml"}

    first = await post(patient, siquc01(), headers=key)
    again = await post(patient, siquc01(), headers=key)
    other = await post(patient, siquc01(Birthdate="19850413"), headers=key)

    assert (first.status_code, again.content) == (200, first.content)
    assert (other.status_code, other.json()["type"]) == (422, "urn:onshi:problem:idempotency-key-reused")


async def test_a_refused_purpose_is_told_of_the_person_and_echoes_nothing(patient: Clinic) -> None:
    read = await send(patient, siquc01(), role=Role.LIMITED)

    if status_of(read) != FOUND:
        assert status_of(read) == PERSON_FAILED
        assert read[1].structure("QualificationConfirmSearchInfo") is None


async def test_the_number_of_an_institution_is_registered_and_comes_back(patient: Clinic) -> None:
    header, body = await send(patient, siimm01())

    assert status_of((header, body)) == ("1", "1", None)
    assert header.names() == [
        "ProcessExecutionTime",
        "MedicalInstitutionCode",
        "ArbitraryFileIdentifier",
        "SegmentOfResult",
        "CharacterCodeIdentifier",
    ]
    echoed = body.structure("ReferenceNumberRegistrationInfo")
    assert echoed is not None
    assert echoed.names() == [
        "InsurerNumber",
        "InsuredIdentificationNumber",
        "ReferenceNumber",
        "InsuredCardSymbol",
        "InsuredBranchNumber",
    ]
    assert (body.text("ProcessingResultCode"), body.text("ProcessingResultMessage")) == (None, None)
    _, checked = await send(patient, siquc01())
    (result,) = checked.listed("ResultList", "ResultOfQualificationConfirmation")
    assert result.text("ReferenceNumber") == "P-1"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"InsuredIdentificationNumber": "9"}, "OQSX1003E"),
        ({"ReferenceNumber": None}, "OQSX1001E"),
        ({"ReferenceNumber": "x" * 51}, "OQSX1001E"),
        ({"ReferenceNumber": MY_NUMBER}, "OQSX1002E"),
    ],
)
async def test_a_number_that_cannot_be_registered_is_told_of_the_person(
    patient: Clinic, changed: dict[str, Any], code: str
) -> None:
    read = await send(patient, siimm01(**changed))

    assert status_of(read) == PERSON_FAILED
    assert read[1].text("ProcessingResultCode") == code


async def test_whose_number_it_is_cannot_be_told_of_a_family_without_the_branch(patient: Clinic) -> None:
    sister = builders.coverage(coverage_id="0190a000-0000-7000-8000-000000000102", branch="02")
    await patient.publish(builders.person(sister, person_id="0190a000-0000-7000-8000-000000000002"))

    _, ambiguous = await send(patient, siimm01(InsuredBranchNumber=None))
    _, named = await send(patient, siimm01(InsuredBranchNumber="02"))

    assert ambiguous.text("ProcessingResultCode") == "OQSX1004E"
    assert named.text("ProcessingResultStatus") == "1"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        ("<XmlMsg><MessageBody/></XmlMsg>", 400, "message-unreadable"),
        ("<XmlMsg>", 400, "message-unreadable"),
        ("<!DOCTYPE x><XmlMsg/>", 400, "message-unreadable"),
        (" " * (4 * 1024 * 1024 + 1), 413, "body-too-large"),
        ("", 400, "message-unreadable"),
        ("<XmlMsg>" + "<A>" * 10_000, 400, "message-unreadable"),
        ("<XmlMsg><MessageHeader/><MessageHeader/></XmlMsg>", 400, "message-unreadable"),
    ],
)
async def test_what_is_no_message_is_a_problem(patient: Clinic, content: str, status: int, code: str) -> None:
    answer = await post(patient, content)

    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:onshi:problem:{code}")


@pytest.mark.parametrize("query", ["type=sihvq01", "order=none", "edition=2020", "stray=1", "order=spec&order=spec"])
async def test_parameters_that_are_not_known_are_refused(patient: Clinic, query: str) -> None:
    answer = await post(patient, siquc01(), path=f"{PATH}?{query}")

    assert (answer.status_code, answer.json()["type"]) == (422, "urn:onshi:problem:request-invalid")


async def test_who_misses_too_often_is_told_of_the_message(
    database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey
) -> None:
    async with clinic_at(database, authorities, card_key, miss_limit=1) as clinic:
        statuses = [status_of(await send(clinic, siquc01())) for _ in range(2)]
        read = await send(clinic, siimm01())

    assert statuses == [NOT_FOUND, MESSAGE_FAILED]
    assert (status_of(read), read[0].text("ErrorCode")) == (MESSAGE_FAILED, "OQSX9004E")


async def test_a_vendors_own_codes_are_in_the_answers(
    database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey, tmp_path: Path
) -> None:
    file = tmp_path / "codes.tsv"
    file.write_text("request-invalid\tABC0001E\t照会条件に誤りがあります。\n", encoding="utf-8")

    async with clinic_at(database, authorities, card_key, message_codes_file=file) as clinic:
        _, body = await send(clinic, siquc01(InsurerNumber=None))

    assert body.text("ProcessingResultCode") == "ABC0001E"
    assert "照会条件に誤りがあります（InsurerNumber" in (body.text("ProcessingResultMessage") or "")
