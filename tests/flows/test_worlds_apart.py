"""What one world writes no other reads: acts that hypothesis draws in three worlds of one simulator."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.db.embedded import ADMINISTRATOR
from shared.db.urls import for_asyncpg, with_database
from shared.settings import Settings
from simulator.worlds.folder_database import url_in_folder as url_in
from tests.flows.people import credential, persona
from tests.flows.program import WITHIN_S, Simulator, copied_world, simulator_in
from tests.worlds import PLAIN

HTTP = httpx.Client(verify=PLAIN, timeout=WITHIN_S)
WHO = "employee-with-limit"
ACTS = ("check", "check under a key", "bulk", "number", "patient", "fault", "reset")
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("one", "other", "default")
SOMEBODY_ELSES = "9" * 40
LISTED_WITHIN_S = 20.0
_TABLES = """
SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""
_numbers = count(1)


@pytest.fixture(scope="module", autouse=True)
def http_closed() -> Iterator[None]:
    yield
    HTTP.close()


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


@dataclass
class Visited:
    """One world, and what was written in it since it began, by the list that shows it."""

    simulator: Simulator
    name: str
    base_url: str
    control_url: str
    written: dict[str, set[str]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """The check of each Idempotency-Key."""
    headers: dict[str, str] = field(default_factory=dict)

    def begin(self) -> None:
        """Get a token of this life; nothing is written in it yet."""
        client = credential(self.control_url, "clinic")
        token = HTTP.post(
            f"{self.base_url}/registry/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client["client_id"], client["client_secret"]),
        ).raise_for_status()
        self.headers = {"Authorization": f"Bearer {token.json()['access_token']}"}
        self.written, self.keys = (
            {each: set() for each in ("checks", "receptions", "numbers", "patients", "faults")},
            {},
        )

    def send(self, method: str, path: str, *, body: Any = None, key: str | None = None) -> Any:
        url = f"{self.base_url}/eligibility/v1/{path}"
        named = {} if key is None else {"Idempotency-Key": key}
        answer = HTTP.request(method, url, json=body, headers={**self.headers, **named})
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = HTTP.request(method, f"{self.control_url}/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def check(self, key: str | None = None) -> str:
        body = {"insured": persona(self.control_url, WHO)["insured"], "purpose": "CARE_VISIT"}
        check_id = str(self.send("POST", "checks", body=body, key=key)["check_id"])
        self.written["checks"].add(check_id)
        return check_id

    def act(self, act: str) -> None:
        number = next(_numbers)
        if act == "check":
            self.check()
        elif act == "check under a key":
            # The same key in every world: it counts in its own alone.
            check_id = self.check(key="one-key")
            assert self.keys.setdefault("one-key", check_id) == check_id
        elif act == "bulk":
            item = {"item_reference": "pt", "insured": persona(self.control_url, WHO)["insured"]}
            self.written["receptions"].add(self.send("POST", "bulk-checks", body={"items": [item]})["reception_number"])
        elif act == "number":
            body = {"reference_number": f"P-{number}", "check_id": self.check()}
            self.send("PUT", "reference-numbers", body=body)
            # A patient has one at an institution: the last.
            self.written["numbers"] = {f"P-{number}"}
        elif act == "patient":
            body = {"id": f"p-{number}", "name": "試験　花子", "birthdate": "1985-04-01", "sex": "female"}
            self.control("POST", "patients", body)
            self.written["patients"].add(f"p-{number}")
        elif act == "fault":
            rule: dict[str, Any] = {
                "kind": "status",
                "parameters": {"status": 500},
                "match": {"test": f"t-{number}"},
                "note": f"n-{number}",
            }
            self.control("POST", "faults", rule)
            self.written["faults"].add(f"n-{number}")
        elif act == "reset" and self.name != "default":
            HTTP.post(f"{self.simulator.control_url}/sandboxes/{self.name}/reset").raise_for_status()
            self.begin()

    def read(self) -> dict[str, set[str]]:
        """Everything that the world's lists show; what bulk checks found stands in no list of checks."""
        checks, receptions = self.send("GET", "checks")["items"], self.send("GET", "bulk-checks")["items"]
        numbers = self.send("GET", "reference-numbers")["items"]
        patients, faults = self.control("GET", "personas")["items"], self.control("GET", "faults")["items"]
        return {
            "checks": {each["check_id"] for each in checks},
            "receptions": {each["reception_number"] for each in receptions},
            "numbers": {each["reference_number"] for each in numbers},
            "patients": {each["id"] for each in patients},
            "faults": {each["note"] for each in faults},
        }

    def journal(self) -> set[str]:
        """The checks that its journal tells of."""
        items = self.control("GET", "journal?limit=500")["items"]
        return {each["check_id"] for each in items if each["check_id"] is not None}


@pytest.fixture(scope="module")
def worlds(simulator: Simulator) -> dict[str, Visited]:
    found = {"default": Visited(simulator, "default", simulator.base_url, simulator.control_url)}
    for name in ("one", "other"):
        made = HTTP.post(f"{simulator.control_url}/sandboxes", json={"name": name}).raise_for_status().json()
        found[name] = Visited(simulator, name, made["base_url"], made["control_url"])
    for world in found.values():
        world.begin()
    return found


@pytest.fixture
def untouched(simulator: Simulator) -> str:
    """A world that nobody uses."""
    return str(HTTP.post(f"{simulator.control_url}/sandboxes", json={}).raise_for_status().json()["name"])


@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ACTS)), min_size=2, max_size=6))
def test_no_list_of_a_world_shows_what_was_written_in_another(
    worlds: dict[str, Visited], acts: list[tuple[str, str]]
) -> None:
    for name, act in acts:
        worlds[name].act(act)

    # A list of checks waits for what was begun before its newest: on a busy machine for a moment.
    deadline = time.monotonic() + LISTED_WITHIN_S
    while not all(world.written["checks"] <= world.read()["checks"] for world in worlds.values()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    shown = {name: world.read() for name, world in worlds.items()}
    told = {name: world.journal() for name, world in worlds.items()}

    for name, world in worlds.items():
        for written, ids in world.written.items():
            assert ids <= shown[name][written], (name, written)
            for other in set(worlds) - {name}:
                assert not ids & shown[other][written], (name, other, written)
        for other in set(worlds) - {name}:
            assert not world.written["checks"] & told[other], (name, other)


async def rows_of(simulator: Simulator, database: str) -> dict[str, str]:
    """A digest of all rows of each table."""
    admin = url_in(Settings.model_construct(), simulator.folder, ADMINISTRATOR)
    connection = await asyncpg.connect(for_asyncpg(with_database(admin, database)))
    try:
        digest = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
        tables = [row["name"] for row in await connection.fetch(_TABLES)]
        return {table: await connection.fetchval(digest.format(table)) for table in tables}
    finally:
        await connection.close()


async def database_of(simulator: Simulator, world: str) -> str:
    admin = url_in(Settings.model_construct(), simulator.folder, ADMINISTRATOR)
    connection = await asyncpg.connect(for_asyncpg(with_database(admin, "onshi_sim")))
    try:
        return str(await connection.fetchval("SELECT database_name FROM sim.worlds WHERE name = $1", world))
    finally:
        await connection.close()


async def test_no_table_of_a_world_changes_by_what_is_written_in_another(
    simulator: Simulator, worlds: dict[str, Visited], untouched: str
) -> None:
    database = await database_of(simulator, untouched)
    before = await rows_of(simulator, database)

    for act in ACTS:
        worlds["one"].act(act)
        worlds["default"].act(act)

    assert len(before) > 50
    assert await rows_of(simulator, database) == before


def lists_with_cursors() -> list[tuple[str, str, bool]]:
    """Each list of the services that has cursors: its path, its parameter, and whether it asks for a token."""
    document = json.loads((ROOT / "docs" / "openapi" / "onshi.json").read_text())
    return [
        (path, parameter["name"], bool(operations["get"].get("security")))
        for path, operations in document["paths"].items()
        for parameter in operations.get("get", {}).get("parameters", [])
        if parameter["name"] in ("cursor", "after")
    ]


def test_a_token_of_an_earlier_life_is_refused_before_any_cursor_is_read(worlds: dict[str, Visited]) -> None:
    world = worlds["one"]
    before = dict(world.headers)
    world.act("reset")
    lists = lists_with_cursors()
    closed = [(path, name) for path, name, asks in lists if asks]
    # What is public shows nothing of anybody: sequences of seals.
    assert {path for path, _, asks in lists if not asks} == {
        "/eligibility/v1/checkpoints",
        "/eligibility/v1/retention-marks",
    }
    assert len(closed) >= 14
    for path, name in closed:
        url = f"{world.base_url}{path.replace('{reception_number}', 'r-1')}"
        for cursor in ("MQ", "no cursor", SOMEBODY_ELSES):
            answer = HTTP.get(url, params={name: cursor}, headers=before)
            assert (answer.status_code, answer.json()["type"]) == (403, "urn:onshi:problem:world-mismatch"), url
