"""What all receptions of a run share: who comes, the desks, who signs, and what time it is in the world."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx

from loadtests.data import Case, Client, LoadData
from loadtests.desks import Desk
from loadtests.signers import Signers
from onshi.connecting import open_http
from shared.clock import ShiftedClock

_TIMEOUT_S = 10.0


class CouldNotStart(Exception):
    """Nothing can be measured; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What the receptions of one run share."""

    data: LoadData
    desks: dict[str, Desk]
    """By client_id."""
    numbers: Iterator[int]
    """A number for each reception, which seeds what happens there."""
    signers: Signers
    clock: ShiftedClock
    """The world's, as it was at the start."""

    def sign(self, case: Case, nonce: str) -> str:
        """Return the proof of a patient with a card; raises SigningFailed."""
        client, iat = case.client, int(self.clock.now().timestamp())
        return self.signers.sign(case.card_at or 0, nonce, client.institution_code, client.purpose, iat)


def plan_of_run(base_url: str, data: LoadData) -> RunPlan:
    """Learn what time it is in the world and start the signers. Raises CouldNotStart."""
    clock = ShiftedClock(_ahead(base_url, data.clients[0]))
    desks = {client.client_id: Desk(client) for client in data.clients}
    return RunPlan(data, desks, itertools.count(1), Signers(data.cards_file), clock)


def _ahead(base_url: str, client: Client) -> timedelta:
    try:
        with open_http(base_url=base_url, timeout=_TIMEOUT_S) as http:
            token = http.post(
                "/registry/v1/oauth/token",
                data={"grant_type": "client_credentials"},
                auth=(client.client_id, client.client_secret),
            )
            if token.status_code == httpx.codes.UNAUTHORIZED:
                raise CouldNotStart(f"{base_url} does not know the clients of this data: it serves another world")
            headers = {"Authorization": f"Bearer {token.raise_for_status().json()['access_token']}"}
            challenge = http.post("/eligibility/v1/challenges", headers=headers).raise_for_status().json()
            return datetime.fromisoformat(challenge["issued_at"]) - ShiftedClock().now()
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CouldNotStart(f"{base_url} does not answer as onshi does ({type(error).__name__})") from None
    except (ValueError, KeyError, TypeError):
        raise CouldNotStart(f"{base_url} is no onshi: it gives neither token nor nonce") from None
