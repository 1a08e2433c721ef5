"""One patient and one clinic over weeks: consent, viewing, home care without the card, withdrawal, refusal."""

from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa

from services.eligibility.app import create_asgi
from shared.web.edge import Edge
from tests import builders
from tests.clinic import all_generations, clinic_at
from tests.service.consent.office import Office, office_beside
from tests.worlds import CLOCK, TODAY, TestDatabase, serving


class Moment:
    """Both services on one database, as they stand so much later."""

    def __init__(self, office: Office, eligibility: httpx.AsyncClient) -> None:
        self.office = office
        self._eligibility = eligibility

    async def recheck(self, check_id: str) -> dict[str, Any]:
        answer = await self._eligibility.post(
            "/v1/checks",
            json={"recheck_of": check_id, "purpose": "CARE_HOME_RECHECK"},
            headers=self.office.headers(),
        )
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def medication(self, check_id: str) -> tuple[int, str]:
        answer = await self._eligibility.get(
            f"/v1/medical-records/{check_id}/medication", headers=self.office.headers()
        )
        return answer.status_code, answer.json().get("type", "").removeprefix("urn:onshi:problem:")


def shown(answer: dict[str, Any]) -> dict[str, str]:
    consents: dict[str, dict[str, str]] = answer["results"][0]["consents"]
    return {kind: consent["state"] for kind, consent in consents.items() if consent["state"] != "none"}


async def test_a_patient_agrees_is_seen_at_home_and_changes_their_mind(database: TestDatabase) -> None:
    card_key = rsa.generate_private_key(65537, 2048)
    async with AsyncExitStack() as stack:
        clinic = await stack.enter_async_context(clinic_at(database, all_generations(TODAY), card_key))

        async def at(later: timedelta) -> Moment:
            settings = database.settings(clock_offset_s=(CLOCK.offset + later).total_seconds())
            eligibility = await stack.enter_async_context(serving(Edge(create_asgi(settings))))
            office = await stack.enter_async_context(office_beside(clinic, database, later))
            return Moment(replace(office, later=later), eligibility)

        card = clinic.card()
        await clinic.publish(builders.person(), card)

        # On the first day the patient shows the card at home, signs that it is for home visits and chooses medication.
        now = await at(timedelta())
        first = (await clinic.check_by_card(card, purpose="CARE_HOME", consents=["medication"])).json()
        check_id = first["check_id"]

        # What was chosen for a visit to the clinic, without that word, can never stand for home visits.
        for_a_day = (await clinic.check_by_card(card, consents=["medication"])).json()["check_id"]
        refused = await now.office.post(
            "/v1/consents", {"check_id": for_a_day, "kinds": ["medication"], "channel": "home_visit"}
        )
        assert [error["code"] for error in refused.json()["errors"]] == ["not-for-this-purpose"]
        assert shown(first) == {"medication": "given"}
        assert await now.medication(check_id) == (200, "")
        registered = await now.office.post(
            "/v1/consents", {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}
        )
        assert registered.status_code == 201, registered.text

        # A day later the first check opens nothing any more; asking again without the card does, for a day.
        day_two = await at(timedelta(hours=25))
        assert await day_two.medication(check_id) == (403, "consent-expired")
        again = await day_two.recheck(check_id)
        assert (again["validity"], shown(again)) == ("valid", {"medication": "given"})
        assert await day_two.medication(again["check_id"]) == (200, "")

        # Two weeks later the patient looks who has looked, and withdraws.
        week_two = await at(timedelta(days=14))
        visit = await week_two.recheck(check_id)
        assert await week_two.medication(visit["check_id"]) == (200, "")
        me = await _signed_in_while_the_list_is_fresh(week_two, card)
        seen = (await week_two.office.http.get("/v1/me/disclosures", headers=me)).json()["items"]
        assert [(item["purpose"], "medication" in item["kinds"]) for item in seen] == [
            ("CARE_HOME_RECHECK", True),
            ("CARE_HOME_RECHECK", True),
            ("CARE_HOME_RECHECK", True),
            ("CARE_HOME_RECHECK", True),
            ("CARE_HOME", True),
            ("CARE_VISIT", True),
            ("CARE_HOME", True),
        ]
        (standing,) = [
            item
            for item in (await week_two.office.http.get("/v1/me/consents", headers=me)).json()["items"]
            if item["state"] == "given"
        ]
        withdrawal = f"/v1/me/consents/{standing['consent_id']}/withdrawal"
        assert (await week_two.office.http.post(withdrawal, headers=me)).status_code == 200

        # The clinic cannot undo that with what was signed before.
        undone = await week_two.office.post(
            "/v1/consents", {"check_id": check_id, "kinds": ["medication"], "channel": "home_visit"}
        )
        assert "withdrawn" in [error["code"] for error in undone.json()["errors"]]

        # From then on nothing is opened: not by the visit that was, and the next one says that it has ended.
        assert await week_two.medication(visit["check_id"]) == (403, "consent-expired")
        after = await week_two.recheck(check_id)
        assert (after["validity"], shown(after)) == ("valid", {"medication": "expired"})
        assert await week_two.medication(after["check_id"]) == (403, "consent-missing")


async def _signed_in_while_the_list_is_fresh(moment: Moment, card: Any) -> dict[str, str]:
    """The authority publishes a new revocation list each day; the patient signs in after one of them."""
    await moment.office.clinic.admin.execute(
        "UPDATE registry_published.status_lists SET next_update = next_update + interval '20 days'"
    )
    return await moment.office.me(card)
