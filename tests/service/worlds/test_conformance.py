"""Counters in a real control database: exact over two workers, and honest about what was not counted."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.roles import Role
from shared.pki.tokens import Caller
from shared.worlds.journal import FinishedRequest, RawExchange
from simulator.conformance import counter, counting
from simulator.conformance.counter import ConformanceCounter
from simulator.conformance.ledger import Ledger
from simulator.conformance.reading import judged, read_all, read_client, read_clients
from simulator.conformance.tables import prepare_conformance
from tests.service.worlds.process import ControlDatabase

AT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
SECRET = b"of all workers"


@pytest.fixture
async def counters(control: ControlDatabase) -> ControlDatabase:
    await prepare_conformance(control.admin)
    return control


def request(number: int = 1, client: str = "clinic", agent: bytes = b"receipt/1", **more: Any) -> FinishedRequest:
    raw = RawExchange("GET", "/eligibility/v1/checks", b"", [(b"user-agent", agent)], [], [], b"", is_whole=True)
    members: dict[str, Any] = {
        "world": "default",
        "generation": 1,
        "at": AT,
        "ended_at": AT + timedelta(seconds=number),
        "request_id": f"request-{number}",
        "test": None,
        "caller": Caller(client, Role.INSTITUTION, frozenset(), "default", AT),
        "service": "eligibility",
        "operation": "check_follow",
        "face": "rest",
        "status": 200,
        "code": None,
        "check_id": None,
        "person_id": None,
        "record": None,
        "fault": None,
        "milliseconds": 1.0,
        "refused_body": None,
        "raw": raw,
    }
    return FinishedRequest(**{**members, **more})


async def counted(control: ControlDatabase, *told: list[FinishedRequest]) -> None:
    """Have as many workers see the requests as there are lists; then count."""
    for requests in told:
        worker = ConformanceCounter(control.url, SECRET)
        async with worker.counting():
            for each in requests:
                worker.finished(each)
    await counting.count_now(control.admin)


async def clinics(control: ControlDatabase, client: str = "clinic") -> Ledger:
    return await read_client(control.admin, "default", 1, client)


def verdicts(ledger: Ledger) -> dict[str, str]:
    return {rule.id: verdict.value for rule, _, verdict in judged(ledger)}


async def test_what_workers_saw_is_counted_in_the_order_in_which_it_ended(
    counters: ControlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is old enough before everybody has handed on what they saw.
    monkeypatch.setattr(counter, "SETTLED_S", 1e9)
    even, odd = [request(number) for number in (2, 4)], [request(number) for number in (1, 3, 5)]
    await counted(counters, even, odd)
    ledger = await clinics(counters)

    # Five first pages in a row, two of which another worker saw.
    assert ledger.past.requests == 5
    assert ledger.rules["list-goes-on"].broken_by == ["request-5"]
    assert verdicts(ledger)["list-goes-on"] == "broken"


async def test_counters_are_of_one_client_world_and_generation(counters: ControlDatabase) -> None:
    await counted(counters, [request(1), request(2, "hospital", b""), request(3, world="two")])

    assert verdicts(await clinics(counters))["user-agent-sent"] == "kept"
    assert verdicts(await clinics(counters, "hospital"))["user-agent-sent"] == "broken"
    assert await read_clients(counters.admin, "default", 1) == ["clinic", "hospital"]
    assert len(await read_all(counters.admin, "two", 1)) == 1
    await counted(counters, [request(4, generation=2)])
    assert await read_all(counters.admin, "default", 1) == []
    assert len(await read_all(counters.admin, "default", 2)) == 1


async def test_what_is_counted_twice_adds_up(counters: ControlDatabase) -> None:
    await counted(counters, [request(1)])
    await counted(counters, [request(20, agent=b"")], [request(40)])
    ledger = await clinics(counters)

    assert (ledger.rules["user-agent-sent"].kept, ledger.rules["user-agent-sent"].broken) == (2, 1)
    assert ledger.rules["user-agent-sent"].broken_by == ["request-20"]


async def test_where_requests_were_shed_no_rule_is_kept_and_a_broken_one_stays_broken(
    counters: ControlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counter, "MOST_WAITING", 2)
    await counted(counters, [request(1), request(20, agent=b""), request(40), request(60)])
    ledger = await clinics(counters)

    assert ledger.shed == 2
    assert ledger.rules["address-known"].kept == 2
    assert verdicts(ledger)["address-known"] == "not_exercised"
    assert verdicts(ledger)["user-agent-sent"] == "broken"


async def test_more_batches_than_may_wait_are_shed_and_counted(
    counters: ControlDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_BATCHES", 0)
    worker = ConformanceCounter(counters.url, SECRET)
    async with worker.counting():
        worker.finished(request())
        await worker._beside._write_once()
        monkeypatch.setattr(counting, "MOST_BATCHES", 1)
    await counting.count_now(counters.admin)

    assert (await clinics(counters)).shed == 1


async def test_a_database_that_is_away_sheds_what_came_meanwhile(counters: ControlDatabase) -> None:
    worker = ConformanceCounter(counters.url, SECRET)
    async with worker.counting():
        worker._beside._url = counters.url.replace("/" + counters.name, "/gone")
        worker.finished(request(1))
        await worker._beside._write_once()
        worker._beside._url = counters.url
        worker.finished(request(20))
    await counting.count_now(counters.admin)
    ledger = await clinics(counters)

    assert (ledger.past.requests, ledger.shed) == (1, 1)
