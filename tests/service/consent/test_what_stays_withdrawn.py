"""What the patient has refused or taken back stays so: nobody at the institution can make it good again."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.domain.roles import Role
from shared.ids import first_id_at
from tests import benefits, builders
from tests.clinic import Card, Clinic
from tests.service.consent.office import Office, office_beside
from tests.worlds import CLOCK, TestDatabase

IDENTIFIERS = {
    "insurer_number": "02999918",
    "symbol": "シミュ-1",
    "number": "1024",
    "branch": "01",
    "birthdate": "1985-04-12",
}
DAY = timedelta(hours=24)


@pytest.fixture
async def card(clinic: Clinic) -> Card:
    card = clinic.card()
    sick = builders.coverage(specific_disease_certificates=(benefits.disease_certificate(),))
    await clinic.publish(builders.person(sick), card)
    return card


def codes(answer: httpx.Response) -> list[str]:
    return [error["code"] for error in answer.json()["errors"]]


async def register(office: Office, check_id: str, channel: str, *kinds: str) -> httpx.Response:
    return await office.post("/v1/consents", {"check_id": check_id, "kinds": list(kinds), "channel": channel})


async def by_number(clinic: Clinic, **more: Any) -> dict[str, Any]:
    answer = await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT", **more})
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def seen_again(clinic: Clinic, check_id: str) -> dict[str, Any]:
    answer = await clinic.http.get(f"/v1/checks/{check_id}", headers=clinic.headers())
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()["results"][0]
    return result


async def medication(clinic: Clinic, check_id: str, **caller: Any) -> int:
    path = f"/v1/medical-records/{check_id}/medication"
    return (await clinic.http.get(path, headers=clinic.headers(**caller))).status_code


async def aged(clinic: Clinic, by: timedelta) -> None:
    """Move every check on record into the past; only an administrator can."""
    await clinic.admin.execute(
        "UPDATE eligibility_published.disclosures SET checked_at = checked_at - $1::interval", by
    )


@pytest.mark.parametrize(("purpose", "channel"), [("CARE_HOME", "home_visit"), ("CARE_ONLINE", "online")])
async def test_what_the_patient_withdrew_is_not_registered_again(
    office: Office, clinic: Clinic, card: Card, purpose: str, channel: str
) -> None:
    check_id = await office.checked(card, consents=["medication", "checkups"], purpose=purpose)
    me = await office.me(card)
    await office.http.post(f"/v1/me/consents/{check_id}.medication/withdrawal", headers=me, json={})

    again = await register(office, check_id, channel, "medication", "checkups")
    other = await register(office, check_id, channel, "checkups")

    assert (again.status_code, codes(again)) == (422, ["withdrawn"])
    assert other.status_code == 201
    assert await medication(clinic, check_id) == 403


async def test_nor_on_another_check_that_was_signed_before(office: Office, card: Card) -> None:
    first, second = [await office.checked(card, consents=["medication"], purpose="CARE_HOME") for _ in range(2)]
    assert (await register(office, first, "home_visit", "medication")).status_code == 201
    await office.http.post(f"/v1/me/consents/{first}.medication/withdrawal", headers=await office.me(card), json={})

    refused = await register(office, second, "home_visit", "medication")
    signed_anew = await office.checked(card, consents=["medication"], purpose="CARE_HOME")

    assert codes(refused) == ["withdrawn"]
    assert (await register(office, signed_anew, "home_visit", "medication")).status_code == 201


async def test_a_desk_consent_that_was_withdrawn_takes_a_new_check(office: Office, clinic: Clinic, card: Card) -> None:
    check_id = (await by_number(clinic, limit_certificate_consent=True))["check_id"]
    me = await office.me(card)
    await office.http.post(f"/v1/me/consents/{check_id}.limit_certificate/withdrawal", headers=me, json={})

    assert codes(await register(office, check_id, "desk", "limit_certificate")) == ["withdrawn"]
    seen = await seen_again(clinic, check_id)
    assert (seen["limit"]["consent"], seen["limit"]["consented_at"], seen["limit_certificate"]) == ("none", None, None)
    assert (await by_number(clinic, limit_certificate_consent=True))["results"][0]["limit"]["consent"] == "given"


async def test_registering_and_withdrawing_at_once_leaves_it_withdrawn(
    office: Office, clinic: Clinic, card: Card
) -> None:
    for _ in range(5):
        check_id = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
        me = await office.me(card)
        withdrawal = f"/v1/me/consents/{check_id}.medication/withdrawal"

        answers = await asyncio.gather(
            *(register(office, check_id, "home_visit", "medication") for _ in range(3)),
            office.http.post(withdrawal, headers=me, json={}),
            *(register(office, check_id, "home_visit", "medication") for _ in range(3)),
        )

        assert answers[3].status_code == 200, answers[3].text
        assert {answer.status_code for answer in answers} <= {200, 201, 422}
        (item,) = (await office.get(f"/v1/consents?check_id={check_id}")).json()["items"]
        assert (item["state"], item["withdrawal_reason"]) == ("expired", "patient")
        assert await medication(clinic, check_id) == 403


async def test_what_was_not_chosen_at_the_reader_is_not_ticked_at_the_desk(office: Office, card: Card) -> None:
    check_id = await office.checked(card)
    assert codes(await register(office, check_id, "desk", "specific_disease", "limit_certificate")) == [
        "asked-at-reader",
        "asked-at-reader",
    ]


async def test_an_online_consent_ends_24_hours_after_the_signature(office: Office, clinic: Clinic, card: Card) -> None:
    check_id = await office.checked(card, consents=["medication"], purpose="CARE_ONLINE")
    await aged(clinic, DAY - timedelta(minutes=1))

    given = (await register(office, check_id, "online", "medication")).json()["items"][0]
    shown = (await seen_again(clinic, check_id))["consents"]["medication"]

    assert datetime.fromisoformat(given["viewable_until"]) - datetime.fromisoformat(given["given_at"]) == DAY
    assert shown == {"state": "given", "given_at": given["given_at"], "viewable_until": given["viewable_until"]}
    await aged(clinic, timedelta(minutes=1))
    assert await medication(clinic, check_id) == 403
    assert (await seen_again(clinic, check_id))["consents"]["medication"]["state"] == "expired"


@pytest.mark.parametrize("by_card", [True, False])
async def test_after_its_day_an_oral_or_signed_disease_is_not_shown_again(
    office: Office, clinic: Clinic, card: Card, by_card: bool
) -> None:
    if by_card:
        check_id = await office.checked(card, consents=["specific_disease"])
    else:
        flags = {"limit_certificate_consent": True, "specific_disease_consent": True}
        check_id = (await by_number(clinic, **flags))["check_id"]
    during = await seen_again(clinic, check_id)
    await aged(clinic, DAY)
    after = await seen_again(clinic, check_id)

    told = during["consents"]["specific_disease"]
    assert (told["state"], told["viewable_until"]) == ("given", "2026-11-21T00:00:00+09:00")
    assert len(during["specific_disease_certificates"]) == 1
    ended = after["consents"]["specific_disease"]
    assert (ended["state"], ended["viewable_until"]) == ("expired", "2026-11-20T00:00:00+09:00")
    assert after["specific_disease_certificates"] == []
    assert (after["limit_certificate"] is None) == (not by_card)
    refused = await office.post(f"/v1/consents/{check_id}.specific_disease/withdrawal", {"reason": "patient"})
    assert refused.status_code == 409


async def test_consented_at_is_of_the_consent_that_counts(office: Office, clinic: Clinic, card: Card) -> None:
    _ = card
    asked = await by_number(clinic, limit_certificate_consent=True)
    without = await by_number(clinic)
    told = (await register(office, without["check_id"], "desk", "limit_certificate")).json()["items"][0]

    limit = asked["results"][0]["limit"]
    assert (limit["consent"], limit["consented_at"]) == ("given", asked["checked_at"])
    assert (await seen_again(clinic, asked["check_id"]))["limit"] == limit
    assert without["results"][0]["limit"] == {"basis": "unknown", "consent": "none", "consented_at": None}
    seen = (await seen_again(clinic, without["check_id"]))["limit"]
    assert (seen["consent"], seen["consented_at"]) == ("given", told["given_at"])
    # What was told counts for that inquiry alone: the flag comes with each one (interface 3.2).
    assert (await by_number(clinic))["results"][0]["limit"]["consent"] == "none"


async def test_a_tick_without_a_certificate_is_a_consent_that_can_be_withdrawn(office: Office, clinic: Clinic) -> None:
    await clinic.publish(builders.person(builders.coverage(limit_certificates=())))
    check_id = (await by_number(clinic, limit_certificate_consent=True))["check_id"]

    (item,) = (await office.get("/v1/consents")).json()["items"]
    withdrawn = await office.post(f"/v1/consents/{item['consent_id']}/withdrawal", {"reason": "patient"})

    assert (item["consent_id"], item["state"]) == (f"{check_id}.limit_certificate", "given")
    assert withdrawn.status_code == 200
    assert (await seen_again(clinic, check_id))["limit"]["consent"] == "none"


async def test_a_patient_sees_an_emergency_for_what_it_was_and_ends_it(
    office: Office, clinic: Clinic, card: Card
) -> None:
    await clinic.open_to("EMERGENCY")
    proof = await clinic.sign(card, purpose="EMERGENCY", holder_verification="visual", consents=["checkups"])
    check_id = (await clinic.check({"presence_proof": proof}, role=Role.READER)).json()["check_id"]
    assert await medication(clinic, check_id) == 200
    me = await office.me(card)

    items = {item["kind"]: item for item in (await office.http.get("/v1/me/consents", headers=me)).json()["items"]}
    ended = await office.http.post(f"/v1/me/consents/{check_id}.medication/withdrawal", headers=me, json={})

    assert (items["medication"]["channel"], items["medication"]["state"]) == ("unobtainable", "unobtainable")
    assert (items["checkups"]["channel"], items["checkups"]["state"]) == ("reader", "given")
    assert (ended.json()["state"], ended.json()["withdrawal_reason"]) == ("expired", "patient")
    assert await medication(clinic, check_id) == 403
    assert (await seen_again(clinic, check_id))["consents"]["medication"]["state"] == "expired"
    mine = (await office.http.get("/v1/me/disclosures", headers=me)).json()["items"]
    assert {item["purpose_ja"] for item in mine} == {"救急時医療情報閲覧"}
    assert {item["is_without_consent"] for item in mine} == {True}
    listed = await office.get("/v1/disclosures?purpose=EMERGENCY", role=Role.OPERATOR, institution=None)
    assert [item["is_without_consent"] for item in listed.json()["items"]] == [True, True, True]


async def test_a_consent_that_stands_is_never_left_out_of_the_patients_list(
    office: Office, clinic: Clinic, database: TestDatabase, card: Card
) -> None:
    standing = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    assert (await register(office, standing, "home_visit", "medication")).status_code == 201
    # 501 later checks that carry consents too, each with an id of its own instant, as checks have.
    first = CLOCK.now() + timedelta(days=20)
    instants = [first + timedelta(seconds=number) for number in range(501)]
    await clinic.admin.execute(
        "INSERT INTO eligibility_published.disclosures (check_id, checked_at, client_id, role, institution_code,"
        " method, purpose, as_of, outcome, code, person_id, kinds, rules, consent_versions, chosen_consents)"
        " SELECT later.id, later.at, client_id, role,"
        "  institution_code, method, purpose, as_of, outcome, code, person_id, kinds, rules, consent_versions,"
        "  chosen_consents"
        " FROM eligibility_published.disclosures, unnest($2::uuid[], $3::timestamptz[]) AS later (id, at)"
        " WHERE check_id = $1",
        standing,
        [first_id_at(instant) for instant in instants],
        instants,
    )
    await clinic.admin.execute("UPDATE registry_published.status_lists SET next_update = next_update + interval '40 d'")
    async with office_beside(clinic, database, timedelta(days=40)) as later:
        headers = await later.me(card)
        items: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            query = {"cursor": cursor} if cursor else {}
            page = (await later.http.get("/v1/me/consents", params=query, headers=headers)).json()
            items, cursor = [*items, *page["items"]], page["next_cursor"]
    assert len(items) > 501
    assert [item["channel"] for item in items if item["check_id"] == standing] == ["home_visit"]
