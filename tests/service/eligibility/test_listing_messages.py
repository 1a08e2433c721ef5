"""一括取得 (mutic, muhvq, muonq): the centre lists by ticket and by consent; the answers are a single check's."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.domain.roles import Role
from tests import benefits, builders
from tests.clinic import INSTITUTION, Card, Clinic
from tests.message_reader import read, record_of
from tests.my_number_forms import MY_NUMBER
from tests.service.eligibility.listings import first, hand_in_list, listed
from tests.service.eligibility.messages import PATH, muquc01, post, second, send
from tests.worlds import CLOCK

PAYER = {"insurer_number": "12999915", "number": "0012345", "birthdate": "1985-04-12"}
OCTOBER = {"treatment_month": "2026-10", "valid_from": date(2026, 10, 1), "valid_to": date(2026, 10, 31)}
HOME = {"ConsentDateFrom": "20261120", "ConsentDateTo": "20261120", "MedicalTreatmentFlag": "2"}
ONLINE = {**HOME, "MedicalTreatmentFlag": "3"}
EXAMINED = {"ExaminationDateFrom": "20261119", "ExaminationDateTo": "20261121", "MedicalTreatmentFlag": "3"}
FORMS = ["application/xml", "application/xml; charset=Shift_JIS", "application/json"]


def assisted(number: str, *tickets: Any, **more: Any) -> Any:
    ids = {"coverage_id": str(uuid4()), "number": number, **more}
    return builders.person(benefits.assistance(*tickets, **ids), person_id=str(uuid4()))


@pytest.mark.parametrize("accept", FORMS)
async def test_whoever_has_a_ticket_of_the_month_for_the_institution_is_listed(clinic: Clinic, accept: str) -> None:
    await clinic.publish(assisted("0012345", benefits.ticket(self_pay_yen=3_000)))
    await clinic.publish(assisted("0012346", benefits.ticket(**OCTOBER)))
    await clinic.publish(assisted("0012347", benefits.ticket(institution_code=benefits.OTHER_CLINIC)))
    await clinic.publish(assisted("0012348"))

    month = {"MedicalTreatmentMonth": "202611"}
    header, (unit,) = await listed(clinic, "mutic", month, headers={"Accept": accept})

    counted = ("NumberOfProcessingResult", "NumberOfNormalProcessing", "NumberOfError")
    assert [header.text(name) for name in counted] == ["1", "1", "0"]
    assert header.text("ArbitraryFileIdentifier") == "202611200001PC1"
    assert (header.text("ReferenceClassification"), header.text("QualificationConfirmationDate")) == (None, None)
    assert (unit.text("ProcessingResultStatus"), unit.code("QualificationValidity")) == ("1", "valid")
    assert unit.structure("QualificationConfirmSearchInfo") is None
    (record,) = unit.repeated("ResultOfQualificationConfirmation")
    assert (record_of(record)["number"], record.text("LimitApplicationCertificateChanged")) == ("0012345", None)
    (ticket,) = record_of(record)["medical_tickets"]
    assert (ticket["treatment_month"], ticket["institution_matches"], ticket["self_pay_yen"]) == ("2026-11", True, 3000)


AS_JSON = json.dumps(
    {
        "MessageHeader": {"MedicalInstitutionCode": INSTITUTION, "ArbitraryFileIdentifier": "202611200001PC1"},
        "MessageBody": {"QualificationConfirmSearchInfo": {"MedicalTreatmentMonth": "202611"}},
    }
).encode()
MONTH = first({"MedicalTreatmentMonth": "202611"})


@pytest.mark.parametrize(
    ("content", "media_type", "answered"),
    [
        (MONTH.encode(), "application/xml", "UTF-8"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\r\n" + MONTH.encode(), "text/xml", "UTF-8"),
        (f'<?xml version="1.0" encoding="Shift_JIS"?>{MONTH}'.encode("cp932"), "application/xml", "Shift_JIS"),
        (f"<?xml version='1.0' encoding='shift_jis'?>{MONTH}".encode("cp932"), "application/xml", "Shift_JIS"),
        (MONTH.replace("Month>", "Month >").replace("Code>", "Code >").encode(), "application/xml", "UTF-8"),
        (AS_JSON, "application/json", ""),
    ],
)
async def test_a_request_is_read_in_every_form(clinic: Clinic, content: bytes, media_type: str, answered: str) -> None:
    answer = await post(clinic, content, path=f"{PATH}?type=mutic01", headers={"Content-Type": media_type})

    header, body = read(answer.content)
    assert (header.text("SegmentOfResult"), header.text("ErrorMessage")) == ("1", None)
    assert body.text("ReceptionNumber")
    assert answer.headers["Content-Type"].endswith(answered or "json")


@pytest.mark.parametrize("kind", ["mutic", "muhvq", "muonq"])
async def test_what_may_be_a_my_number_is_refused_and_not_sent_back(clinic: Clinic, kind: str) -> None:
    content = first({"MedicalTreatmentMonth": MY_NUMBER}).replace("202611200001PC1", MY_NUMBER)

    answer = await post(clinic, content, path=f"{PATH}?type={kind}01")

    assert read(answer.content)[0].text("ErrorCode") == "OQSX9003E"
    assert MY_NUMBER not in answer.text


async def test_a_listed_record_says_what_a_check_over_rest_says(clinic: Clinic) -> None:
    await clinic.publish(assisted("0012345", benefits.ticket(self_pay_yen=3_000)))

    _, (unit,) = await listed(clinic, "mutic", {"MedicalTreatmentMonth": "202611"})

    rest = (await clinic.check({"insured": PAYER, "purpose": "PUBLIC_ASSIST"})).json()["results"][0]
    record = record_of(unit.repeated("ResultOfQualificationConfirmation")[0])
    assert record["medical_tickets"] == rest["medical_tickets"]
    assert {name: record[name] for name in ("number", "symbol", "birthdate", "address", "valid_from", "card_kind")} == {
        name: rest[name] for name in ("number", "symbol", "birthdate", "address", "valid_from", "card_kind")
    }
    recorded = [(each["method"], each["purpose"], each["as_of"]) for each in await clinic.records()]
    # Listed and handed out once, then asked for over REST.
    assert recorded == [("insured_identifier", "PUBLIC_ASSIST", date(2026, 11, 20))] * 2


async def test_of_a_month_that_is_over_its_last_day_counts(clinic: Clinic) -> None:
    await clinic.publish(assisted("0012346", benefits.ticket(**OCTOBER)))

    _, (unit,) = await listed(clinic, "mutic", {"MedicalTreatmentMonth": "202610"})

    assert unit.code("QualificationValidity") == "valid"
    assert [each["as_of"] for each in await clinic.records()] == [date(2026, 10, 31)]


async def test_nobody_is_listed_where_nobody_has_a_ticket(clinic: Clinic) -> None:
    header, units = await listed(clinic, "mutic", {"MedicalTreatmentMonth": "202611"})

    assert (header.text("NumberOfProcessingResult"), units) == ("0", [])
    assert await clinic.records() == []


@pytest.fixture
async def card(clinic: Clinic) -> Card:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    return card


async def agreed(clinic: Clinic, card: Card, channel: str, purpose: str, reason: str | None = None) -> UUID:
    """Agree to 薬剤情報 with the card, as the consent service publishes it then; return the version."""
    check = (await clinic.check_by_card(card, purpose=purpose, consents=["medication"])).json()
    version, now = uuid4(), CLOCK.now()
    await clinic.admin.execute(
        "INSERT INTO consent_published.consents (consent_id, version_id, person_id, institution_code, check_id, kind,"
        " channel, state, reason, given_at, viewable_until, known_from)"
        " VALUES ($1, $2, $3, $4, $5, 'medication', $6, 'given', $7, $8, $9, $8)",
        uuid4(),
        version,
        builders.PERSON_ID,
        INSTITUTION,
        check["check_id"],
        channel,
        reason,
        now,
        None if channel == "home_visit" else now + timedelta(hours=24),
    )
    return version


@pytest.mark.parametrize(
    ("kind", "asked", "channel", "purpose", "again"),
    [
        ("muhvq", HOME, "home_visit", "CARE_HOME", "CARE_HOME_RECHECK"),
        ("muonq", ONLINE, "online", "CARE_ONLINE", "CARE_ONLINE"),
        ("muonq", EXAMINED, "online", "CARE_ONLINE", "CARE_ONLINE"),
    ],
)
async def test_whoever_agreed_in_those_days_is_asked_about_again(
    clinic: Clinic, card: Card, kind: str, asked: dict[str, str], channel: str, purpose: str, again: str
) -> None:
    version = await agreed(clinic, card, channel, purpose)

    _, (unit,) = await listed(clinic, kind, asked)

    (record,) = unit.repeated("ResultOfQualificationConfirmation")
    consents = record_of(record)["consents"]
    assert (unit.code("QualificationValidity"), record_of(record)["name"]) == ("valid", "模擬 花子")
    assert (consents["medication"]["state"], consents["checkups"]["state"]) == ("given", "none")
    assert consents["medication"]["viewable_until"]
    by_card, listing = await clinic.records()
    assert (listing["method"], listing["purpose"]) == ("recheck", again)
    assert {version, by_card["check_id"]} == set(listing["consent_versions"])


async def test_who_withdrew_or_agreed_elsewhere_or_otherwise_is_not_listed(clinic: Clinic, card: Card) -> None:
    await agreed(clinic, card, "home_visit", "CARE_HOME", reason="patient")
    await agreed(clinic, card, "online", "CARE_ONLINE")

    assert (await listed(clinic, "muhvq", HOME))[1] == []
    assert (await listed(clinic, "muonq", {**ONLINE, "ConsentDateFrom": "20261101", "ConsentDateTo": "20261119"}))[
        1
    ] == []


async def test_who_may_not_be_shown_any_more_is_told_of_that_person(clinic: Clinic, card: Card) -> None:
    await agreed(clinic, card, "home_visit", "CARE_HOME")
    await clinic.republish(builders.person(self_information_blocked=True))

    header, (unit,) = await listed(clinic, "muhvq", HOME)

    assert (header.text("NumberOfError"), unit.text("ProcessingResultStatus")) == ("1", "2")
    assert unit.text("ProcessingResultCode") == "OQSX1201E"
    assert [each["outcome"] for each in await clinic.records()] == ["answered", "rejected"]


@pytest.mark.parametrize(
    ("kind", "asked", "wrong"),
    [
        ("mutic", {}, ["MedicalTreatmentMonth"]),
        ("mutic", {"MedicalTreatmentMonth": "202613"}, ["MedicalTreatmentMonth"]),
        ("mutic", {"MedicalTreatmentMonth": "202612"}, ["MedicalTreatmentMonth"]),
        ("mutic", {"MedicalTreatmentMonth": "202010"}, ["MedicalTreatmentMonth"]),
        ("muhvq", {"MedicalTreatmentFlag": "3"}, ["MedicalTreatmentFlag", "ConsentDateFrom"]),
        ("muhvq", {"ConsentDateFrom": "20261131"}, ["ConsentDateFrom", "ConsentDateTo"]),
        ("muhvq", {"ConsentDateFrom": "20261120", "ConsentDateTo": "20261119"}, ["ConsentDateTo"]),
        ("muhvq", EXAMINED, ["MedicalTreatmentFlag", "ConsentDateFrom"]),
        ("muonq", {**ONLINE, **EXAMINED}, ["ConsentDateFrom"]),
    ],
)
async def test_everything_that_is_wrong_is_named_at_once(
    clinic: Clinic, kind: str, asked: dict[str, str], wrong: list[str]
) -> None:
    header, _ = await send(clinic, first(asked), path=f"{PATH}?type={kind}01")

    assert (header.text("SegmentOfResult"), header.text("ErrorCode")) == ("9", "OQSX9001E")
    said = header.text("ErrorMessage") or ""
    assert {name for name in ("MedicalTreatmentMonth", *HOME, *EXAMINED) if f"{name}：" in said} == set(wrong)


@pytest.mark.parametrize("kind", ["mutic", "muhvq", "muonq"])
async def test_a_reception_is_of_its_kind_alone_and_rest_knows_none(clinic: Clinic, kind: str) -> None:
    asked = {"mutic": {"MedicalTreatmentMonth": "202611"}, "muhvq": HOME, "muonq": ONLINE}[kind]
    number = await hand_in_list(clinic, kind, asked)

    header, _ = await send(clinic, second(number), path=f"{PATH}?type=muquc02")
    rest = await clinic.http.get(f"/v1/bulk-checks/{number}", headers=clinic.headers())
    all_of_rest = (await clinic.http.get("/v1/bulk-checks", headers=clinic.headers())).json()["items"]

    assert (header.text("ErrorCode"), rest.status_code, all_of_rest) == ("OQSX9005E", 404, [])
    other = await hand_in_bulk(clinic)
    header, _ = await send(clinic, second(other), path=f"{PATH}?type={kind}02")
    assert header.text("ErrorCode") == "OQSX9005E"


async def hand_in_bulk(clinic: Clinic) -> str:
    _, body = await send(clinic, muquc01({}), path=f"{PATH}?type=muquc01")
    return body.text("ReceptionNumber") or ""


async def test_a_retry_under_a_key_is_one_reception(clinic: Clinic) -> None:
    key = {"Idempotency-Key": "mutic-202611-try"}
    month = {"MedicalTreatmentMonth": "202611"}

    one, two = [await hand_in_list(clinic, "mutic", month, headers=key) for _ in range(2)]
    other = await post(clinic, first({"MedicalTreatmentMonth": "202610"}), path=f"{PATH}?type=mutic01", headers=key)

    assert (one == two, other.status_code, other.json()["type"].rpartition(":")[2]) == (
        True,
        422,
        "idempotency-key-reused",
    )


@pytest.mark.parametrize("kind", ["mutic", "muhvq", "muonq"])
async def test_who_may_not_ask_so_is_refused(clinic: Clinic, kind: str) -> None:
    for step in (first(HOME), second(str(uuid4()))):
        number = "01" if "SearchInfo" in step else "02"
        answer = await post(clinic, step, path=f"{PATH}?type={kind}{number}", role=Role.LIMITED)
        assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (403, "role-not-allowed")
