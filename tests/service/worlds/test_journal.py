"""The journal in a real control database: bounded, shed, cleared, and read by world and generation."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.worlds.control import beside
from shared.worlds.journal import FinishedRequest
from simulator.journal import keeping, reading
from simulator.journal.keeping import Keeper
from simulator.journal.reading import EVERYTHING, Life, Wanted
from simulator.journal.tables import prepare_journal
from tests.service.worlds.process import ControlDatabase

AT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
CHECK = UUID("019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a11")
LIFE = Life("default", 1)
PATIENCE_S = 20.0
"""For what must happen soon, on a machine that does much else."""


@pytest.fixture
async def journal(control: ControlDatabase) -> ControlDatabase:
    await prepare_journal(control.admin)
    return control


def request(number: int = 1, **more: Any) -> FinishedRequest:
    members: dict[str, Any] = {
        "world": "default",
        "generation": 1,
        "at": AT,
        "ended_at": AT,
        "request_id": f"request-{number}",
        "test": None,
        "caller": None,
        "service": "eligibility",
        "operation": "check_eligibility",
        "face": "rest",
        "status": 200,
        "code": "valid",
        "check_id": None,
        "person_id": None,
        "record": None,
        "fault": None,
        "milliseconds": 1.0,
        "refused_body": None,
    }
    return FinishedRequest(**{**members, **more})


async def written(control: ControlDatabase, many: int, life: Life = LIFE) -> int:
    """Wait until so many are written; return how many there are."""
    async with asyncio.timeout(PATIENCE_S):
        while (found := await reading.count(control.admin, life, EVERYTHING)) < many:  # noqa: ASYNC110 - PostgreSQL tells it only when asked
            await asyncio.sleep(0.02)
    return found


async def kept(control: ControlDatabase, requests: list[FinishedRequest]) -> None:
    keeper = Keeper(control.url)
    async with keeper.kept():
        for each in requests:
            keeper.finished(each)


async def test_what_is_told_can_be_read_while_the_keeper_runs(journal: ControlDatabase) -> None:
    keeper = Keeper(journal.url)
    async with keeper.kept():
        keeper.finished(request(check_id=CHECK, person_id=CHECK, test="discharge", fault="f1, f2"))
        assert await written(journal, 1) == 1
        (entry,) = await reading.read_page(journal.admin, LIFE, EVERYTHING, limit=10)

    assert (entry.request_id, entry.check_id, entry.test, entry.at) == ("request-1", CHECK, "discharge", AT)
    for wanted in (Wanted(test="discharge"), Wanted(check_id=CHECK), Wanted(person_id=CHECK), Wanted(fault="f2")):
        assert await reading.count(journal.admin, LIFE, wanted) == 1
    for wanted in (Wanted(test="other"), Wanted(fault="f3"), Wanted(status=404)):
        assert await reading.count(journal.admin, LIFE, wanted) == 0


async def test_one_worlds_journal_is_not_anothers_nor_an_earlier_generations(journal: ControlDatabase) -> None:
    await kept(journal, [request(1), request(2, world="two"), request(3, generation=2)])

    for life, expected in ((LIFE, "request-1"), (Life("two", 1), "request-2"), (Life("default", 2), "request-3")):
        entries = await reading.read_page(journal.admin, life, EVERYTHING, limit=10)
        assert [each.request_id for each in entries] == [expected]


async def test_cleared_is_what_had_ended_also_where_it_is_written_later(journal: ControlDatabase) -> None:
    await reading.clear(journal.admin, LIFE, AT)
    await kept(journal, [request(1), request(2, ended_at=AT + timedelta(milliseconds=1))])

    entries = await reading.read_page(journal.admin, LIFE, EVERYTHING, limit=10)
    assert [each.request_id for each in entries] == ["request-2"]


async def test_segments_are_emptied_in_turn(journal: ControlDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_ENTRIES", 10)
    for first in range(0, 200, 5):
        await kept(journal, [request(number) for number in range(first, first + 5)])

    entries = await reading.read_page(journal.admin, LIFE, EVERYTHING, limit=1000)
    numbers = [int(each.request_id.removeprefix("request-")) for each in entries]
    # Eight segments of ten, the newest with five or ten in it.
    assert numbers == list(range(200 - len(numbers), 200))
    assert 70 < len(numbers) <= 80


async def test_long_texts_turn_a_segment_too(journal: ControlDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST_BYTES", 2_000)
    for number in range(40):
        await kept(journal, [request(number, test="t" * 200)])

    assert await reading.count(journal.admin, LIFE, EVERYTHING) <= 8 * 2_000 // 250


async def test_two_workers_write_in_one_order(journal: ControlDatabase) -> None:
    one, two = Keeper(journal.url), Keeper(journal.url)
    seen: list[int] = []
    async with one.kept(), two.kept():
        for number in range(200):
            (one if number % 2 else two).finished(request(number))
            if number % 20 == 0:
                await asyncio.sleep(0.02)
            after = seen[-1] if seen else 0
            entries = await reading.read_page(journal.admin, LIFE, EVERYTHING, after=after, limit=1000)
            seen += [each.seq for each in entries]
        await written(journal, 200)
    entries = await reading.read_page(journal.admin, LIFE, EVERYTHING, after=seen[-1] if seen else 0, limit=1000)
    seen += [each.seq for each in entries]

    # Whoever follows by number has missed nothing.
    assert len(seen) == len(set(seen)) == 200


async def test_more_than_may_wait_is_shed_and_counted(journal: ControlDatabase) -> None:
    await kept(journal, [request(number) for number in range(keeping.MOST_WAITING + 7)])

    assert await reading.count(journal.admin, LIFE, EVERYTHING) == keeping.MOST_WAITING
    assert await reading.shed(journal.admin, LIFE) == 7


async def test_without_the_database_nothing_waits_and_what_is_shed_is_counted_afterwards(
    journal: ControlDatabase,
) -> None:
    keeper = Keeper(journal.url)
    async with keeper.kept():
        keeper._beside._url = journal.url.replace("/" + journal.name, "/gone")
        keeper.finished(request(1))
        async with asyncio.timeout(PATIENCE_S):
            while not keeper._shed:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.02)
        keeper._beside._url = journal.url
        keeper.finished(request(2))
        await written(journal, 1)

    assert await reading.shed(journal.admin, LIFE) == 1


async def test_an_idle_keeper_holds_no_connection(journal: ControlDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_IDLE_S", 0.1)
    keeper = Keeper(journal.url)
    async with keeper.kept():
        keeper.finished(request())
        await written(journal, 1)
        async with asyncio.timeout(PATIENCE_S):
            while keeper._beside._writing is not None:  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.02)
        assert keeper._beside._connection is None


async def test_the_text_of_a_refused_proof_is_kept_without_its_claims_about_anybody(journal: ControlDatabase) -> None:
    body = b'{"presence_proof": "eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJcdTVjNzFcdTc1MzAifQ.AAAA"}'
    await kept(journal, [request(code="signature-invalid", status=422, refused_body=body)])

    (entry,) = await reading.read_page(journal.admin, LIFE, EVERYTHING, limit=10)
    assert entry.proof is not None
    assert entry.proof.payload == {"aud": "(redacted)"}
