"""An institution is never told the registry's number of a person, whichever way it asks."""

import asyncio

from services.eligibility.record.commands.sealing import seal
from shared.worlds.world import open_world
from tests import builders
from tests.checkpoint_key import KEY
from tests.service.consent.office import Office
from tests.worlds import TestDatabase

IDENTIFIERS = {
    "insurer_number": "02999918",
    "symbol": "シミュ-1",
    "number": "1024",
    "branch": "01",
    "birthdate": "1985-04-12",
}


async def test_no_answer_to_an_institution_holds_the_registrys_number_of_a_person(
    office: Office, database: TestDatabase
) -> None:
    clinic, card = office.clinic, office.clinic.card()
    await clinic.publish(builders.person(), card)
    by_card = await clinic.check_by_card(card, consents=["medication"])
    check_id = by_card.json()["check_id"]
    eligibility, headers = clinic.http, clinic.headers()
    bulk = {"items": [{"item_reference": "pt-1", "insured": IDENTIFIERS}]}
    received = await eligibility.post("/v1/bulk-checks", json=bulk, headers=headers)
    number = received.json()["reception_number"]
    async with asyncio.timeout(30):
        while (await eligibility.get("/v1/bulk-checks", headers=headers)).json()["items"][0]["state"] != "done":  # noqa: ASYNC110 - another task works it
            await asyncio.sleep(0.05)
    async with open_world(database.settings(), "eligibility") as world:
        assert await seal(world, KEY) > 0
    registration = {"reference_number": "P-1", "check_id": check_id}

    answers = {
        "by card": by_card,
        "by number": await clinic.check({"insured": IDENTIFIERS, "purpose": "CARE_VISIT"}),
        "again": await eligibility.get(f"/v1/checks/{check_id}", headers=headers),
        "list": await eligibility.get("/v1/checks", headers=headers),
        "bulk": await eligibility.get(f"/v1/bulk-checks/{number}", headers=headers),
        "number": await eligibility.put("/v1/reference-numbers", json=registration, headers=headers),
        "numbers": await eligibility.get("/v1/reference-numbers", headers=headers),
        "medical": await eligibility.get(f"/v1/medical-records/{check_id}/medication", headers=headers),
        "consents": await office.get("/v1/consents"),
        "history": await office.get("/v1/disclosures"),
        "proof": await office.get(f"/v1/disclosures/proof?check_id={check_id}"),
    }

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert answers["bulk"].json()["items"][0]["result"]["name"] == answers["by card"].json()["results"][0]["name"]
    assert [name for name, answer in answers.items() if builders.PERSON_ID in answer.text] == []
