"""A world of one's own in a simulator that runs: it is asked as the simulator itself is, under its own addresses.

with simulator.sandbox() as world:
    Clinic(world.base_url, "clinic", "clinic-development-secret")
    world.take_snapshot("before")
    world.restore("before")
"""

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from onshi.connecting import open_http
from onshi.exchange import Call, Steps, run
from onshi.problems import raise_for_problem
from onshi.simulator import RunningSimulator

_MAKING_WITHIN_S = 300.0
_LOOK_EVERY_S = 0.2
_ANSWER_WITHIN_S = 60.0


class SandboxFailed(Exception):
    """The sandbox could not be made; the simulator's log says why."""


@dataclass(frozen=True, slots=True)
class Sandbox(RunningSimulator):
    """One that is ready; ``control_url`` has its personas, its clock and its patients."""

    name: str = ""
    sandboxes_url: str = ""

    def reset(self) -> int:
        """Set it back to how it began; return the new generation. Tokens and clients of before are of no use."""
        return int(self._act("POST", "/reset")["generation"])

    def take_snapshot(self, name: str) -> None:
        """Keep it as it stands, instead of an earlier snapshot of this name."""
        self._act("PUT", f"/snapshots/{name}")

    def restore(self, name: str) -> int:
        """Bring a snapshot back with its clock; return the new generation."""
        return int(self._act("POST", "/restore", json={"snapshot": name})["generation"])

    def remove(self) -> None:
        """Remove it; it is unknown from now on."""
        self._act("DELETE", "")

    def _act(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        return _called(self, Call(method, f"{self.sandboxes_url}/{self.name}{path}", **more))


@contextlib.contextmanager
def sandbox_in(simulator: RunningSimulator, **asked: Any) -> Iterator[Sandbox]:
    """Make a sandbox, wait until it is ready, and remove it at the end.

    ``asked`` is the body of ``POST /sandboxes``: ``name``, ``date``, ``seed``, and ``origin`` for its `from`.
    Raises OnshiProblem, SandboxFailed.
    """
    if "origin" in asked:
        asked["from"] = asked.pop("origin")
    url = f"{simulator.control_url}/sandboxes"
    made = _called(simulator, Call("POST", url, json=asked))
    deadline = time.monotonic() + _MAKING_WITHIN_S
    while made["state"] == "making" and time.monotonic() < deadline:
        # Another date or seed is made for the first time, in seconds.
        time.sleep(_LOOK_EVERY_S)
        made = _called(simulator, Call("GET", f"{url}/{made['name']}"))
    world = Sandbox(
        made["base_url"], made["control_url"], simulator.ca_file, simulator.client_certificates, made["name"], url
    )
    try:
        if made["state"] != "ready":
            raise SandboxFailed(f"the sandbox {made['name']} is {made['state']}")
        yield world
    finally:
        world.remove()


def _called(simulator: RunningSimulator, call: Call) -> dict[str, Any]:
    with open_http(verify=simulator.verify, timeout=_ANSWER_WITHIN_S) as http:
        response = run(_steps(call), http)
    raise_for_problem(response)
    return dict(response.json()) if response.content else {}


def _steps(call: Call) -> Steps[httpx.Response]:
    response: httpx.Response = yield call
    return response
