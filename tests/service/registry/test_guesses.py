"""Asking the registry who exists is recorded, counted with what checks ask, and slowed."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from tests.service.registry.caller import CLINIC, PERSON, RegistryCaller, problem, running_registry
from tests.service.registry.town import RESERVATIONS, SOMEBODY, VICTIM, Town
from tests.worlds import CLOCK, TestDatabase, new_check_id

RIGHT = {name: PERSON[name] for name in ("name", "birthdate", "sex", "address")}
LIMITED = {"miss_limit": 3, "miss_window_s": 300}


async def match(caller: RegistryCaller, **changes: Any) -> httpx.Response:
    return await caller.post("/v1/person-matches", {**RIGHT, **changes})


def is_refused(answer: httpx.Response) -> bool:
    return problem(answer) == (429, "too-many-misses") and 0 < int(answer.headers["retry-after"]) <= 300


async def test_who_describes_people_who_do_not_exist_is_stopped(database: TestDatabase, tmp_path: Path) -> None:
    async with running_registry(database, tmp_path, **LIMITED) as operator:
        await operator.make("/v1/persons", PERSON)
        guesser = await operator.client("municipality")
        other = await operator.client("municipality", client_id="another-town")
        found = await match(guesser)
        misses = [await match(guesser, birthdate=f"1985-04-0{day}") for day in (2, 3, 4)]
        beyond = [await match(guesser, birthdate="1985-04-05"), await match(guesser)]
        of_another = await match(other)

    assert (found.json()["outcome"], [miss.json()["outcome"] for miss in misses]) == ("one", ["none"] * 3)
    assert all(is_refused(answer) for answer in beyond)
    assert of_another.json()["outcome"] == "one"


async def test_descriptions_at_the_same_moment_see_each_other(database: TestDatabase, tmp_path: Path) -> None:
    async with running_registry(database, tmp_path, **LIMITED) as operator:
        guesser = await operator.client("municipality")
        answers = await asyncio.gather(*(match(guesser, name=f"見本{number}") for number in range(20)))

    assert [answer.status_code for answer in answers].count(200) == 3
    assert all(is_refused(answer) for answer in answers if answer.status_code != 200)


async def test_every_description_is_on_record_without_what_was_described(operator: RegistryCaller) -> None:
    await operator.make("/v1/persons", PERSON)
    guesser = await operator.client("municipality")
    await match(guesser)
    await match(guesser, sex="male")
    admin = await asyncpg.connect(operator.database.admin_url)
    try:
        rows = await admin.fetch("SELECT * FROM registry.person_questions ORDER BY asked_at")
    finally:
        await admin.close()

    assert [(row["asked_by"], row["way"], row["outcome"]) for row in rows] == [
        ("the-municipality", "person_match", "found"),
        ("the-municipality", "person_match", "none"),
    ]
    assert set(rows[0].keys()) == {
        "question_id",
        "asked_at",
        "asked_by",
        "institution_code",
        "way",
        "outcome",
        "person_id",
    }


@pytest.mark.parametrize("town", [LIMITED], indirect=True)
async def test_cards_and_checks_share_one_budget(town: Town) -> None:
    # A check of the same institution found nobody.
    await town.admin.execute(
        "INSERT INTO eligibility_published.disclosures (check_id, checked_at, client_id, role, institution_code,"
        " method, purpose, as_of, outcome, code, kinds, rules, coverage_ids, consent_versions, chosen_consents)"
        " VALUES ($4, $1, 'desk', 'institution', $2, 'insured_identifier', 'CARE_VISIT', $3,"
        " 'answered', 'not_found', '{}', '{}', '{}', '{}', '{}')",
        CLOCK.now(),
        CLINIC["institution_code"],
        CLOCK.now().date(),
        new_check_id(),
    )
    card = await town.card(holder=VICTIM)
    nobodys = await town.card(holder=SOMEBODY)
    wrong = await town.register(card, person=SOMEBODY)
    waiting = await town.reader.post(RESERVATIONS, {"presence_proof": await town.proof(nobodys), "channel": "reader"})
    registered, reserved = (
        await town.register(card),
        await town.reader.post(RESERVATIONS, {"presence_proof": await town.proof(card), "channel": "reader"}),
    )
    by_operator = await town.register(card, by=town.operator)

    assert problem(wrong) == (422, "card-not-usable")
    assert waiting.json()["state"] == "reserved"
    assert is_refused(registered)
    assert is_refused(reserved)
    assert by_operator.status_code == 201
