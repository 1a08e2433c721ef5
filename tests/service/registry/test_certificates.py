"""Certificates and tickets on coverages: issued, renewed, ended, published."""

from datetime import date
from typing import Any

import asyncpg
import msgspec
import pytest

from services.eligibility.rules.by_age import copay_share_on
from shared.domain.coverage import PersonRecord
from tests.service.registry.caller import COVERAGE, PERSON, SOCIETY, RegistryCaller, pointers, problem
from tests.worlds import TestDatabase

PATH = f"/v1/coverages/{COVERAGE['coverage_id']}"
OLDER = {**PERSON, "birthdate": "1954-05-05"}
WELFARE = {"insurer_number": "12131015", "name": "見本福祉事務所", "kind": "public_assistance"}
LATE_ELDERLY = {"insurer_number": "39131012", "name": "見本広域連合", "kind": "elderly"}
FIRST, SECOND = "019a0000-0000-7000-8000-0000000000d1", "019a0000-0000-7000-8000-0000000000d2"
LIMIT = {"kind": "limit", "category": "B03", "issued_on": "2025-07-20", "valid_from": "2025-08-01"}
ELDERLY = {"issued_on": "2025-07-20", "valid_from": "2025-08-01", "valid_to": "2026-07-31", "share_percent": 20}
DISEASE = {"disease": "dialysis", "issued_on": "2025-07-20", "valid_from": "2025-08-01", "copay_limit_yen": 10_000}
TICKET = {
    "kind": "medical",
    "treatment_month": "2026-11",
    "valid_from": "2026-11-01",
    "valid_to": "2026-11-30",
    "issue_number": "000123",
    "institution_code": "1312345670",
    "institution_name": "見本内科",
    "treatment_type": "outpatient",
    "use": "alone",
    "self_pay_yen": 500,
    "has_social_insurance": True,
    "is_under_infection_law": False,
    "is_late_elderly": True,
    "has_prefectural_expenses": False,
}
KINDS: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("limit-certificates", "certificate_id", LIMIT, {"category": "B02"}),
    ("elderly-certificates", "certificate_id", ELDERLY, {"share_percent": 30}),
    ("specific-disease-certificates", "certificate_id", DISEASE, {"issued_on": "2025-07-21"}),
]


async def _prepared(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", OLDER)
    await operator.make("/v1/coverages", COVERAGE)


async def _assisted(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", WELFARE)
    await operator.make("/v1/persons", PERSON)
    coverage = {**COVERAGE, "insurer_number": WELFARE["insurer_number"], "card_kind": "medical_assistance"}
    await operator.make("/v1/coverages", coverage)


async def _published(database: TestDatabase) -> PersonRecord:
    reader = await asyncpg.connect(database.urls["eligibility"])
    document = await reader.fetchval("SELECT document FROM registry_published.persons WHERE known_to = 'infinity'")
    await reader.close()
    return msgspec.json.decode(document, type=PersonRecord)


@pytest.mark.parametrize(("kind", "key", "body", "other"), KINDS)
async def test_a_certificate_is_issued_once_renewed_and_ended(
    operator: RegistryCaller, database: TestDatabase, kind: str, key: str, body: dict[str, Any], other: dict[str, Any]
) -> None:
    path = f"{PATH}/{kind}"
    await _prepared(operator)
    issued = await operator.make(path, {**body, key: FIRST})
    again = await operator.post(path, {**body, key: FIRST})
    changed = await operator.post(path, {**body, **other, key: FIRST})
    rival = await operator.post(path, {**body, key: None})
    renewal = {**body, **other, key: SECOND, "valid_from": "2026-04-01", "valid_to": "2026-07-31"}
    renewed = await operator.make(f"{path}/{FIRST}/renewal", renewal)
    retried = await operator.post(f"{path}/{FIRST}/renewal", renewal)
    no_renewal = await operator.post(f"{path}/{SECOND}/renewal", {**renewal, key: None, "valid_from": "2026-04-01"})
    longer = await operator.post(f"{path}/{SECOND}/end", {"valid_to": "2026-08-01"})
    ended = await operator.post(f"{path}/{SECOND}/end", {"valid_to": "2026-06-30"})
    ended_again = await operator.post(f"{path}/{SECOND}/end", {"valid_to": "2026-06-30"})
    shown = (await operator.get(PATH)).json()[kind.replace("-", "_")]
    unknown = await operator.post(f"{path}/{PERSON['person_id']}/end", {"valid_to": "2026-06-30"})

    assert (again.status_code, again.json()) == (200, issued)
    assert problem(changed) == (409, "already-exists")
    assert problem(rival) == (409, "conflicting-period")
    assert (retried.status_code, retried.json()) == (200, renewed)
    assert pointers(no_renewal) == ["/valid_from"]
    assert pointers(longer) == ["/valid_to"]
    assert (ended.json()["valid_to"], ended_again.json()) == ("2026-06-30", ended.json())
    assert [(each[key], each["valid_from"], each["valid_to"]) for each in shown] == [
        (FIRST, "2025-08-01", "2026-03-31"),
        (SECOND, "2026-04-01", "2026-06-30"),
    ]
    assert problem(unknown) == (404, "resource-not-found")
    (coverage,) = (await _published(database)).coverages
    held = getattr(coverage, kind.replace("-", "_"))
    assert [(each.certificate_id, each.valid_to.isoformat()) for each in held] == [
        (FIRST, "2026-03-31"),
        (SECOND, "2026-06-30"),
    ]


@pytest.mark.parametrize(("kind", "key", "body", "other"), KINDS)
async def test_a_certificate_that_is_withdrawn_never_held(
    operator: RegistryCaller, kind: str, key: str, body: dict[str, Any], other: dict[str, Any]
) -> None:
    path = f"{PATH}/{kind}"
    await _prepared(operator)
    await operator.make(path, {**body, key: FIRST})
    withdrawn = await operator.post(f"{path}/{FIRST}/end", {"valid_to": "2025-07-31"})
    too_early = await operator.post(f"{path}/{FIRST}/end", {"valid_to": "2025-07-30"})
    shown = (await operator.get(PATH)).json()[kind.replace("-", "_")]
    in_its_place = await operator.post(path, {**body, **other, key: SECOND})

    assert withdrawn.json()["valid_to"] == "2025-07-31"
    assert pointers(too_early) == ["/valid_to"]
    assert shown == []
    assert in_its_place.status_code == 201


async def test_a_ticket_is_for_medical_assistance_and_its_month(
    operator: RegistryCaller, database: TestDatabase
) -> None:
    path = f"{PATH}/medical-tickets"
    await _assisted(operator)
    issued = await operator.make(path, {**TICKET, "ticket_id": FIRST})
    again = await operator.post(path, {**TICKET, "ticket_id": FIRST})
    pharmacy = await operator.post(path, {**TICKET, "kind": "dispensing", "treatment_type": "dispensing"})
    rival = await operator.post(path, {**TICKET, "valid_from": "2026-11-30"})
    other_month = await operator.post(path, {**TICKET, "valid_to": "2026-12-01"})
    unread = await operator.post(path, {**TICKET, "treatment_month": "2026-13", "institution_code": "1"})
    ended = await operator.post(f"{path}/{FIRST}/end", {"valid_to": "2026-11-15"})

    assert issued == {**TICKET, "ticket_id": FIRST}
    assert (again.status_code, pharmacy.status_code) == (200, 201)
    assert problem(rival) == (409, "conflicting-period")
    assert pointers(other_month) == ["/treatment_month"]
    assert pointers(unread) == ["/institution_code", "/treatment_month"]
    assert ended.json()["valid_to"] == "2026-11-15"
    (coverage,) = (await _published(database)).coverages
    first = next(ticket for ticket in coverage.medical_tickets if ticket.ticket_id == FIRST)
    assert (first.self_pay_yen, first.valid_to.isoformat(), first.institution_name) == (500, "2026-11-15", "見本内科")
    assert (first.has_social_insurance, first.is_late_elderly, first.is_under_infection_law) == (True, True, False)


async def test_what_does_not_fit_the_holder_or_the_law_is_refused(operator: RegistryCaller) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", {**PERSON, "birthdate": "1956-12-02"})
    await operator.make("/v1/coverages", COVERAGE)
    young = await operator.post(
        PATH + "/elderly-certificates", {**ELDERLY, "valid_from": "2026-12-31", "valid_to": "2027-07-31"}
    )
    old = await operator.post(
        PATH + "/elderly-certificates", {**ELDERLY, "valid_from": "2031-08-01", "valid_to": "2031-12-02"}
    )
    right = await operator.post(
        PATH + "/elderly-certificates", {**ELDERLY, "valid_from": "2031-08-01", "valid_to": "2031-12-01"}
    )
    dear = await operator.post(
        PATH + "/specific-disease-certificates", {**DISEASE, "disease": "haemophilia", "copay_limit_yen": 20_000}
    )
    ticket = await operator.post(PATH + "/medical-tickets", TICKET)

    assert pointers(young) == ["/valid_from"]
    assert pointers(old) == ["/valid_to"]
    assert right.status_code == 201
    assert pointers(dear) == ["/copay_limit_yen"]
    assert pointers(ticket) == [""]


async def test_all_that_is_wrong_with_a_limit_certificate_is_named_at_once_in_both_languages(
    operator: RegistryCaller,
) -> None:
    await operator.make("/v1/insurers", SOCIETY)
    await operator.make("/v1/persons", {**PERSON, "birthdate": "1990-01-15"})
    await operator.make("/v1/coverages", COVERAGE)
    answer = await operator.post(
        PATH + "/limit-certificates",
        {**LIMIT, "kind": "limit_and_meals", "category": "B01", "long_stay_from": "2025-11-01"},
    )

    assert problem(answer) == (422, "request-invalid")
    assert [(each["pointer"], each["code"]) for each in answer.json()["errors"]] == [
        ("/valid_from", "too-young"),
        ("/kind", "not-exempt"),
        ("/long_stay_from", "no-long-stay"),
    ]
    assert [each["message_ja"] for each in answer.json()["errors"]] == [
        "Bの区分は、70歳に達した日の属する月の翌月1日からです。",
        "標準負担額の減額は住民税非課税の区分（A05・A06・B05〜B08）に限ります。",
        "長期入院該当は、標準負担額を減額する認定証（区分02・03）で住民税非課税の区分に限ります。",
    ]
    assert all(each["message"].isascii() for each in answer.json()["errors"])


async def test_the_share_of_a_year_from_75_on_is_registered_with_its_days_and_published(
    operator: RegistryCaller, database: TestDatabase
) -> None:
    path = PATH + "/elderly-certificates"
    before = {"issued_on": "2025-07-10", "valid_from": "2025-08-01", "valid_to": "2026-07-31", "share_percent": 10}
    after = {"issued_on": "2026-07-10", "valid_from": "2026-08-01", "valid_to": "2027-07-31", "share_percent": 30}
    await operator.make("/v1/insurers", LATE_ELDERLY)
    await operator.make("/v1/persons", {**PERSON, "birthdate": "1945-05-05"})
    insured = {"symbol": None, "number": "12345674", "branch": None, "share_percent": 10}
    late = {**COVERAGE, **insured, "insurer_number": LATE_ELDERLY["insurer_number"]}
    await operator.make("/v1/coverages", late)
    await operator.make(path, {**before, "certificate_id": FIRST})
    await operator.make(path, {**after, "certificate_id": SECOND})
    rival = await operator.post(path, {**after, "share_percent": 20})
    too_long = await operator.post(path, {**after, "valid_from": "2027-08-01", "valid_to": "2028-08-01"})
    too_early = await operator.post(path, {**before, "valid_from": "2024-03-31", "valid_to": "2024-07-31"})

    assert problem(rival) == (409, "conflicting-period")
    assert pointers(too_long) == ["/valid_to"]
    assert pointers(too_early) == ["/valid_from"]
    (coverage,) = (await _published(database)).coverages
    assert [(each.valid_from.isoformat(), each.share_percent) for each in coverage.elderly_certificates] == [
        ("2025-08-01", 10),
        ("2026-08-01", 30),
    ]
    assert copay_share_on(coverage, date(1945, 5, 5), date(2026, 7, 31)) == 10
    assert copay_share_on(coverage, date(1945, 5, 5), date(2026, 8, 1)) == 30


async def test_an_insurer_certifies_its_own_members_only(operator: RegistryCaller) -> None:
    await _assisted(operator)
    await operator.make("/v1/insurers", SOCIETY)
    insurer = await operator.insurer()
    for kind, _, body, _ in KINDS:
        assert problem(await insurer.post(f"{PATH}/{kind}", body)) == (404, "resource-not-found")
        assert problem(await insurer.post(f"{PATH}/{kind}/{FIRST}/end", {"valid_to": "2026-01-01"})) == (
            404,
            "resource-not-found",
        )
