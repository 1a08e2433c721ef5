"""Consents by kind: signed at the reader, told at the desk, standing for home visits; withdrawn, expired, replaced."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import day_in_japan
from shared.domain.roles import Role
from tests import builders
from tests.clinic import Card, Clinic
from tests.service.consent.office import Office, office_beside
from tests.service.eligibility.listings import listed
from tests.worlds import CLOCK, TestDatabase

IDENTIFIERS = {
    "insurer_number": "02999918",
    "symbol": "シミュ-1",
    "number": "1024",
    "branch": "01",
    "birthdate": "1985-04-12",
}


async def patient(office: Office) -> Card:
    card = office.clinic.card()
    await office.clinic.publish(builders.person(), card)
    return card


def told(items: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(item["kind"], item["channel"], item["state"]) for item in items]


async def test_what_was_signed_at_the_reader_is_listed_with_its_24_hours(office: Office) -> None:
    check_id = await office.checked(await patient(office), consents=["medication", "checkups"])

    items = (await office.get("/v1/consents")).json()["items"]

    assert told(items) == [("checkups", "reader", "given"), ("medication", "reader", "given")]
    assert [item["consent_id"] for item in items] == [f"{check_id}.checkups", f"{check_id}.medication"]
    assert items[0]["given_at"][:10] == "2026-11-20"
    assert items[0]["viewable_until"][:10] == "2026-11-21"
    assert items[0]["viewable_until"][10:] == items[0]["given_at"][10:]


async def test_after_24_hours_it_has_expired(office: Office, clinic: Clinic, database: TestDatabase) -> None:
    await office.checked(await patient(office), consents=["medication"])

    async with office_beside(clinic, database, timedelta(hours=24)) as later:
        (item,) = (await later.get("/v1/consents")).json()["items"]
        refused = await later.post(f"/v1/consents/{item['consent_id']}/withdrawal", {"reason": "patient"})

    assert (item["state"], item["withdrawal_reason"]) == ("expired", None)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:onshi:problem:consent-not-open")


async def test_a_home_visit_consent_stands_until_it_is_withdrawn(
    office: Office, clinic: Clinic, database: TestDatabase
) -> None:
    check_id = await office.checked(await patient(office), consents=["medication"], purpose="CARE_HOME")
    body = {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}

    registered = await office.post("/v1/consents", body)
    async with office_beside(clinic, database, timedelta(days=30)) as later:
        (standing,) = (await later.get(f"/v1/consents?check_id={check_id}")).json()["items"]
        withdrawn = await later.post(f"/v1/consents/{standing['consent_id']}/withdrawal", {"reason": "institution"})

    assert registered.status_code == 201, registered.text
    assert (standing["channel"], standing["state"], standing["viewable_until"]) == ("home_visit", "given", None)
    assert (withdrawn.json()["state"], withdrawn.json()["withdrawal_reason"]) == ("expired", "institution")
    rows = await clinic.admin.fetch("SELECT * FROM consent_published.consents ORDER BY known_from")
    assert [(row["kind"], row["state"], row["reason"], row["viewable_until"]) for row in rows] == [
        ("medication", "given", None, None),
        ("medication", "expired", "institution", None),
    ]
    assert rows[0]["known_to"] == rows[1]["known_from"]


async def test_who_agreed_is_listed_for_the_institution_until_they_withdraw(office: Office, clinic: Clinic) -> None:
    check_id = await office.checked(await patient(office), consents=["medication"], purpose="CARE_HOME")
    await office.post("/v1/consents", {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"})
    (standing,) = (await office.get(f"/v1/consents?check_id={check_id}")).json()["items"]
    day = f"{day_in_japan(CLOCK.now()):%Y%m%d}"
    asked = {"ConsentDateFrom": day, "ConsentDateTo": day}

    _, units = await listed(clinic, "muhvq", asked)
    await office.post(f"/v1/consents/{standing['consent_id']}/withdrawal", {"reason": "institution"})
    _, after = await listed(clinic, "muhvq", asked)

    assert [unit.code("QualificationValidity") for unit in units] == ["valid"]
    assert after == []


async def test_a_new_use_ends_the_old_one(office: Office) -> None:
    card = await patient(office)
    first = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    await office.post("/v1/consents", {"check_id": first, "kinds": ["medication"], "channel": "home_visit"})

    second = await office.checked(card, consents=["medication"], purpose="CARE_ONLINE")
    await office.post("/v1/consents", {"check_id": second, "kinds": ["medication"], "channel": "online"})

    items = (await office.get("/v1/consents")).json()["items"]
    assert [(item["check_id"], item["channel"], item["state"], item["withdrawal_reason"]) for item in items] == [
        (second, "online", "given", None),
        (first, "home_visit", "expired", "change_of_use"),
    ]


async def test_the_desk_may_tick_the_limit_and_nothing_medical(office: Office, clinic: Clinic) -> None:
    await patient(office)
    answer = await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT"})
    check_id = answer.json()["check_id"]

    given = await office.post(
        "/v1/consents", {"check_id": check_id, "kinds": ["limit_certificate", "specific_disease"], "channel": "desk"}
    )
    refused = await office.post(
        "/v1/consents", {"check_id": check_id, "kinds": ["medication", "coverage"], "channel": "desk"}
    )

    assert told(given.json()["items"]) == [
        ("limit_certificate", "desk", "given"),
        ("specific_disease", "desk", "given"),
    ]
    # Until the end of the day in Japan.
    assert given.json()["items"][0]["viewable_until"] == "2026-11-21T00:00:00+09:00"
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:onshi:problem:consent-not-possible"
    assert [(error["pointer"], error["code"]) for error in refused.json()["errors"]] == [
        ("/kinds/0", "not-orally"),
        ("/kinds/1", "needs-no-consent"),
    ]


async def test_what_was_told_after_the_check_shows_when_its_answer_is_read_again(
    office: Office, clinic: Clinic
) -> None:
    await patient(office)
    first = (await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT"})).json()
    path = f"/v1/checks/{first['check_id']}"

    async def limit() -> tuple[str, bool]:
        (result,) = (await clinic.http.get(path, headers=clinic.headers())).json()["results"]
        return result["limit"]["consent"], result["limit_certificate"] is not None

    before = await limit()
    given = await office.post(
        "/v1/consents", {"check_id": first["check_id"], "kinds": ["limit_certificate"], "channel": "desk"}
    )
    during = await limit()
    consent_id = given.json()["items"][0]["consent_id"]
    await office.post(f"/v1/consents/{consent_id}/withdrawal", {"reason": "patient"})
    after = await limit()

    assert (before, during, after) == (("none", False), ("given", True), ("none", False))


async def test_no_institution_can_make_up_what_the_patient_did_not_sign(office: Office, clinic: Clinic) -> None:
    card = await patient(office)
    check_id = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    for_a_day = await office.checked(card, consents=["medication"])
    by_number = (await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT"})).json()["check_id"]

    unsigned = await office.post(
        "/v1/consents", {"check_id": check_id, "kinds": ["operation"], "channel": "home_visit"}
    )
    without_card = await office.post(
        "/v1/consents", {"check_id": by_number, "kinds": ["medication"], "channel": "home_visit"}
    )
    other_use = await office.post("/v1/consents", {"check_id": check_id, "kinds": ["medication"], "channel": "online"})
    longer = await office.post(
        "/v1/consents", {"check_id": for_a_day, "kinds": ["medication"], "channel": "home_visit"}
    )

    assert [error["code"] for error in unsigned.json()["errors"]] == ["not-signed"]
    assert [error["code"] for error in without_card.json()["errors"]] == [
        "not-for-this-purpose",
        "needs-card",
        "not-signed",
    ]
    assert [error["code"] for error in longer.json()["errors"]] == ["not-for-this-purpose"]
    assert [error["code"] for error in other_use.json()["errors"]] == ["not-for-this-purpose"]


async def test_a_day_later_the_check_carries_no_new_consent(
    office: Office, clinic: Clinic, database: TestDatabase
) -> None:
    check_id = await office.checked(await patient(office), consents=["medication"], purpose="CARE_HOME")
    async with office_beside(clinic, database, timedelta(hours=24)) as later:
        refused = await later.post(
            "/v1/consents", {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}
        )
    assert [error["code"] for error in refused.json()["errors"]] == ["too-old"]


async def test_another_institution_neither_sees_nor_touches_them(office: Office) -> None:
    check_id = await office.checked(await patient(office), consents=["medication"])
    other = {"institution": "9910000026"}

    listed = await office.get("/v1/consents", **other)
    by_id = await office.get(f"/v1/consents?check_id={check_id}", **other)
    withdrawn = await office.post(f"/v1/consents/{check_id}.medication/withdrawal", {"reason": "patient"}, **other)
    registered = await office.post(
        "/v1/consents", {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}, **other
    )

    assert (listed.json()["items"], by_id.json()["items"]) == ([], [])
    assert (withdrawn.status_code, registered.status_code) == (404, 404)


@pytest.mark.parametrize("consent_id", ["x", "019e2f6a-7c00-7000-8000-00000000002a", "x.medication"])
async def test_what_names_no_consent_is_not_found(office: Office, consent_id: str) -> None:
    answer = await office.post(f"/v1/consents/{consent_id}/withdrawal", {"reason": "patient"})
    assert answer.status_code == 404


async def test_roles_without_patients_have_no_consents(office: Office) -> None:
    for role in (Role.INSURER, Role.EMPLOYER, Role.MUNICIPALITY):
        answer = await office.get("/v1/consents", role=role, institution=None)
        assert answer.json()["type"] == "urn:onshi:problem:role-not-allowed"
    limited = await office.post(
        "/v1/consents",
        {"check_id": "019e2f6a-7c00-7000-8000-00000000002a", "kinds": ["medication"], "channel": "desk"},
        role=Role.LIMITED,
    )
    assert limited.status_code == 403


async def test_of_many_withdrawals_at_once_one_counts(office: Office) -> None:
    check_id = await office.checked(await patient(office), consents=["medication"])
    path = f"/v1/consents/{check_id}.medication/withdrawal"

    answers = await asyncio.gather(*(office.post(path, {"reason": "patient"}) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409, 409]


async def test_pages_hold_all_consents_of_a_check(office: Office) -> None:
    card = await patient(office)
    checks = [await office.checked(card, consents=["medication", "checkups"]) for _ in range(3)]

    first = (await office.get("/v1/consents?limit=2")).json()
    second = (await office.get(f"/v1/consents?limit=2&cursor={first['next_cursor']}")).json()

    assert [item["check_id"] for item in first["items"]] == [checks[2]] * 2 + [checks[1]] * 2
    assert [item["check_id"] for item in second["items"]] == [checks[0]] * 2
    assert second["next_cursor"] is None
    assert (await office.get("/v1/consents?cursor=x")).status_code == 422
