"""Trying an odd proof from the console: over HTTP, with a card of its own, as a clinic's program would meet it."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import uuid4

import httpx

from onshi.connecting import open_http_async
from services.jpki.odd.shape import OddProof
from simulator.controls.simulation import Services
from simulator.pages.tried import Tried
from simulator.personas.credentials import Credential

_WITHIN_S = 20.0
_AT_ONCE = 4
_KEPT = 200
"""What came of it is kept until it is read, after the redirection; the oldest goes first."""
_PREFIX = "urn:onshi:problem:"
_PIN = "1234"


@dataclass(slots=True)
class Trying:
    """The odd proofs that one world's console tried, and what came of the latest."""

    at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))
    _kept: OrderedDict[str, Tried] = field(default_factory=OrderedDict, repr=False)

    async def attempt(self, odd: OddProof, client: Credential, services: Services) -> Tried:
        """Have a fresh card make the proof, check with it as ``client``, and keep what came of it."""
        async with self.at_once:
            tried = await _tried(odd, client, services)
        self._kept[tried.id] = tried
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return tried

    def find(self, tried_id: str) -> Tried | None:
        """Return what came of it; None when it is no longer kept."""
        return self._kept.get(tried_id)


async def _tried(odd: OddProof, client: Credential, services: Services) -> Tried:
    tried_id, began = uuid4().hex, time.perf_counter()
    try:
        answer = await _check(odd, client, services)
    except (httpx.HTTPError, KeyError, ValueError) as error:
        return Tried(tried_id, odd, _ms_since(began), lost=type(error).__name__)
    return Tried(
        tried_id,
        odd,
        _ms_since(began),
        answer.status_code,
        None if answer.status_code == HTTPStatus.OK else str(answer.json().get("type", "")).removeprefix(_PREFIX),
        answer.headers.get("X-Request-Id"),
    )


async def _check(odd: OddProof, client: Credential, services: Services) -> httpx.Response:
    """Return the answer to a check with the odd proof; raises HTTPError where it does not come to that."""
    folder, code = services.client_certificates, client.institution_code
    certificate = None if folder is None or code is None else folder / f"{code}.pem"
    async with open_http_async(
        base_url=services.base_url, timeout=_WITHIN_S, verify=services.ca or True, certificate=certificate
    ) as http:
        token = await _posted(
            http,
            "/registry/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client.client_id, client.client_secret),
        )
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        # A card of its own: nobody else's next signature becomes the odd one.
        card = await _posted(http, "/jpki/v1/cards", json={"birthdate": "1985-04-12", "pin": _PIN})
        of_card = f"/jpki/v1/cards/{card['card_id']}"
        await _posted(http, f"{of_card}/tricks", json={"trick": odd.id})
        challenge = await _posted(http, "/eligibility/v1/challenges", headers=headers)
        asked = {"pin": _PIN, "nonce": challenge["nonce"], "institution": code, "purpose": "CARE_VISIT"}
        signed = await _posted(http, f"{of_card}/presence-proofs", json=asked)
        body = {"presence_proof": signed["presence_proof"]}
        return await http.post("/eligibility/v1/checks", json=body, headers=headers)


async def _posted(http: httpx.AsyncClient, path: str, **request: object) -> dict[str, str]:
    answer = await http.post(path, **request)  # type: ignore[arg-type]
    answer.raise_for_status()
    read: dict[str, str] = answer.json()
    return read


def _ms_since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
