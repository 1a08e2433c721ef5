"""Sandboxes while processes are killed and come anew: nothing half stays, and a late worker is of the present life."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from shared.db.embedded import ADMINISTRATOR
from shared.db.urls import for_asyncpg, with_database
from shared.settings import Settings
from simulator.worlds.folder_database import CONTROL_DATABASE, url_in_folder
from tests.flows.people import credential, persona
from tests.flows.program import WITHIN_S, Simulator, children_of, copied_world, simulator_in
from tests.worlds import PLAIN

PATIENCE_S = 120.0
TIMES = 8
"""Often enough that both workers have answered."""
UNNAMED = """
SELECT datname FROM pg_database WHERE datname LIKE 'onshi_sim\\_%' AND datname NOT IN (SELECT name FROM sim.databases)
"""
UNUSED = """
SELECT name FROM sim.databases WHERE name NOT IN (
    SELECT database_name FROM sim.worlds WHERE database_name IS NOT NULL
    UNION SELECT database_name FROM sim.templates UNION SELECT database_name FROM sim.snapshots)
"""


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    """Two workers, whose processes are killed."""
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


def act(simulator: Simulator, method: str, path: str = "", **more: Any) -> httpx.Response:
    """Ask the controls, which may just be started again."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            url = f"{simulator.control_url}/sandboxes{path}"
            return httpx.request(method, url, verify=PLAIN, timeout=WITHIN_S, **more)
        except httpx.TransportError:
            assert time.monotonic() < deadline, "no controls"
            time.sleep(0.05)


def killed(simulator: Simulator, words: str) -> None:
    os.kill(children_of(simulator.process.pid, words)[0], signal.SIGKILL)


def token(world: dict[str, Any]) -> str:
    client = credential(world["control_url"], "clinic")
    answer = httpx.post(
        f"{world['base_url']}/registry/v1/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client["client_id"], client["client_secret"]),
        verify=PLAIN,
        timeout=WITHIN_S,
    )
    return str(answer.raise_for_status().json()["access_token"])


def checked(world: dict[str, Any], bearer: str, insured: dict[str, Any]) -> str:
    """Check over a connection of its own: the validity, or the refusal's name."""
    answer = httpx.post(
        f"{world['base_url']}/eligibility/v1/checks",
        json={"insured": insured, "purpose": "CARE_VISIT"},
        headers={"Authorization": f"Bearer {bearer}"},
        verify=PLAIN,
        timeout=WITHIN_S,
    )
    members = answer.json()
    return str(members["validity"] if answer.is_success else members["type"].removeprefix("urn:onshi:problem:"))


def in_control(simulator: Simulator, statement: str) -> list[str]:
    async def read() -> list[str]:
        url = url_in_folder(Settings.model_construct(), simulator.folder, ADMINISTRATOR)
        connection = await asyncpg.connect(for_asyncpg(with_database(url, CONTROL_DATABASE)))
        try:
            return [row[0] for row in await connection.fetch(statement)]
        finally:
            await connection.close()

    return asyncio.run(read())


@pytest.mark.parametrize("change", ["reset", "restore"])
def test_a_worker_that_starts_meanwhile_serves_the_new_life_and_no_other(simulator: Simulator, change: str) -> None:
    world = act(simulator, "POST", json={"name": change}).raise_for_status().json()
    insured = persona(simulator.control_url, "employee-with-limit")["insured"]
    act(simulator, "PUT", f"/{change}/snapshots/first").raise_for_status()
    before = token(world)
    assert checked(world, before, insured) == "valid"
    killed(simulator, "worker together")
    body = {"snapshot": "first"} if change == "restore" else None
    changed = act(simulator, "POST", f"/{change}/{change}", json=body)
    assert changed.status_code == 200, changed.text
    deadline = time.monotonic() + PATIENCE_S
    while len(children_of(simulator.process.pid, "worker together")) < 2:
        assert time.monotonic() < deadline, "it was not started again"
        time.sleep(0.05)
    after = token(world)

    assert changed.json()["generation"] == world["generation"] + 1
    for _ in range(TIMES):
        assert checked(world, before, insured) == "world-mismatch"
        assert checked(world, after, insured) == "valid"
    act(simulator, "DELETE", f"/{change}").raise_for_status()


def test_a_create_whose_controls_are_killed_leaves_nothing_and_the_name_is_free(simulator: Simulator) -> None:
    files = {each.name for each in simulator.folder.iterdir()}
    # Nobody has asked for this day yet: it takes seconds.
    asked = {"name": "half", "date": "2026-06-15"}
    assert act(simulator, "POST", json=asked).json()["state"] == "making"
    killed(simulator, "worker controls")
    found = [each["name"] for each in act(simulator, "GET").json()["items"]]

    assert found == []
    again = act(simulator, "POST", json={"name": "half"})
    assert (again.status_code, again.json()["state"]) == (201, "ready"), again.text
    insured = persona(simulator.control_url, "employee-with-limit")["insured"]
    assert checked(again.json(), token(again.json()), insured) == "valid"
    act(simulator, "DELETE", "/half").raise_for_status()
    assert {each.name for each in simulator.folder.iterdir()} == files
    _nothing_is_left(simulator)


@pytest.mark.parametrize("after_s", [0.02, 0.06, 0.15])
def test_a_create_broken_off_at_any_moment_is_made_or_is_not(simulator: Simulator, after_s: float) -> None:
    name = f"at-{int(after_s * 1000)}"
    answers: list[int] = []

    def create() -> None:
        try:
            url = f"{simulator.control_url}/sandboxes"
            answers.append(httpx.post(url, json={"name": name}, verify=PLAIN, timeout=WITHIN_S).status_code)
        except httpx.TransportError:
            answers.append(0)

    act(simulator, "GET")
    asking = threading.Thread(target=create)
    asking.start()
    # The moment at which it is broken off is what the test is about.
    time.sleep(after_s)
    killed(simulator, "worker controls")
    asking.join()
    found = {each["name"]: each["state"] for each in act(simulator, "GET").json()["items"]}
    again = act(simulator, "POST", json={"name": name})

    assert answers[0] in (0, 201)
    assert found in ({}, {name: "ready"})
    assert again.status_code == (409 if found else 201), again.text
    insured = persona(simulator.control_url, "employee-with-limit")["insured"]
    world = act(simulator, "GET", f"/{name}").json()
    assert checked(world, token(world), insured) == "valid"
    act(simulator, "DELETE", f"/{name}").raise_for_status()
    _nothing_is_left(simulator)


def test_what_one_worker_of_two_uses_is_not_idle(stopped_world: Path) -> None:
    more = {"ONSHI_SANDBOX_IDLE_S": "6", "ONSHI_WORLD_IDLE_S": "3"}
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2", more=more) as started:
        used, idle = (act(started, "POST", json={"name": name}).json() for name in ("used", "idle"))
        insured, bearer = persona(started.control_url, "employee-with-limit")["insured"], token(used)
        # A connection that is kept is one worker's: the other never opens the world again.
        with httpx.Client(verify=PLAIN, timeout=WITHIN_S, headers={"Authorization": f"Bearer {bearer}"}) as one:
            deadline = time.monotonic() + PATIENCE_S
            while "idle" in {each["name"] for each in act(started, "GET").json()["items"]}:
                assert time.monotonic() < deadline, "nothing was swept"
                body = {"insured": insured, "purpose": "CARE_VISIT"}
                assert one.post(f"{used['base_url']}/eligibility/v1/checks", json=body).status_code == 200
                time.sleep(0.2)
        assert [each["name"] for each in act(started, "GET").json()["items"]] == ["used"]
        for _ in range(TIMES):
            answer = httpx.get(f"{idle['base_url']}/readyz", verify=PLAIN, timeout=WITHIN_S)
            assert answer.status_code == 404
        deadline = time.monotonic() + PATIENCE_S
        while act(started, "GET").json()["items"]:
            assert time.monotonic() < deadline, "what is not used any more was not swept"
            time.sleep(0.2)
        _nothing_is_left(started)


def _nothing_is_left(simulator: Simulator) -> None:
    """Dropping goes on behind the answer; two copies are kept ahead of what is made next."""
    deadline = time.monotonic() + PATIENCE_S
    while len(in_control(simulator, UNUSED)) > 2 or in_control(simulator, UNNAMED):
        assert time.monotonic() < deadline, (in_control(simulator, UNUSED), in_control(simulator, UNNAMED))
        time.sleep(0.1)
