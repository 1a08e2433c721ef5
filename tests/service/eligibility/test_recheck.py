"""再照会: asking again without card or number, within its rules."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.domain.roles import Role
from tests import builders
from tests.clinic import Card, Clinic
from tests.worlds import CLOCK

IDENTIFIERS = {"insurer_number": "02999918", "symbol": "シミュ-1", "number": "1024", "birthdate": "1985-04-12"}
UNKNOWN = "019e2f6a-7c00-7000-8000-00000000002a"


@pytest.fixture
async def card(clinic: Clinic) -> Card:
    card = clinic.card()
    await clinic.publish(builders.person(), card)
    return card


async def by_card(clinic: Clinic, card: Card, **claims: Any) -> str:
    return str((await clinic.check_by_card(card, **claims)).json()["check_id"])


async def recheck(clinic: Clinic, check_id: str, purpose: str = "CARE_HOME_RECHECK", **more: Any) -> Any:
    caller = more.pop("caller", {})
    return await clinic.check({"recheck_of": check_id, "purpose": purpose, **more}, **caller)


async def test_after_a_card_check_the_patient_is_found_again_with_their_limit(clinic: Clinic, card: Card) -> None:
    answer = (await recheck(clinic, await by_card(clinic, card), client_reference="r-1")).json()

    assert (answer["method"], answer["outcome"], answer["validity"]) == ("recheck", "answered", "valid")
    assert (answer["certificate_state"], answer["client_reference"]) == (None, "r-1")
    assert answer["results"][0]["number"] == "1024"
    assert answer["results"][0]["limit"]["consent"] == "not_needed"
    assert {consent["state"] for consent in answer["results"][0]["consents"].values()} == {"none"}
    record = (await clinic.records())[-1]
    assert (record["method"], record["kinds"]) == ("recheck", ["coverage", "limit_certificate"])


async def test_the_answer_can_be_read_again(clinic: Clinic, card: Card) -> None:
    answer = (await recheck(clinic, await by_card(clinic, card))).json()
    again = await clinic.http.get(f"/v1/checks/{answer['check_id']}", headers=clinic.headers())
    assert again.json() == answer


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize("purpose", ["CARE_HOME_RECHECK", "CARE_ONLINE"])
async def test_a_check_by_number_is_no_ground_for_care_without_a_card(clinic: Clinic, purpose: str) -> None:
    earlier = (await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT"})).json()["check_id"]
    answer = (await recheck(clinic, earlier, purpose)).json()
    assert (answer["outcome"], answer["refusal"]["code"]) == ("refused", "purpose-needs-card-check")
    assert answer["results"] == []


@pytest.mark.usefixtures("card")
async def test_billing_may_follow_any_check_of_its_own(clinic: Clinic) -> None:
    earlier = (await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT"})).json()["check_id"]
    answer = (await recheck(clinic, earlier, "CLAIM", as_of="2026-10-01")).json()
    assert (answer["validity"], answer["as_of"]) == ("valid", "2026-10-01")
    assert answer["results"][0]["consents"] == {}


async def test_an_id_of_another_institution_or_of_none_is_unknown(clinic: Clinic, card: Card) -> None:
    check_id = await by_card(clinic, card)
    for answer in (
        await recheck(clinic, check_id, caller={"institution": "9910000026"}),
        await recheck(clinic, UNKNOWN),
    ):
        assert answer.status_code == 422
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/recheck_of", "unknown")]


@pytest.mark.parametrize("purpose", ["CARE_VISIT", "BULK_PRECHECK", "MARKETING"])
async def test_other_purposes_are_refused_without_looking(clinic: Clinic, purpose: str) -> None:
    answer = (await recheck(clinic, UNKNOWN, purpose)).json()
    assert answer["outcome"] == "refused"


async def test_a_card_that_was_blocked_since_answers_nothing(clinic: Clinic, card: Card) -> None:
    check_id = await by_card(clinic, card)
    await clinic.admin.execute(
        "UPDATE registry_published.persons SET self_information_blocked = true,"
        " document = replace(document, '\"self_information_blocked\":false', '\"self_information_blocked\":true')"
    )
    answer = await recheck(clinic, check_id)
    assert answer.json()["type"] == "urn:onshi:problem:card-not-usable"
    assert (await clinic.records())[-1]["outcome"] == "rejected"


async def test_it_needs_a_purpose_and_nothing_beside_it(clinic: Clinic) -> None:
    both = await clinic.check({"recheck_of": UNKNOWN, "insured": IDENTIFIERS, "purpose": "CLAIM"})
    bare = await clinic.check({"recheck_of": UNKNOWN})
    without_institution = await recheck(clinic, UNKNOWN, caller={"role": Role.INSURER, "institution": None})
    assert [error["code"] for error in both.json()["errors"]] == ["exactly-one"]
    assert [error["pointer"] for error in bare.json()["errors"]] == ["/purpose"]
    assert without_institution.status_code == 403


async def test_billing_shows_the_limit_by_what_the_earlier_check_rested_on(clinic: Clinic, card: Card) -> None:
    """A bug: the limit that the patient had refused at the desk was shown as not needing consent."""

    async def limit(earlier: str) -> tuple[str, str | None, bool]:
        answer = (await recheck(clinic, earlier, "CLAIM")).json()
        again = await clinic.http.get(f"/v1/checks/{answer['check_id']}", headers=clinic.headers())
        assert again.json() == answer
        (result,) = answer["results"]
        return result["limit"]["consent"], result["limit"]["consented_at"], result["limit_certificate"] is not None

    refused = (await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT"})).json()
    told = (
        await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT", "limit_certificate_consent": True})
    ).json()
    home = (await recheck(clinic, await by_card(clinic, card))).json()

    assert await limit(await by_card(clinic, card)) == ("not_needed", None, True)
    assert await limit(refused["check_id"]) == ("none", None, False)
    assert await limit(told["check_id"]) == ("given", told["checked_at"], True)
    assert await limit(home["check_id"]) == ("not_needed", None, True)


async def test_billing_shows_no_limit_that_was_withdrawn_since(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    told = (
        await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT", "limit_certificate_consent": True})
    ).json()
    first = (await recheck(clinic, told["check_id"], "CLAIM")).json()
    await clinic.admin.execute(
        "INSERT INTO consent_published.consents (consent_id, version_id, person_id, institution_code, check_id, kind,"
        " channel, state, reason, given_at, viewable_until, known_from)"
        " VALUES ($1, $1, $2, '9910000018', $3, 'limit_certificate', 'desk', 'expired', 'patient', $4, $4, $4)",
        uuid4(),
        builders.PERSON_ID,
        told["check_id"],
        CLOCK.now() - timedelta(milliseconds=1),
    )

    after = (await recheck(clinic, told["check_id"], "CLAIM")).json()["results"][0]
    again = (await clinic.http.get(f"/v1/checks/{first['check_id']}", headers=clinic.headers())).json()["results"][0]

    for result in (after, again):
        assert (result["limit"]["consent"], result["limit"]["consented_at"]) == ("none", None)
        assert result["limit_certificate"] is None


@pytest.fixture
async def authority(clinic: Clinic) -> None:
    await clinic.open_to("EMERGENCY")


def unconscious(clinic: Clinic, card: Card, **claims: Any) -> Any:
    """The staff look at somebody who cannot be asked; only a reader can say that."""
    return check_at_reader(clinic, card, purpose="EMERGENCY", holder_verification="visual", **claims)


async def check_at_reader(clinic: Clinic, card: Card, **claims: Any) -> dict[str, Any]:
    body = {"presence_proof": await clinic.sign(card, **claims)}
    answer: dict[str, Any] = (await clinic.check(body, role=Role.READER)).json()
    return answer


@pytest.mark.usefixtures("authority")
async def test_in_an_emergency_what_could_not_be_asked_is_opened_and_said_to_be_so(clinic: Clinic, card: Card) -> None:
    answer = await unconscious(clinic, card, consents=["checkups"])
    consents = answer["results"][0]["consents"]
    read = await clinic.http.get(f"/v1/medical-records/{answer['check_id']}/medication", headers=clinic.headers())
    assert (consents["checkups"]["state"], consents["medication"]["state"]) == ("given", "unobtainable")
    assert consents["medication"]["given_at"] is None
    until = datetime.fromisoformat(consents["medication"]["viewable_until"])
    assert until - datetime.fromisoformat(answer["checked_at"]) == timedelta(hours=24)
    assert [notice["code"] for notice in answer["notices"]] == ["emergency-access"]
    assert read.status_code == 200


@pytest.mark.usefixtures("authority")
async def test_who_enters_a_pin_can_be_asked_in_an_emergency_too(clinic: Clinic, card: Card) -> None:
    answer = (await clinic.check_by_card(card, purpose="EMERGENCY", consents=["checkups"])).json()
    consents = answer["results"][0]["consents"]
    read = await clinic.http.get(f"/v1/medical-records/{answer['check_id']}/medication", headers=clinic.headers())
    assert (consents["checkups"]["state"], consents["medication"]["state"]) == ("given", "none")
    assert (answer["notices"], read.status_code) == ([], 403)


async def test_without_the_authority_a_card_opens_nothing_in_an_emergency(clinic: Clinic, card: Card) -> None:
    for answer in (await unconscious(clinic, card), (await clinic.check_by_card(card, purpose="EMERGENCY")).json()):
        assert (answer["refusal"]["code"], answer["results"]) == ("purpose-needs-emergency-authority", [])
