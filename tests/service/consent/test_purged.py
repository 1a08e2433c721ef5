"""After a record has ended by rule: what refers to it says so, and no consent outlives what it rests on."""

import os
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.eligibility.app import create_asgi
from services.eligibility.record.commands.sealing import seal
from shared.domain.roles import Role
from shared.ids import new_id
from shared.web.edge import Edge
from shared.worlds.world import open_world
from simulator.audit.retention.records import purge
from simulator.audit.retention.rule import Purged, Rule
from tests import builders
from tests.checkpoint_key import KEY
from tests.clinic import Card
from tests.service.consent.office import Office, office_beside
from tests.worlds import CLOCK, TestDatabase, serving

INSURED = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}
OPERATOR: dict[str, Any] = {"role": Role.OPERATOR, "institution": None}
KEPT_DAYS = 8
NOVEMBER_HAS_ENDED = 11 + KEPT_DAYS
"""Days after the 20th: then the rule ends the month."""


@pytest.fixture
async def card(office: Office) -> Card:
    card = office.clinic.card()
    await office.clinic.publish(builders.person(), card)
    return card


async def sealed(database: TestDatabase, later: timedelta = timedelta()) -> None:
    settings = database.settings(clock_offset_s=(CLOCK.offset + later).total_seconds())
    async with open_world(settings, "eligibility") as world:
        await seal(world, KEY)


async def purged(database: TestDatabase, days_later: int = NOVEMBER_HAS_ENDED) -> Purged:
    """Seal what there is as of now, then apply the rule some days later."""
    await sealed(database)
    return await purge(database.admin_url, Rule(KEPT_DAYS, CLOCK.now() + timedelta(days=days_later), KEY))


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["type"]).removeprefix("urn:onshi:problem:")


async def test_a_purged_check_is_not_there_for_anybody(office: Office, card: Card, database: TestDatabase) -> None:
    clinic = office.clinic
    check_id = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    numbered = {"reference_number": "P-1", "check_id": check_id}
    assert (await clinic.http.put("/v1/reference-numbers", json=numbered, headers=clinic.headers())).status_code == 200
    assert (await purged(database)).records == 1

    again = await clinic.http.get(f"/v1/checks/{check_id}", headers=clinic.headers())
    medical = await clinic.http.get(f"/v1/medical-records/{check_id}/medication", headers=clinic.headers())
    recheck = await clinic.check({"recheck_of": check_id, "purpose": "CARE_HOME_RECHECK"})
    registered = await office.post("/v1/consents", {"check_id": check_id, "kinds": ["medication"], "channel": "online"})
    withdrawn = await office.post(f"/v1/consents/{check_id}.medication/withdrawal", {"reason": "patient"})
    for answer in (again, medical, registered, withdrawn):
        assert problem(answer) == (404, "resource-not-found")
    for caller in ({}, OPERATOR):
        proof = await office.get(f"/v1/disclosures/proof?check_id={check_id}", **caller)
        assert problem(proof) == (404, "resource-not-found")
    assert problem(recheck) == (422, "request-invalid")
    assert recheck.json()["errors"][0]["code"] == "unknown"
    assert (await clinic.http.get("/v1/checks", headers=clinic.headers())).json()["items"] == []
    for path in ("/v1/disclosures", "/v1/consents"):
        assert (await office.get(path)).json()["items"] == []
    me = await office.http.get("/v1/me/disclosures", headers=await office.me(card))
    assert me.json()["items"] == []
    # An institution's own number for the patient is no part of the record.
    answer = (await clinic.check({"insured": INSURED, "purpose": "CARE_VISIT"})).json()
    assert answer["results"][0]["reference_number"] == "P-1"


async def test_a_nonce_is_not_spendable_again_when_its_record_has_gone(
    office: Office, card: Card, database: TestDatabase
) -> None:
    proof = await office.clinic.sign(card)
    assert (await office.clinic.check({"presence_proof": proof})).status_code == 200
    assert problem(await office.clinic.check({"presence_proof": proof})) == (409, "nonce-used")
    assert (await purged(database)).records == 1
    assert await office.clinic.records() == []

    later = timedelta(days=KEPT_DAYS)
    settings = database.settings(clock_offset_s=(CLOCK.offset + later).total_seconds())
    async with serving(Edge(create_asgi(settings))) as http:
        headers = office.clinic.headers(expires_at=CLOCK.now() + later + timedelta(minutes=10))
        replayed = await http.post("/v1/checks", json={"presence_proof": proof}, headers=headers)

    assert problem(replayed) == (409, "nonce-expired")
    assert await office.clinic.records() == []


async def test_what_stands_ends_with_its_check_and_is_removed_when_it_has_ended_as_long(
    office: Office, card: Card, database: TestDatabase
) -> None:
    check_id = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    body = {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}
    assert (await office.post("/v1/consents", body)).status_code == 201

    # The record of the check, and the act of registering.
    assert await purged(database) == Purged(records=2, seals=1, consents_ended=1)

    # Closed: no re-inquiry finds it any more; kept as long as records of re-inquiries may name it.
    admin = office.clinic.admin
    closed = await admin.fetch("SELECT known_to FROM consent_published.consents WHERE known_to < 'infinity'")
    assert len(closed) == 1
    assert await admin.fetchval("SELECT count(*) FROM consent.consent_versions WHERE superseded_at < 'infinity'") == 1
    assert await purged(database, NOVEMBER_HAS_ENDED + KEPT_DAYS - 1) == Purged()
    assert await purged(database, NOVEMBER_HAS_ENDED + KEPT_DAYS + 1) == Purged(consent_versions=1)
    assert await admin.fetchval("SELECT count(*) FROM consent.consent_versions") == 0
    assert await admin.fetchval("SELECT count(*) FROM consent_published.consents") == 0


async def test_a_closed_consent_opens_nothing_after_the_next_check_by_card(
    office: Office, card: Card, database: TestDatabase
) -> None:
    first = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    body = {"check_id": first, "kinds": ["medication"], "channel": "home_visit"}
    assert (await office.post("/v1/consents", body)).status_code == 201
    async with open_world(database.settings(), "eligibility") as world:
        assert await seal(world, KEY) == 2
    second = await office.checked(card)
    opened = (await office.clinic.check({"recheck_of": second, "purpose": "CARE_HOME_RECHECK"})).json()
    assert opened["results"][0]["consents"]["medication"]["state"] == "given"

    # By a rule that has come to the first check alone: the others are of December, and in no seal.
    second, asked_again = [await in_december(office, each) for each in (second, opened["check_id"])]
    await purge(database.admin_url, Rule(KEPT_DAYS, CLOCK.now() + timedelta(days=NOVEMBER_HAS_ENDED), KEY))
    later = timedelta(days=NOVEMBER_HAS_ENDED + 1)
    settings = database.settings(clock_offset_s=(CLOCK.offset + later).total_seconds())
    async with serving(Edge(create_asgi(settings))) as http:
        headers = office.clinic.headers(expires_at=CLOCK.now() + later + timedelta(minutes=10))
        asked = {"recheck_of": second, "purpose": "CARE_HOME_RECHECK"}
        again = (await http.post("/v1/checks", json=asked, headers=headers)).json()
        # What was answered before, is answered again.
        before = await http.get(f"/v1/checks/{asked_again}", headers=headers)

    assert again["results"][0]["consents"]["medication"]["state"] == "none"
    assert before.json()["results"][0]["consents"]["medication"]["state"] == "expired"


async def in_december(office: Office, check_id: str) -> str:
    """Let a check have been made eleven days later; return its id of then."""
    at = CLOCK.now() + timedelta(days=11)
    moved, admin = new_id(at, os.urandom), office.clinic.admin
    disclosures = "UPDATE eligibility_published.disclosures SET"
    await admin.execute(f"{disclosures} check_id = $2, checked_at = $3 WHERE check_id = $1", UUID(check_id), moved, at)
    await admin.execute(
        f"{disclosures} consent_versions = array_replace(consent_versions, $1, $2)", UUID(check_id), moved
    )
    return str(moved)


async def test_what_was_withdrawn_or_ran_out_goes_when_its_end_is_as_old(
    office: Office, card: Card, database: TestDatabase
) -> None:
    check_id = await office.checked(card, consents=["medication", "checkups"], purpose="CARE_HOME")
    for kinds, channel in ((["medication"], "home_visit"), (["checkups"], "home_visit")):
        answer = await office.post("/v1/consents", {"check_id": check_id, "kinds": kinds, "channel": channel})
        assert answer.status_code == 201
    await sealed(database)
    async with office_beside(office.clinic, database, timedelta(days=13)) as later:
        withdrawn = await later.post(f"/v1/consents/{check_id}.medication/withdrawal", {"reason": "patient"})
        assert withdrawn.status_code == 200
    await sealed(database, timedelta(days=13))

    # The record and the two acts of registering are old enough, the withdrawal is not.
    assert await purged(database) == Purged(records=3, seals=1, consents_ended=1)
    assert await purged(database, NOVEMBER_HAS_ENDED + 3) == Purged(records=1, seals=1, consent_versions=2)


async def test_a_version_stays_as_long_as_its_act_is_on_record(
    office: Office, card: Card, database: TestDatabase
) -> None:
    check_id = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    await sealed(database)
    body = {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}
    assert (await office.post("/v1/consents", body)).status_code == 201
    assert (await office.post(f"/v1/consents/{check_id}.medication/withdrawal", {"reason": "patient"})).is_success
    # Sealed twelve days late: the rule does not reach the acts by then, though the withdrawal itself is old enough.
    await sealed(database, timedelta(days=12))

    assert await purged(database) == Purged(records=1, seals=1)
    # No record stands before them.
    assert await purged(database, NOVEMBER_HAS_ENDED + 2) == Purged(records=2, seals=1, consent_versions=2)


async def test_consents_of_a_check_on_record_stay(office: Office, card: Card, database: TestDatabase) -> None:
    check_id = await office.checked(card, consents=["medication"], purpose="CARE_HOME")
    body = {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}
    assert (await office.post("/v1/consents", body)).status_code == 201
    async with office_beside(office.clinic, database, timedelta(days=1)) as later:
        await later.post(f"/v1/consents/{check_id}.medication/withdrawal", {"reason": "patient"})

    # Not sealed, so not purged, however old.
    assert await purge(database.admin_url, Rule(KEPT_DAYS, CLOCK.now() + timedelta(days=99), KEY)) == Purged()
    assert await office.clinic.admin.fetchval("SELECT count(*) FROM consent.consent_versions") == 2
