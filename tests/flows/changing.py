"""Changing a world through its controls, patiently."""

import time
from typing import Any

import httpx

from tests.flows.program import WITHIN_S, Simulator


def changed(simulator: Simulator, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
    """Change a world: on a machine that does much else a worker may need more than the two seconds it is given."""
    deadline, is_repeated = time.monotonic() + WITHIN_S, False
    while True:
        answer = httpx.request(method, simulator.control_url + path, json=body, timeout=WITHIN_S)
        # What was to be removed is gone all the same.
        is_gone = is_repeated and method == "DELETE" and answer.status_code == 404
        if answer.status_code != 503 or time.monotonic() > deadline:
            assert answer.is_success or is_gone, answer.text
            return answer
        is_repeated = True
        time.sleep(float(answer.headers["Retry-After"]))
