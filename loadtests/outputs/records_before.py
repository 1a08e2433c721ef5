"""How many records the system under test kept before a run, by its newest checkpoint: what it costs hangs on that."""

import httpx

from loadtests.receptions.target import Target
from onshi.connecting import open_http

PATH = "/eligibility/v1/checkpoints"
_TIMEOUT_S = 5.0


def records_before(target: Target) -> int | None:
    """Return how many records are sealed; None where that cannot be read. Who seals nothing has none."""
    try:
        with open_http(base_url=target.base_url, timeout=_TIMEOUT_S, verify=target.tls_context()) as http:
            answer = http.get(PATH, params={"limit": 1}, headers=target.all_headers()).raise_for_status()
        newest = answer.json()["items"]
        return int(newest[0]["total_count"]) if newest else 0
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        return None
