"""Worlds of one's own over HTTP, with two workers: made, reset, kept, restored, removed, and nothing seen elsewhere."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from onshi.simulator import RunningSimulator
from onshi.testing import sandbox_in
from tests.flows.people import card_of, clinic_of, credential, persona
from tests.flows.program import WITHIN_S, Simulator, copied_world, environment, simulator_in
from tests.worlds import PLAIN

HTTP = httpx.Client(verify=PLAIN, timeout=WITHIN_S)
PROBLEM = "urn:onshi:problem:"
TIMES = 6
"""Often enough that both workers have answered."""


@pytest.fixture(scope="module", autouse=True)
def http_closed() -> Iterator[None]:
    yield
    HTTP.close()


@pytest.fixture(scope="module")
def simulator(stopped_world: Path) -> Iterator[Simulator]:
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        yield started


def make(simulator: Simulator, **asked: Any) -> dict[str, Any]:
    answer = HTTP.post(f"{simulator.control_url}/sandboxes", json=asked)
    assert answer.status_code in (201, 202), answer.text
    return dict(answer.json())


def act(simulator: Simulator, method: str, path: str, **more: Any) -> httpx.Response:
    return HTTP.request(method, f"{simulator.control_url}/sandboxes/{path}", **more)


def done(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, answer.text
    return dict(answer.json()) if answer.content else {}


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["type"]).removeprefix(PROBLEM)


def headers_in(world: dict[str, Any], client_id: str = "clinic") -> dict[str, str]:
    client = credential(world["control_url"], client_id)
    answer = HTTP.post(
        f"{world['base_url']}/registry/v1/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(client["client_id"], client["client_secret"]),
        timeout=WITHIN_S,
    )
    return {"Authorization": f"Bearer {done(answer)['access_token']}"}


def asked(world: dict[str, Any], headers: dict[str, str], who: str = "employee-with-limit") -> httpx.Response:
    body = {"insured": persona(world["control_url"], who)["insured"], "purpose": "CARE_VISIT"}
    return HTTP.post(f"{world['base_url']}/eligibility/v1/checks", json=body, headers=headers)


def checks_in(world: dict[str, Any], headers: dict[str, str]) -> list[str]:
    listed = HTTP.get(f"{world['base_url']}/eligibility/v1/checks", headers=headers)
    return [each["check_id"] for each in done(listed)["items"]]


def test_a_sandbox_is_as_the_world_was_seeded_and_nothing_of_it_is_seen_elsewhere(simulator: Simulator) -> None:
    one, other = make(simulator, name="one"), make(simulator)
    default = {"base_url": simulator.base_url, "control_url": simulator.control_url}
    headers, others, outside = headers_in(one), headers_in(other), headers_in(default)

    for _ in range(TIMES):
        assert done(asked(one, headers))["validity"] == "valid"

    assert one["base_url"] == f"{simulator.base_url}/~one"
    assert len(checks_in(one, headers)) == TIMES
    assert checks_in(other, others) == []
    assert {refusal(asked(other, headers)) for _ in range(TIMES)} == {(403, "world-mismatch")}
    assert refusal(asked(default, headers)) == (403, "world-mismatch")
    assert refusal(asked(one, outside)) == (403, "world-mismatch")
    assert not set(checks_in(one, headers)) & set(checks_in(default, outside))


def test_the_recipe_for_any_test_runs_and_leaves_no_sandbox(simulator: Simulator) -> None:
    recipes = Path(__file__).resolve().parents[2] / "docs" / "recipes.md"
    (listing,) = re.findall(r"^```sh\n(.*?)^```$", recipes.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    before = HTTP.get(f"{simulator.control_url}/sandboxes").json()["items"]

    ran = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", listing],
        env=environment({"ONSHI_CONTROL_URL": simulator.control_url}),
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout
    assert HTTP.get(f"{simulator.control_url}/sandboxes").json()["items"] == before


def test_a_card_of_a_sandbox_signs_there_and_its_nonces_count_nowhere_else(simulator: Simulator) -> None:
    one, other = make(simulator), make(simulator)
    with (
        clinic_of(one["base_url"], one["control_url"]) as clinic,
        card_of(one["base_url"], persona(one["control_url"], "employee-with-limit")) as card,
    ):
        assert clinic.check_card(card, purpose="CARE_VISIT").is_valid
    challenge = HTTP.post(f"{one['base_url']}/eligibility/v1/challenges", headers=headers_in(one))
    signed = persona(other["control_url"], "employee-with-limit")
    proof = HTTP.post(
        f"{other['base_url']}/jpki/v1/cards/{signed['card']['card_id']}/presence-proofs",
        json={
            "pin": "1234",
            "nonce": done(challenge)["nonce"],
            "institution": credential(other["control_url"], "clinic")["institution_code"],
            "purpose": "CARE_VISIT",
        },
    )
    elsewhere = HTTP.post(
        f"{other['base_url']}/eligibility/v1/checks",
        json={"presence_proof": done(proof)["presence_proof"]},
        headers=headers_in(other),
    )
    assert refusal(elsewhere) == (403, "world-mismatch")


def test_a_reset_ends_all_that_was_given_out_on_every_worker(simulator: Simulator) -> None:
    world = make(simulator)
    before = headers_in(world)
    done(asked(world, before))

    again = done(act(simulator, "POST", f"{world['name']}/reset"))

    assert (again["generation"], world["generation"]) == (2, 1)
    assert {refusal(asked(world, before)) for _ in range(TIMES)} == {(403, "world-mismatch")}
    after = headers_in(world)
    assert checks_in(world, after) == []
    assert {done(asked(world, after))["validity"] for _ in range(TIMES)} == {"valid"}


def test_a_restore_brings_back_data_patients_and_clock(simulator: Simulator) -> None:
    world = make(simulator)
    controls, headers = world["control_url"], headers_in(world)
    patient = {"id": "mine", "name": "試験　花子", "birthdate": "1985-04-01", "sex": "female"}
    done(HTTP.post(f"{controls}/patients", json=patient))
    kept = done(asked(world, headers))["check_id"]
    frozen = done(HTTP.put(f"{controls}/clock", json={"mode": "frozen"}))["now"]

    taken = done(act(simulator, "PUT", f"{world['name']}/snapshots/first"))
    done(HTTP.put(f"{controls}/clock", json={"advance": "P1M", "mode": "running"}))
    done(HTTP.post(f"{controls}/patients", json=patient | {"id": "later"}))
    restored = done(act(simulator, "POST", f"{world['name']}/restore", json={"snapshot": "first"}))

    assert (taken["taken_at"], restored["snapshots"]) == (frozen, ["first"])
    assert done(HTTP.get(f"{controls}/clock"))["now"] == frozen
    assert HTTP.get(f"{controls}/personas/mine").status_code == 200
    assert HTTP.get(f"{controls}/personas/later").status_code == 404
    assert checks_in(world, headers_in(world)) == [kept]
    copy = make(simulator, **{"from": f"{world['name']}/first"})
    assert checks_in(copy, headers_in(copy)) == [kept]
    assert HTTP.get(f"{copy['control_url']}/personas/mine").status_code == 200


def test_another_day_is_made_in_seconds_once_and_then_at_once(simulator: Simulator) -> None:
    first = make(simulator, date="2026-07-31", name="july")
    assert (first["state"], first["generation"]) == ("making", None)
    assert refusal(act(simulator, "POST", "july/reset")) == (409, "sandbox-not-ready")
    deadline = time.monotonic() + WITHIN_S
    while (seen := done(act(simulator, "GET", "july")))["state"] == "making":
        assert time.monotonic() < deadline
        time.sleep(0.2)

    again = make(simulator, date="2026-07-31")

    assert (seen["state"], again["state"], again["started_from"]) == ("ready", "ready", "2026-07-31")
    for world in (seen, again):
        assert done(asked(world, headers_in(world)))["as_of"] == "2026-07-31"
        assert done(HTTP.get(f"{world['control_url']}/personas"))["today"] == "2026-07-31"


def test_an_empty_one_has_nobody_but_the_operator(simulator: Simulator) -> None:
    world = make(simulator, **{"from": "empty"})
    assert [each["client_id"] for each in world["credentials"]] == ["operator"]
    assert done(HTTP.get(f"{world['control_url']}/personas"))["items"] == []
    listed = HTTP.get(f"{world['base_url']}/registry/v1/institutions", headers=headers_in(world, "operator"))
    assert done(listed)["items"] == []


def test_what_cannot_be_made_or_changed_is_refused(simulator: Simulator) -> None:
    make(simulator, name="taken")
    url = f"{simulator.control_url}/sandboxes"
    for wrong in (
        {"name": "default"},
        {"name": "Upper"},
        {"name": "../x"},
        {"name": "a" * 41},
        {"from": "nowhere"},
        {"from": "empty", "seed": 2},
        {"from": "taken/first", "date": "2026-11-20"},
        {"date": "1999-12-31"},
        {"seed": -1},
        {"unknown": 1},
    ):
        assert refusal(HTTP.post(url, json=wrong)) == (422, "request-invalid"), wrong
    assert refusal(HTTP.post(url, json={"name": "taken"})) == (409, "already-exists")
    assert refusal(HTTP.post(url, json={"from": "taken/gone"})) == (404, "resource-not-found")
    assert refusal(act(simulator, "POST", "taken/restore", json={"snapshot": "gone"})) == (404, "resource-not-found")
    assert refusal(act(simulator, "DELETE", "nobody")) == (404, "resource-not-found")
    for path, method in (("default/reset", "POST"), ("default", "DELETE"), ("default/snapshots/a", "PUT")):
        assert refusal(act(simulator, method, path)) == (409, "world-not-a-sandbox")


def test_a_removed_one_is_unknown_and_its_name_begins_another_generation(simulator: Simulator) -> None:
    world = make(simulator, name="again")
    before = headers_in(world)
    done(act(simulator, "PUT", "again/snapshots/first"))

    done(act(simulator, "DELETE", "again"))

    assert refusal(asked({**world, "control_url": simulator.control_url}, before)) == (404, "world-unknown")
    assert HTTP.get(f"{world['control_url']}/clock").status_code == 404
    later = make(simulator, name="again")
    assert (later["generation"], later["snapshots"]) == (2, [])
    assert refusal(asked(later, before)) == (403, "world-mismatch")


def test_sandboxes_are_there_after_a_restart_but_not_more_than_may_be(stopped_world: Path) -> None:
    with copied_world(stopped_world) as folder:
        with simulator_in(folder, "--workers", "1") as first:
            world = make(first, name="kept")
            check = done(asked(world, headers_in(world)))["check_id"]
            done(act(first, "PUT", "kept/snapshots/first"))
        more = {"ONSHI_SANDBOX_LIMIT": "1"}
        with simulator_in(folder, "--workers", "1", more=more) as second:
            (found,) = done(HTTP.get(f"{second.control_url}/sandboxes"))["items"]
            assert (found["name"], found["snapshots"]) == ("kept", ["first"])
            assert check in checks_in(found, headers_in(found))
            assert done(asked(found, headers_in(found)))["validity"] == "valid"
            answer = HTTP.post(f"{second.control_url}/sandboxes", json={})
            assert refusal(answer) == (409, "too-many-sandboxes")
            done(act(second, "POST", "kept/restore", json={"snapshot": "first"}))
            assert checks_in(found, headers_in(found)) == [check]


def test_a_program_of_tests_has_a_world_for_each_and_leaves_none(simulator: Simulator) -> None:
    running = RunningSimulator(simulator.base_url, simulator.control_url)
    with sandbox_in(running) as world:
        world.take_snapshot("first")
        world.make_patient(id="mine", name="試験　花子", birthdate="1985-04-01", sex="female")
        assert "mine" in world.personas()
        assert (world.restore("first"), "mine" in world.personas()) == (2, False)
        assert world.reset() == 3
    with sandbox_in(running, origin="empty") as empty, sandbox_in(running) as other:
        assert empty.personas() == {}
        assert "employee-with-limit" in other.personas()
    left = {each["name"] for each in done(HTTP.get(f"{simulator.control_url}/sandboxes"))["items"]}
    assert not left & {world.name, empty.name, other.name}


def test_what_nobody_uses_is_removed(stopped_world: Path) -> None:
    more = {"ONSHI_SANDBOX_IDLE_S": "1", "ONSHI_WORLD_IDLE_S": "0.2"}
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "1", more=more) as simulator:
        make(simulator, name="idle")
        deadline = time.monotonic() + WITHIN_S
        while json.loads(HTTP.get(f"{simulator.control_url}/sandboxes").content)["items"]:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert HTTP.get(f"{simulator.base_url}/~idle/readyz").status_code == 404
