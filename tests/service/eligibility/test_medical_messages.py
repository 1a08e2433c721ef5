"""薬剤情報 and 特定健診情報 as messages: what REST reads on the same check, by the paths of a published program."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.roles import Role
from tests import builders
from tests.clinic import Card, Clinic
from tests.drug_reader import (
    PRESCRIPTIONS,
    checkups_of,
    drugs_of,
    failure_of,
    person_of,
    treatments_of,
    whole,
)
from tests.my_number_forms import MY_NUMBER
from tests.service.eligibility.messages import PATH, medical, post
from tests.worlds import CLOCK

YZK, TKK = f"{PATH}?type=YZKsiquc01", f"{PATH}?type=TKKsiquc01"
NOT_AGREED = "患者の閲覧同意がありません。（OQSX1301E）"


@pytest.fixture
async def card(clinic: Clinic) -> Card:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    return card


async def checked(clinic: Clinic, card: Card, *consents: str, **claims: Any) -> str:
    answer = await clinic.check_by_card(card, consents=list(consents), **claims)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["check_id"])


async def rest(clinic: Clinic, check_id: str, kind: str) -> list[dict[str, Any]]:
    answer = await clinic.http.get(f"/v1/medical-records/{check_id}/{kind}", headers=clinic.headers())
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    assert items
    return items


async def asked(clinic: Clinic, path: str, *arguments: Any, **more: Any) -> bytes:
    answer = await post(clinic, medical(*arguments), path=path, **more)
    assert answer.status_code == 200, answer.text
    return answer.content


def in_order(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda each: (each["occurred_on"], each["institution_name"] or "", each["code"]))


async def test_drugs_are_those_of_rest(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, "medication", "diagnosis", "prescription")

    content = await asked(clinic, YZK)

    assert failure_of(content) is None
    assert in_order(drugs_of(content)) == in_order(await rest(clinic, check_id, "medication"))
    assert in_order(treatments_of(content)) == in_order(await rest(clinic, check_id, "diagnosis"))
    assert in_order(drugs_of(content, PRESCRIPTIONS)) == in_order(await rest(clinic, check_id, "prescription"))
    assert person_of(content, "QuaInf") == {
        "Name": "模擬　花子",
        "KanaName": "ﾓｷﾞ ﾊﾅｺ",
        "Birth": "19850412",
        "AdmGendCode": "2",
    }
    assert whole(content).findtext("./MessageHeader/ArbitraryFileIdentifier") == "yakureki-1"


async def test_checkups_are_those_of_rest(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, "checkups")

    content = await asked(clinic, TKK, None, {"PrDiInfClassification": None})

    expected = [{**each, "institution_name": None} for each in await rest(clinic, check_id, "checkups")]
    assert checkups_of(content) == expected
    assert sorted(person_of(content, "QualificationsInfo")) == [
        "AdministrativeGenderCode",
        "Birthday",
        "KanasName",
        "Name",
    ]


async def test_a_reading_is_one_record_of_what_was_open(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, "medication", "prescription")

    content = await asked(clinic, YZK)

    _, reading = await clinic.records()
    assert (reading["kinds"], str(reading["rederived_from"])) == (["medication", "prescription"], check_id)
    assert (reading["method"], reading["purpose"], reading["outcome"]) == ("my_number_card", "CARE_VISIT", "answered")
    assert str(reading["person_id"]) == builders.PERSON_ID
    assert treatments_of(content) == []


async def test_only_what_is_asked_for_is_read(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, "medication", "prescription")
    every = await rest(clinic, check_id, "medication")
    months = sorted({each["occurred_on"][:7] for each in every})
    first, last = months[1].replace("-", ""), months[-2].replace("-", "")

    content = await asked(clinic, YZK, None, {"StartDate": first, "EndDate": last, "PrDiInfClassification": "0"})

    within = [each for each in every if months[1] <= each["occurred_on"][:7] <= months[-2]]
    assert in_order(drugs_of(content)) == in_order(within)
    assert drugs_of(content, PRESCRIPTIONS) == []
    assert (await clinic.records())[-1]["kinds"] == ["medication"]


async def test_the_newest_check_that_opened_it_counts(clinic: Clinic, card: Card) -> None:
    await checked(clinic, card, "medication")
    second = await checked(clinic, card, "medication")
    await checked(clinic, card)

    assert failure_of(await asked(clinic, YZK)) is None

    assert str((await clinic.records())[-1]["rederived_from"]) == second


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ({}, {}),
        ({"InsuredPersonIdentificationNumber": "9"}, {}),
        ({"BranchNumber": "02"}, {}),
        ({}, {"MedicalTreatmentFlag": "2"}),
        ({}, {"MedicalTreatmentFlag": "4"}),
    ],
    ids=["another kind", "nobody", "nobody with that branch", "at home", "in an emergency"],
)
async def test_nobody_and_nothing_open_are_told_alike(
    clinic: Clinic, card: Card, header: dict[str, str | None], body: dict[str, str | None]
) -> None:
    await checked(clinic, card, *(["checkups"] if header == body == {} else ["medication"]))

    content = await asked(clinic, YZK, header, body)

    assert failure_of(content) == NOT_AGREED
    assert whole(content).find("./MessageHeader/QuaInf") is None
    assert whole(content).find("MessageBody") is None
    assert len(await clinic.records()) == 1


async def test_another_institution_reads_nothing(clinic: Clinic, card: Card) -> None:
    await checked(clinic, card, "medication")

    content = await asked(clinic, YZK, {"MedicalInstitutionCode": "9910000026"}, institution="9910000026")

    assert failure_of(content) == NOT_AGREED


async def test_after_24_hours_it_is_closed(clinic: Clinic, card: Card) -> None:
    check_id = await checked(clinic, card, "medication")
    await clinic.admin.execute(
        "UPDATE eligibility_published.disclosures SET checked_at = $1 WHERE check_id = $2",
        CLOCK.now() - timedelta(hours=24),
        check_id,
    )

    assert (failure_of(await asked(clinic, YZK)) or "").endswith("（OQSX1302E）")


async def test_of_a_family_without_branch_the_one_whose_data_is_open_is_meant(clinic: Clinic, card: Card) -> None:
    sister = builders.coverage(coverage_id="0190a000-0000-7000-8000-000000000102", branch="02")
    other = clinic.card()
    await clinic.publish(builders.person(sister, person_id="0190a000-0000-7000-8000-000000000002"), other)
    without = {"BranchNumber": None}
    await checked(clinic, card, "medication")
    assert failure_of(await asked(clinic, YZK, without)) is None

    await checked(clinic, other, "medication")

    assert (failure_of(await asked(clinic, YZK, without)) or "").endswith("（OQSX1004E）")


@pytest.mark.parametrize(
    ("header", "body", "told"),
    [
        ({}, {"FileCategory": "1"}, ["OQSX1304E"]),
        ({}, {"FileCategory": "3"}, ["FileCategory", "OQSX9001E"]),
        ({}, {"StartDate": "202613", "EndDate": "2026"}, ["StartDate", "EndDate"]),
        ({}, {"StartDate": "202611", "EndDate": "202610"}, ["EndDate"]),
        ({}, {"MedicalTreatmentFlag": "9", "PrDiInfClassification": "x"}, ["Medical", "PrDiInf"]),
        ({"InsurerNumber": None, "InsuredPersonIdentificationNumber": None}, {}, ["InsurerNumber", "InsuredPerson"]),
        ({"MedicalInstitutionCode": "9910000026"}, {}, ["OQSX9002E"]),
        ({"InsuredPersonIdentificationNumber": MY_NUMBER}, {}, ["OQSX9003E"]),
        ({"ArbitraryFileIdentifier": MY_NUMBER}, {}, ["OQSX9003E"]),
    ],
)
async def test_what_cannot_be_asked_is_told_with_every_mistake(
    clinic: Clinic, card: Card, header: dict[str, str | None], body: dict[str, str | None], told: list[str]
) -> None:
    await checked(clinic, card, "medication")

    content = await asked(clinic, YZK, header, body)

    failure = failure_of(content)
    assert failure is not None
    assert [each for each in told if each not in failure] == []
    assert MY_NUMBER.encode() not in content
    assert len(await clinic.records()) == 1


async def test_a_limited_institution_reads_nothing(clinic: Clinic, card: Card) -> None:
    await checked(clinic, card, "medication")

    assert (failure_of(await asked(clinic, YZK, role=Role.LIMITED)) or "").endswith("（OQSX1203E）")


async def test_sent_again_under_its_key_it_is_read_again(clinic: Clinic, card: Card) -> None:
    await checked(clinic, card, "medication")
    key = {"Idempotency-Key": "YZKsiquc01req_1.xml"}

    first, again = [await asked(clinic, YZK, headers=key) for _ in range(2)]
    other = await post(clinic, medical({"BranchNumber": None}), path=YZK, headers=key)

    assert drugs_of(first) == drugs_of(again)
    assert [each["kinds"] for each in (await clinic.records())[1:]] == [["medication"], ["medication"]]
    assert other.status_code == 422


async def test_in_shift_jis_and_in_json_it_is_the_same(clinic: Clinic, card: Card) -> None:
    await checked(clinic, card, "medication")
    declared = '<?xml version="1.0" encoding="Shift_JIS" standalone="no"?>\n'

    plain = await asked(clinic, YZK)
    answer = await post(clinic, medical(declaration=declared).encode("cp932"), path=YZK)
    as_json = await post(clinic, medical(), path=YZK, headers={"Accept": "application/json"})

    assert drugs_of(answer.content) == drugs_of(plain)
    message = as_json.json()["XmlMsg"]
    assert message["MessageHeader"]["ResultCode"] == "1"
    assert len(message["MessageBody"]["MeTrMonthInf"]) == len(whole(plain).findall("./MessageBody/MeTrMonthInf"))
