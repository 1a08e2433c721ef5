"""What all receptions of a run share: the clients they are, the people who come, and who signs for them."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from loadtests.cases import Case, card_cases, identifier_cases
from loadtests.signers import Signers
from onshi.connecting import open_http

_ROLE = "institution"
_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Client:
    """One clinic's credentials. They are the simulator's development credentials, the same everywhere."""

    client_id: str
    client_secret: str
    institution_code: str


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What the receptions of one run share."""

    clients: Iterator[Client]
    """Without end, each in turn."""
    numbers: Iterator[int]
    """A number for each reception, which seeds what happens there."""
    cards: list[Case]
    identifiers: list[Case]
    signers: Signers


def plan_of_run(base_url: str, controls_url: str) -> RunPlan:
    """Ask the controls who is there and start the signers. Raises httpx.HTTPError."""
    with open_http(base_url=controls_url, timeout=_TIMEOUT_S) as controls:
        credentials = _items(controls, "/credentials")
        personas = _items(controls, "/personas")
    clients = [
        Client(entry["client_id"], entry["client_secret"], entry["institution_code"])
        for entry in credentials
        if entry["role"] == _ROLE
    ]
    return RunPlan(
        clients=itertools.cycle(clients),
        numbers=itertools.count(1),
        cards=card_cases(personas),
        identifiers=identifier_cases(personas),
        signers=Signers(base_url),
    )


def _items(controls: httpx.Client, path: str) -> list[Mapping[str, Any]]:
    answer = controls.get(path)
    answer.raise_for_status()
    items: list[Mapping[str, Any]] = answer.json()["items"]
    return items
