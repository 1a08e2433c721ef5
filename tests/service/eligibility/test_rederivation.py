"""The answer to a check again: the same answer, under today's flags, and a disclosure of its own."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.domain.roles import Role
from tests import builders
from tests.clinic import Clinic
from tests.service.eligibility.questions import INSURED, by_identifier
from tests.worlds import CLOCK, TODAY

SECOND_PERSON = "0190a000-0000-7000-8000-000000000002"
SECOND_COVERAGE = "0190a000-0000-7000-8000-000000000102"


async def again(clinic: Clinic, check_id: str, *, etag: str | None = None, **more: Any) -> httpx.Response:
    headers = clinic.headers(**more) | ({} if etag is None else {"If-None-Match": etag})
    return await clinic.http.get(f"/v1/checks/{check_id}", headers=headers)


def told(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_card_is_answered_again_with_the_same_answer(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    first = told(await clinic.check_by_card(card, consents=["medication"], prescription_form="paper"))

    assert told(await again(clinic, first["check_id"])) == first


@pytest.mark.parametrize("consent", [True, False])
async def test_identifiers_are_answered_again_with_the_same_answer(clinic: Clinic, consent: bool) -> None:
    await clinic.publish(builders.person())
    body = by_identifier(limit_certificate_consent=consent, specific_disease_consent=True, as_of="2026-11-02")
    first = told(await clinic.check(body | {"client_reference": "desk 1"}))

    assert told(await again(clinic, first["check_id"])) == first


async def test_every_validity_is_derived_again(clinic: Clinic) -> None:
    lost = TODAY - timedelta(days=10)
    await clinic.publish(builders.person(builders.coverage(lost_on=lost)))
    other = builders.coverage(coverage_id=SECOND_COVERAGE, number="7", lost_on=None)
    twins = [
        builders.person(replace(other, coverage_id=str(uuid4()), branch=branch), person_id=str(uuid4()))
        for branch in ("01", "02")
    ]
    for twin in twins:
        await clinic.publish(twin)
    bodies = [
        by_identifier(),
        by_identifier(as_of=str(lost - timedelta(days=1))),
        by_identifier(insured={**INSURED, "number": "999"}),
        by_identifier(insured={**INSURED, "number": "7", "branch": None}),
        by_identifier(purpose="PRIVATE_INS"),
    ]

    firsts = [told(await clinic.check(body)) for body in bodies]

    assert [first["validity"] for first in firsts] == ["invalid", "valid", "not_found", "ambiguous", None]
    for first in firsts:
        assert told(await again(clinic, first["check_id"])) == first


async def test_what_has_changed_since_changes_nothing_of_an_answer(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    first = told(await clinic.check_by_card(card))

    await clinic.republish(builders.person(builders.coverage(lost_on=TODAY), name="模擬　改姓"))

    assert told(await again(clinic, first["check_id"])) == first
    fresh = told(await clinic.check_by_card(card))
    assert (fresh["validity"], fresh["results"][0]["name"]) == ("invalid", "模擬　改姓")


async def test_an_address_that_was_hidden_since_is_hidden(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = told(await clinic.check(by_identifier()))
    assert first["results"][0]["address"] == "模擬県仮想市一丁目1番1号"

    await clinic.republish(builders.person(address_hidden=True))

    (result,) = told(await again(clinic, first["check_id"]))["results"]
    assert (result["address"], result["postal_code"]) == (None, None)
    assert result["number"] == "1024"


async def test_a_person_who_is_published_no_more_has_no_address(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = told(await clinic.check(by_identifier()))
    await clinic.admin.execute("UPDATE registry_published.persons SET known_to = $1", CLOCK.now())

    (result,) = told(await again(clinic, first["check_id"]))["results"]

    assert result["address"] is None


async def test_a_card_that_was_blocked_since_is_not_answered_again(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    first = told(await clinic.check_by_card(card))

    await clinic.republish(builders.person(self_information_blocked=True))

    answer = await again(clinic, first["check_id"])
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:onshi:problem:card-not-usable")
    record = (await clinic.records())[-1]
    assert (record["outcome"], record["code"], record["kinds"]) == ("rejected", "card-not-usable", [])


async def test_a_consent_that_has_run_out_is_shown_as_such(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    first = told(await clinic.check_by_card(card, consents=["medication"]))
    # The record cannot be changed by the service; the administrator of the test moves the check into the past.
    await clinic.admin.execute("UPDATE eligibility_published.disclosures SET checked_at = checked_at - interval '25 h'")

    consents = told(await again(clinic, first["check_id"]))["results"][0]["consents"]

    assert consents["medication"]["state"] == "expired"
    assert consents["checkups"]["state"] == "none"


@pytest.mark.parametrize("kind", ["medication", "specific_disease"])
async def test_a_consent_that_was_withdrawn_since_has_expired(clinic: Clinic, kind: str) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    first = told(await clinic.check_by_card(card, consents=[kind, "checkups"]))
    assert first["results"][0]["consents"][kind]["state"] == "given"

    await clinic.admin.execute(
        "INSERT INTO consent_published.consents (consent_id, version_id, person_id, institution_code, check_id, kind,"
        " channel, state, reason, given_at, viewable_until, known_from)"
        " VALUES ($1, $1, $2, '9910000018', $3, $4, 'reader', 'expired', 'patient', $5, $5, $5)",
        uuid4(),
        builders.PERSON_ID,
        first["check_id"],
        kind,
        CLOCK.now() - timedelta(seconds=1),
    )

    consents = told(await again(clinic, first["check_id"]))["results"][0]["consents"]
    assert (consents[kind]["state"], consents["checkups"]["state"]) == ("expired", "given")


async def test_reading_again_is_a_disclosure_of_its_own(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    first = told(await clinic.check_by_card(card, consents=["medication"]))

    await again(clinic, first["check_id"], client_id="another-desk")

    original, reading = await clinic.records()
    assert reading["check_id"] != original["check_id"]
    assert reading["rederived_from"] == original["check_id"]
    assert original["rederived_from"] is None
    assert reading["client_id"] == "another-desk"
    same = (
        "method",
        "purpose",
        "as_of",
        "outcome",
        "code",
        "person_id",
        "kinds",
        "registry_version",
        "chosen_consents",
    )
    assert [reading[name] for name in same] == [original[name] for name in same]
    assert reading["nonce"] is None


async def test_what_was_read_again_is_no_check(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = told(await clinic.check(by_identifier()))
    await again(clinic, first["check_id"])
    reading = (await clinic.records())[-1]

    listed = (await clinic.http.get("/v1/checks", headers=clinic.headers())).json()["items"]

    assert [item["check_id"] for item in listed] == [first["check_id"]]
    assert (await again(clinic, str(reading["check_id"]))).status_code == 404


@pytest.mark.parametrize("check_id", ["6f1d2c9e-3b7a-4c55-9a10-0d8e2f4b6c71", "0190a000-0000-7000-8000-000000000000"])
async def test_there_is_no_such_check(clinic: Clinic, check_id: str) -> None:
    answer = await again(clinic, check_id)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:onshi:problem:resource-not-found")


async def test_a_check_of_another_institution_is_not_there(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = told(await clinic.check(by_identifier()))
    answer = await again(clinic, first["check_id"], institution="9910000026")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:onshi:problem:resource-not-found")
    assert len(await clinic.records()) == 1


async def test_a_check_that_failed_has_no_answer(clinic: Clinic) -> None:
    await clinic.check_by_card(clinic.card())
    (record,) = await clinic.records()
    answer = await again(clinic, str(record["check_id"]))
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:onshi:problem:check-has-no-answer")


async def test_a_record_that_does_not_give_the_same_answer_has_none(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = told(await clinic.check(by_identifier()))
    # As a record from before the coverages were kept.
    await clinic.admin.execute("UPDATE eligibility_published.disclosures SET coverage_ids = '{}'")
    answer = await again(clinic, first["check_id"])
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:onshi:problem:check-has-no-answer")


async def test_a_lost_answer_is_found_by_the_check_id_of_the_refused_replay(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    body = {"presence_proof": await clinic.sign(card)}
    lost = told(await clinic.check(body))

    replay = (await clinic.check(body)).json()

    assert told(await again(clinic, replay["check_id"])) == lost


async def test_a_role_that_sees_less_sees_less_of_the_answer(clinic: Clinic) -> None:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    first = told(await clinic.check_by_card(card, consents=["medication"]))
    assert first["results"][0]["limit_certificate"] is not None

    (result,) = told(await again(clinic, first["check_id"], role=Role.LIMITED))["results"]

    assert (result["limit_certificate"], result["consents"]) == (None, {})


async def test_a_role_that_could_not_have_asked_reads_nothing(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = told(await clinic.check(by_identifier()))
    answer = await again(clinic, first["check_id"], role=Role.NURSING)
    assert answer.json()["type"] == "urn:onshi:problem:role-not-allowed"


async def test_an_answer_that_the_caller_holds_is_not_disclosed_again(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    first = told(await clinic.check(by_identifier()))
    etag = (await again(clinic, first["check_id"])).headers["ETag"]

    unchanged = await again(clinic, first["check_id"], etag=etag)
    await clinic.republish(builders.person(address_hidden=True))
    changed = await again(clinic, first["check_id"], etag=etag)

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["ETag"] != etag
    assert len(await clinic.records()) == 3


async def test_misses_that_are_read_again_are_no_new_misses(clinic: Clinic) -> None:
    first = told(await clinic.check(by_identifier()))
    for _ in range(61):
        await again(clinic, first["check_id"])
    assert told(await clinic.check(by_identifier()))["validity"] == "not_found"
