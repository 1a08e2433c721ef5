"""Who asks for people who do not exist is stopped, whichever way they ask, and told for how long."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.jpki.authority.rules.generations import Authority
from shared.domain.roles import Role
from tests import builders
from tests.clinic import INSTITUTION, Clinic, clinic_at
from tests.service.eligibility.questions import INSURED, by_identifier
from tests.service.eligibility.receptions import hand_in, items, results
from tests.worlds import CLOCK, TestDatabase

NOBODY = {**INSURED, "number": "999"}
OTHER = "9910000026"
NUMBERS = "/v1/reference-numbers"
At = Callable[..., AbstractAsyncContextManager[Clinic]]


@pytest.fixture
def at(database: TestDatabase, authorities: dict[int, Authority], card_key: RSAPrivateKey) -> At:
    """A clinic before a service with the settings of a test."""
    return partial(clinic_at, database, authorities, card_key)


async def ask(clinic: Clinic, insured: dict[str, Any] = NOBODY, **more: Any) -> httpx.Response:
    return await clinic.check({"insured": insured, "purpose": "CARE_VISIT"}, **more)


async def register(clinic: Clinic, insured: dict[str, Any] = NOBODY, **more: Any) -> httpx.Response:
    body = {"reference_number": "P-1", "insured": insured}
    return await clinic.http.put(NUMBERS, json=body, headers=clinic.headers(**more))


async def register_many(clinic: Clinic, *people: dict[str, Any]) -> httpx.Response:
    numbers = [{"reference_number": f"P-{place}", "insured": insured} for place, insured in enumerate(people)]
    return await clinic.http.post(f"{NUMBERS}/bulk", json={"items": numbers}, headers=clinic.headers())


async def set_back(clinic: Clinic, seconds: int) -> None:
    """Let all that is on record have happened earlier."""
    statement = "UPDATE eligibility_published.disclosures SET checked_at = checked_at - make_interval(secs => $1)"
    await clinic.admin.execute(statement, seconds)


def is_refused(answer: httpx.Response) -> bool:
    return (answer.status_code, answer.json().get("type")) == (429, "urn:onshi:problem:too-many-misses")


# How long


async def test_the_wait_ends_when_the_oldest_miss_that_counts_leaves_the_window(at: At) -> None:
    async with at(miss_limit=2, miss_window_s=300) as clinic:
        await ask(clinic)
        await set_back(clinic, 100)
        await ask(clinic)
        await set_back(clinic, 100)

        answer = await ask(clinic)

        assert is_refused(answer)
        assert 95 <= int(answer.headers["Retry-After"]) <= 100
        await set_back(clinic, 100)
        assert (await ask(clinic)).json()["validity"] == "not_found"
        # The two that count now are 200 seconds old and new.
        assert 95 <= int((await ask(clinic)).headers["Retry-After"]) <= 100


async def test_the_wait_is_never_longer_than_the_window_though_the_clock_was_moved(at: At) -> None:
    async with at(miss_limit=1, miss_window_s=60) as clinic:
        await ask(clinic)
        await set_back(clinic, -86_400)
        assert (await ask(clinic)).headers["Retry-After"] == "60"


async def test_a_miss_by_name_is_waited_for_as_the_setting_says(at: At) -> None:
    who = {
        "name": "該当　無子",
        "name_kana": "ガイトウ　ナシコ",
        "birthdate": "1990-01-01",
        "sex": "female",
        "address": "なし県",
    }
    async with at(miss_limit=1, miss_window_s=600) as clinic:
        await clinic.open_to("EMERGENCY")
        body = {"demographics": who, "purpose": "EMERGENCY"}
        assert (await clinic.check(body)).json()["validity"] == "not_found"
        await set_back(clinic, 300)
        answer = await clinic.check(body)
        assert is_refused(answer)
        assert 295 <= int(answer.headers["Retry-After"]) <= 300


# Whose


async def test_another_client_of_the_institution_has_no_budget_of_its_own(at: At) -> None:
    async with at(miss_limit=1) as clinic:
        await ask(clinic, client_id="the-first")
        assert is_refused(await ask(clinic, client_id="the-second"))
        assert is_refused(await ask(clinic, client_id="the-second", role=Role.PHARMACY))


async def test_another_institution_of_the_same_client_has_its_own_budget(at: At) -> None:
    async with at(miss_limit=1) as clinic:
        await ask(clinic, client_id="a-vendor")
        assert (await ask(clinic, client_id="a-vendor", institution=OTHER)).json()["validity"] == "not_found"


async def test_who_stands_for_no_institution_is_counted_by_client(at: At) -> None:
    async def review(client_id: str) -> httpx.Response:
        body = {"insured": NOBODY, "purpose": "REVIEW"}
        return await clinic.check(body, role=Role.REVIEW, institution=None, client_id=client_id)

    async with at(miss_limit=1) as clinic:
        assert (await review("one")).json()["validity"] == "not_found"
        assert is_refused(await review("one"))
        assert (await review("another")).json()["validity"] == "not_found"


async def test_misses_at_the_same_moment_see_each_other(at: At) -> None:
    async with at(miss_limit=10, waiting_limit=200) as clinic:
        guesses = [{**INSURED, "number": str(1000 + place)} for place in range(150)]
        answers = await asyncio.gather(*(ask(clinic, guess) for guess in guesses))
        right = await ask(clinic, INSURED)

    assert [answer.status_code for answer in answers].count(200) == 10
    assert all(is_refused(answer) for answer in answers if answer.status_code != 200)
    assert is_refused(right)


async def test_right_numbers_at_the_same_moment_are_all_answered(at: At) -> None:
    async with at(miss_limit=3, waiting_limit=200) as clinic:
        await clinic.publish(builders.person(), clinic.card())
        answers = await asyncio.gather(*(ask(clinic, INSURED) for _ in range(60)))

    assert {answer.status_code for answer in answers} == {200}


async def test_all_ways_of_asking_one_by_one_share_a_budget(at: At) -> None:
    async with at(miss_limit=2, miss_window_s=300) as clinic:
        await clinic.admin.execute(
            "INSERT INTO registry_published.misses (question_id, asker, missed_at)"
            " VALUES (gen_random_uuid(), $1, $2), (gen_random_uuid(), '9910000026', $2)",
            INSTITUTION,
            CLOCK.now(),
        )
        first, second = await ask(clinic), await ask(clinic)
        numbered = await register(clinic)

    assert (first.status_code, first.json()["validity"]) == (200, "not_found")
    assert is_refused(second)
    assert is_refused(numbered)


async def test_an_answer_and_an_ambiguous_one_cost_nothing(at: At) -> None:
    async with at(miss_limit=1) as clinic:
        await clinic.publish(builders.person())
        for _ in range(3):
            assert (await ask(clinic, INSURED)).status_code == 200


# Registering numbers


async def test_a_registration_by_identifiers_is_on_record(clinic: Clinic) -> None:
    await clinic.publish(builders.person())

    await register(clinic, INSURED)
    await register(clinic)
    await register_many(clinic, INSURED, NOBODY)

    told = [
        (record["method"], record["outcome"], record["code"], record["person_id"] and str(record["person_id"]))
        for record in sorted(await clinic.records(), key=lambda record: (record["checked_at"], record["check_id"]))
    ]
    found, missed = (
        ("registered", "reference-number", builders.PERSON_ID),
        ("not_registered", "insured-not-found", None),
    )
    assert told[:2] == [("insured_identifier", *found), ("insured_identifier", *missed)]
    assert sorted(told[2:], key=str) == sorted([("bulk", *found), ("bulk", *missed)], key=str)
    assert {(record["institution_code"], tuple(record["kinds"])) for record in await clinic.records()} == {
        (INSTITUTION, ())
    }


async def test_a_registration_by_a_check_tells_nothing_new_and_is_not_recorded(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    check = (await clinic.check(by_identifier())).json()
    body = {"reference_number": "P-1", "check_id": check["check_id"]}
    assert (await clinic.http.put(NUMBERS, json=body, headers=clinic.headers())).status_code == 200
    assert [str(record["check_id"]) for record in await clinic.records()] == [check["check_id"]]


async def test_a_registration_is_no_check(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    await register(clinic, INSURED)
    (record,) = await clinic.records()
    listed = (await clinic.http.get("/v1/checks", headers=clinic.headers())).json()
    again = await clinic.http.get(f"/v1/checks/{record['check_id']}", headers=clinic.headers())
    recheck = {"recheck_of": str(record["check_id"]), "purpose": "CLAIM"}
    assert listed["items"] == []
    assert again.json()["type"] == "urn:onshi:problem:resource-not-found"
    assert (await clinic.check(recheck)).json()["errors"][0]["pointer"] == "/recheck_of"


@pytest.mark.parametrize("first", [ask, register])
async def test_registering_numbers_is_no_way_around_the_guard(at: At, first: Any) -> None:
    async with at(miss_limit=2) as clinic:
        await clinic.publish(builders.person())
        for _ in range(2):
            await first(clinic)
        assert is_refused(await register(clinic, INSURED))
        assert is_refused(await ask(clinic, INSURED))
        assert await clinic.admin.fetchval("SELECT count(*) FROM eligibility.reference_numbers") == 0


async def test_who_is_named_by_a_check_gets_a_number_all_the_same(at: At) -> None:
    async with at(miss_limit=1) as clinic:
        await clinic.publish(builders.person())
        check = (await clinic.check(by_identifier())).json()
        await ask(clinic)
        body = {"reference_number": "P-1", "check_id": check["check_id"]}
        assert (await clinic.http.put(NUMBERS, json=body, headers=clinic.headers())).status_code == 200


async def test_of_many_registrations_those_beyond_the_budget_tell_nothing(at: At) -> None:
    async with at(bulk_miss_limit=2, bulk_miss_window_s=600) as clinic:
        await clinic.publish(builders.person())

        outcome = (await register_many(clinic, INSURED, NOBODY, NOBODY, INSURED, NOBODY)).json()
        answer = await register_many(clinic, INSURED)

        assert [item["error"] and item["error"]["code"] for item in outcome["items"]] == [
            None,
            "insured-not-found",
            "insured-not-found",
            "too-many-misses",
            "too-many-misses",
        ]
        assert len(await clinic.records()) == 3
        assert is_refused(answer)
        assert 595 <= int(answer.headers["Retry-After"]) <= 600


# Many at once


async def test_guesses_beyond_the_bulk_budget_are_not_answered(at: At) -> None:
    async with at(bulk_miss_limit=40) as clinic:
        await clinic.publish(builders.person())

        # More than one chunk of the worker.
        found = await results(clinic, await hand_in(clinic, *[NOBODY] * 40, INSURED, NOBODY))

        assert [item["validity"] for item in found["items"]] == ["not_found"] * 40 + [None, None]
        assert [item["error"]["code"] for item in found["items"][40:]] == ["too-many-misses"] * 2
        assert all(item["error"]["title_ja"] for item in found["items"][40:])
        assert len(await clinic.records()) == 40
        again = await clinic.http.post("/v1/bulk-checks", json={"items": items(INSURED)}, headers=clinic.headers())
        assert is_refused(again)
        assert is_refused(await register_many(clinic, INSURED))


async def test_receptions_handed_in_at_once_share_the_budget(at: At) -> None:
    async with at(bulk_miss_limit=3) as clinic:
        numbers = [await hand_in(clinic, NOBODY) for _ in range(2)] + [await hand_in(clinic, NOBODY, NOBODY)]
        told = [item["validity"] for number in numbers for item in (await results(clinic, number))["items"]]
        assert told == ["not_found", "not_found", "not_found", None]


async def test_the_desk_goes_on_while_the_bulk_budget_is_used_up(at: At) -> None:
    async with at(bulk_miss_limit=1) as clinic:
        await results(clinic, await hand_in(clinic, NOBODY))
        assert (await ask(clinic)).json()["validity"] == "not_found"


async def test_stale_cards_in_an_evenings_batch_are_all_answered(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    people = [NOBODY if place % 5 == 0 else INSURED for place in range(1000)]
    found = await results(clinic, await hand_in(clinic, *people))
    assert (found["succeeded"], found["failed"]) == (1000, 0)
    assert sum(item["validity"] == "not_found" for item in found["items"]) == 200
