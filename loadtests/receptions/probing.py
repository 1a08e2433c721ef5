"""A look before a run: is there an onshi, does it serve the world of these data, and what time is it there?"""

import resource
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from loadtests.could_not_start import CouldNotStart
from loadtests.receptions.cases import code_of, complaint
from loadtests.receptions.data import Client, LoadData
from loadtests.receptions.misses import CODE as TOO_MANY_MISSES
from loadtests.receptions.target import Target
from onshi.connecting import open_http
from shared.clock import ShiftedClock, day_in_japan

_TIMEOUT_S = 10.0
_MOST_DESKS = 5
"""So many institutions are tried until one may ask by numbers: others may have used up what misses they have."""
_OTHER_FILES = 100
"""What a run has open beside its connections, and something to spare."""
_PORTS = Path("/proc/sys/net/ipv4/ip_local_port_range")


def look(target: Target, data: LoadData) -> ShiftedClock:
    """Ask about the first patient and return the world's clock. Raises CouldNotStart."""
    base_url, case = target.base_url, data.identifiers[0]
    try:
        with open_http(base_url=base_url, timeout=_TIMEOUT_S, verify=target.tls_context()) as http:
            http.headers.update(target.headers)
            for client in data.clients[:_MOST_DESKS]:
                headers = {"Authorization": f"Bearer {_token(http, client, target)}"}
                challenge = _document(http.post("/eligibility/v1/challenges", headers=headers))
                clock = ShiftedClock(datetime.fromisoformat(challenge["issued_at"]) - ShiftedClock().now())
                body = {"insured": case.insured, "purpose": client.purpose}
                answer = http.post("/eligibility/v1/checks", headers=headers, json=body)
                document = _document(answer)
                if code_of(document) != TOO_MANY_MISSES:
                    break
            else:
                wait = answer.headers.get("Retry-After", "60")
                raise CouldNotStart(f"nobody there may ask by numbers, for too many misses before: wait {wait} s")
            wrong = complaint(case.expected, answer.status_code, document)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CouldNotStart(f"{base_url} does not answer ({type(error).__name__})") from None
    except (ValueError, KeyError, TypeError):
        raise CouldNotStart(f"{base_url} is no onshi: what it answers is neither token nor nonce") from None
    if (today := str(day_in_japan(clock.now()))) != data.day:
        raise CouldNotStart(f"{data.folder} says what is answered on {data.day}, and in the world it is {today}")
    if wrong:
        raise CouldNotStart(f"{base_url} serves another world than that of {data.folder} (its first patient: {wrong})")
    return clock


def need_room(connections: int, port_range: Path = _PORTS) -> None:
    """Raise CouldNotStart where this machine does not give a process files and ports for so many connections.

    ``port_range`` holds the first and the last port that connections get.
    """
    files, needed = resource.getrlimit(resource.RLIMIT_NOFILE)[0], connections + _OTHER_FILES
    if files < needed:
        raise CouldNotStart(
            f"{connections} receptions under way need {needed} files and a process has {files} (ulimit -n)"
        )
    if port_range.exists():
        first, last = map(int, port_range.read_text().split())
        if (ports := last - first + 1) < connections:
            raise CouldNotStart(f"{connections} receptions under way need as many ports and there are {ports}")


def _token(http: httpx.Client, client: Client, target: Target) -> str:
    answer = http.post(
        target.token_url,
        data={"grant_type": "client_credentials"},
        auth=(client.client_id, client.client_secret),
    )
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise CouldNotStart(
            f"{target.base_url} serves another world than that of these data: it does not know their clients"
        )
    return str(_document(answer)["access_token"])


def _document(answer: httpx.Response) -> Mapping[str, Any]:
    document: Mapping[str, Any] = answer.json()
    return document
