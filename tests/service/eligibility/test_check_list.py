"""The list of an institution's checks: complete, in a stable order, without what they were about, as they happen."""

import asyncio
import time
from typing import Any

import asyncpg
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from services.jpki.authority.rules.generations import Authority
from shared.domain.roles import Role
from tests import builders
from tests.clinic import INSTITUTION, Clinic, clinic_at
from tests.service.eligibility.questions import by_identifier
from tests.worlds import CLOCK, TestDatabase, new_check_id

OTHER = "9910000026"
RECORD = (
    "INSERT INTO eligibility_published.disclosures (check_id, checked_at, client_id, role, institution_code, method,"
    " purpose, as_of, outcome, code, kinds, rules, consent_versions, chosen_consents) VALUES"
    " ($1, $2, 'c', 'institution', $3, 'my_number_card', 'CARE_VISIT', '2026-11-20', 'answered', 'valid',"
    " '{}', '{}', '{}', '{}')"
)


async def listed(clinic: Clinic, after: str | None = None, **query: Any) -> dict[str, Any]:
    params = {**query, **({} if after is None else {"after": after})}
    institution = params.pop("institution", INSTITUTION)
    answer = await clinic.http.get("/v1/checks", params=params, headers=clinic.headers(institution=institution))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_a_check_is_listed_without_personal_data(clinic: Clinic) -> None:
    await clinic.publish(builders.person())
    answer = (await clinic.check(by_identifier(client_reference="desk 1"))).json()

    page = await listed(clinic)

    (item,) = page["items"]
    assert item == {
        "check_id": answer["check_id"],
        "checked_at": answer["checked_at"],
        "as_of": "2026-11-20",
        "method": "insured_identifier",
        "purpose": "CARE_VISIT",
        "outcome": "answered",
        "validity": "valid",
        "refusal_code": None,
        "client_reference": "desk 1",
    }
    assert (await listed(clinic, page["next_cursor"]))["items"] == []


async def test_refused_purposes_and_failed_cards_are_listed_with_their_code(clinic: Clinic) -> None:
    await clinic.check(by_identifier(purpose="PRIVATE_INS"))
    await clinic.check_by_card(clinic.card())

    items = (await listed(clinic))["items"]

    assert [(item["outcome"], item["validity"], item["refusal_code"]) for item in items] == [
        ("refused", None, "purpose-prohibited"),
        ("rejected", None, "card-not-registered"),
    ]


async def test_another_institution_sees_nothing_of_it(clinic: Clinic) -> None:
    await clinic.check(by_identifier())
    assert (await listed(clinic, institution=OTHER))["items"] == []


async def test_who_stands_for_no_institution_has_no_list(clinic: Clinic) -> None:
    answer = await clinic.http.get("/v1/checks", headers=clinic.headers(role=Role.REVIEW, institution=None))
    assert answer.json()["type"] == "urn:onshi:problem:role-not-allowed"


async def test_a_reader_pages_through_everything_once(clinic: Clinic) -> None:
    for number in range(7):
        await clinic.check(by_identifier(client_reference=str(number)))
    seen: list[str] = []
    cursor = None
    for _ in range(4):
        page = await listed(clinic, cursor, limit=2)
        seen += [item["client_reference"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == ["0", "1", "2", "3", "4", "5", "6"]


async def test_only_one_method_can_be_followed(clinic: Clinic) -> None:
    await clinic.check(by_identifier())
    await clinic.check_by_card(clinic.card())
    items = (await listed(clinic, method="my_number_card"))["items"]
    assert [item["method"] for item in items] == ["my_number_card"]


async def test_latest_begins_with_what_comes_next(clinic: Clinic) -> None:
    await clinic.check(by_identifier(client_reference="before"))
    page = await listed(clinic, "latest")
    assert page["items"] == []

    await clinic.check(by_identifier(client_reference="after"))

    items = (await listed(clinic, page["next_cursor"]))["items"]
    assert [item["client_reference"] for item in items] == ["after"]


async def test_who_waits_is_answered_when_it_happens(clinic: Clinic) -> None:
    cursor = (await listed(clinic))["next_cursor"]
    waiting = asyncio.create_task(listed(clinic, cursor, wait=4))
    await asyncio.sleep(0.3)
    assert not waiting.done()
    await clinic.check(by_identifier(client_reference="now"))
    began = time.perf_counter()

    page = await waiting

    assert [item["client_reference"] for item in page["items"]] == ["now"]
    assert time.perf_counter() - began < 2


async def test_who_waits_in_vain_gets_an_empty_page_and_a_cursor(clinic: Clinic) -> None:
    page = await listed(clinic, wait=1)
    assert page["items"] == []
    assert page["next_cursor"]


async def test_waiting_for_one_method_is_not_ended_by_another(clinic: Clinic) -> None:
    waiting = asyncio.create_task(listed(clinic, "latest", wait=1, method="my_number_card"))
    await asyncio.sleep(0.1)
    await clinic.check(by_identifier())
    assert (await waiting)["items"] == []


async def test_many_who_wait_cost_one_look_a_tick(clinic: Clinic) -> None:
    cursor = (await listed(clinic))["next_cursor"]
    before = await _statements(clinic)
    async with asyncio.TaskGroup() as group:
        waiters = [group.create_task(listed(clinic, cursor, wait=1)) for _ in range(20)]
    assert all(waiter.result()["items"] == [] for waiter in waiters)
    # Each waiter reads its page before and after: 40. Looks come on top: five, where one a waiter would be a hundred.
    assert await _statements(clinic) - before < 40 + 40


async def _statements(clinic: Clinic) -> int:
    """How many transactions the database has seen; a connection reports its own after a second at the latest."""
    await asyncio.sleep(1.1)
    counted = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
    return int(await clinic.admin.fetchval(counted))


async def test_a_record_that_commits_late_is_not_skipped(clinic: Clinic, database: TestDatabase) -> None:
    early, late = new_check_id(), new_check_id()
    slow, quick = [await asyncpg.connect(database.urls["eligibility"]) for _ in range(2)]
    try:
        # The first writer begins first and commits last; the second begins and commits in between.
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(RECORD, early, CLOCK.now(), INSTITUTION)
        await quick.execute(RECORD, late, CLOCK.now(), INSTITUTION)

        # Behind the second one's place nothing may come, so it waits for the first.
        between = await listed(clinic)
        assert between["items"] == []
        await transaction.commit()
        after = await listed(clinic, between["next_cursor"])
    finally:
        await slow.close()
        await quick.close()

    assert [item["check_id"] for item in after["items"]] == [str(early), str(late)]


async def test_a_writer_that_gives_up_holds_nobody_back(clinic: Clinic, database: TestDatabase) -> None:
    slow = await asyncpg.connect(database.urls["eligibility"])
    transaction = slow.transaction()
    await transaction.start()
    await slow.execute(RECORD, new_check_id(), CLOCK.now(), INSTITUTION)
    await clinic.check(by_identifier(client_reference="quick"))
    waiting = asyncio.create_task(listed(clinic, wait=4))
    await asyncio.sleep(0.5)
    assert not waiting.done()
    await slow.close()
    assert [item["client_reference"] for item in (await waiting)["items"]] == ["quick"]


async def test_who_waits_gets_an_empty_page_when_the_process_stops(
    database: TestDatabase, authorities: dict[int, Authority], card_key: rsa.RSAPrivateKey
) -> None:
    # Its own client: the clinic's goes before its service does.
    async with httpx.AsyncClient() as reader:
        async with clinic_at(database, authorities, card_key) as clinic:
            url, query = f"{clinic.http.base_url}/v1/checks", {"wait": 25}
            waiting = asyncio.create_task(reader.get(url, params=query, headers=clinic.headers(), timeout=20))
            await asyncio.sleep(0.5)
            assert not waiting.done()
        page = await waiting

    assert (page.status_code, page.json()["items"]) == (200, [])


async def test_under_concurrent_writers_a_reader_sees_each_record_once(clinic: Clinic, database: TestDatabase) -> None:
    written: set[str] = set()
    over = asyncio.Event()

    async def write(seed: int) -> None:
        connection = await asyncpg.connect(database.urls["eligibility"])
        for number in range(40):
            check_id = new_check_id()
            async with connection.transaction():
                await connection.execute(RECORD, check_id, CLOCK.now(), INSTITUTION)
                await asyncio.sleep(0.001 * ((number * seed) % 7))
            written.add(str(check_id))
        await connection.close()

    async def read() -> list[str]:
        seen: list[str] = []
        cursor = None
        while True:
            was_over = over.is_set()
            page = await listed(clinic, cursor, limit=5)
            cursor = page["next_cursor"]
            seen += [item["check_id"] for item in page["items"]]
            if was_over and not page["items"]:
                return seen

    reading = asyncio.create_task(read())
    await asyncio.gather(write(3), write(5))
    over.set()
    seen = await reading

    assert len(seen) == len(set(seen)) == 80
    assert set(seen) == written


@pytest.mark.parametrize(
    "query", [{"after": "nonsense"}, {"after": "OTk5OTk5OTk5OTk5OTk5OS4wMA"}, {"wait": 31}, {"limit": 0}]
)
async def test_what_is_no_query_of_this_list_is_refused(clinic: Clinic, query: dict[str, Any]) -> None:
    answer = await clinic.http.get("/v1/checks", params=query, headers=clinic.headers())
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:onshi:problem:request-invalid"


async def test_a_cursor_of_another_database_is_told(clinic: Clinic) -> None:
    # 9223372036854775807.000…0: a transaction that has not happened here.
    answer = await clinic.http.get(
        "/v1/checks",
        params={"after": "OTIyMzM3MjAzNjg1NDc3NTgwNy4wMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMA"},
        headers=clinic.headers(),
    )
    assert answer.json()["errors"][0]["pointer"] == "/query/after"
