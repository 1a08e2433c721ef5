"""Filling a fresh world over HTTP, as its operator would: roots, insurers, institutions, clients, personas, cards.

Every call names its own id, so it can be sent again: seeding a seeded world changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import httpx

from services.program import seed_bodies
from services.program.fixtures.people import NOBODY, Brought
from shared.problem import TYPE_PREFIX
from shared.sim.personas.cast import personas
from shared.sim.personas.credentials import CREDENTIALS, INSTITUTIONS, OPERATOR
from shared.sim.personas.insurers import INSURERS
from shared.sim.personas.persona import Persona, PersonaCard

_AT_ONCE = 8
_TRIES, _PAUSE_S = 6, 0.5
_BUSY = 503
_PIN_TRIES = 3
_WRONG_PIN = frozenset({"pin-wrong", "pin-blocked"})
Progress = Callable[[int, int], None]
"""Is told how many of how many steps are done."""


class SeedFailed(Exception):
    """A call was refused; the message names it and the refusal."""


class _Steps:
    def __init__(self, total: int, progress: Progress) -> None:
        self._done, self._total, self._progress = 0, total, progress

    async def all(self, steps: Iterable[Awaitable[object]]) -> None:
        """Take ``steps`` at once."""
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(self._one(step))

    async def _one(self, step: Awaitable[object]) -> None:
        await step
        self._done += 1
        self._progress(self._done, self._total)


async def seed_world(
    *,
    registry_url: str,
    jpki_url: str,
    seed: int,
    reference_date: date,
    brought: Brought = NOBODY,
    operator_secret: str = OPERATOR.client_secret,
    progress: Progress = lambda _done, _total: None,
) -> None:
    """Fill the world that is served at these URLs, with the personas and those who were brought along.

    Raises SeedFailed.
    """
    cast = (*personas(seed, reference_date), *brought.people)
    insurers = (*INSURERS, *brought.insurers)
    people = [persona for persona in cast if persona.holder is not None]
    clients = [credential for credential in CREDENTIALS if credential is not OPERATOR]
    steps = _Steps(1 + len(insurers) + len(INSTITUTIONS) + len(clients) + 3 * len(people), progress)
    try:
        limits = httpx.Limits(max_connections=_AT_ONCE)
        async with httpx.AsyncClient(timeout=httpx.Timeout(30, pool=None), limits=limits) as http:
            jpki, registry = _Api(http, jpki_url), _Api(http, registry_url)
            await registry.log_in(OPERATOR.client_id, operator_secret)
            # Clients and coverages name institutions and insurers, so those come first.
            await steps.all(
                [
                    _trust_roots(jpki, registry),
                    *(registry.post("/v1/insurers", seed_bodies.insurer(insurer)) for insurer in insurers),
                    *(registry.post("/v1/institutions", seed_bodies.institution(each)) for each in INSTITUTIONS),
                ]
            )
            async with asyncio.TaskGroup() as group:
                # To make a client costs a hash on purpose; meanwhile people are enrolled.
                group.create_task(steps.all(registry.post("/v1/clients", seed_bodies.client(each)) for each in clients))
                enrolled = group.create_task(_with_people(steps, jpki, registry, people))
            made = enrolled.result()
            # Nobody else needs what follows, but it needs both the person and the card.
            await steps.all(_hand_over(jpki, registry, persona, made[persona.id]) for persona in people)
    except* SeedFailed as failed:
        reason: BaseException = failed
        while isinstance(reason, BaseExceptionGroup):
            reason = reason.exceptions[0]
        message = str(reason)
    else:
        return
    raise SeedFailed(message)


async def _trust_roots(jpki: "_Api", registry: "_Api") -> None:
    roots = await jpki.read("/ca/authentication/roots.pem")
    await registry.post("/v1/trust-roots", {"certificates_pem": roots})


async def _with_people(
    steps: _Steps, jpki: "_Api", registry: "_Api", people: Sequence[Persona]
) -> dict[str, dict[str, Any]]:
    """Enrol everybody and make their cards; return each persona's card as jpki shows it, empty without one."""
    made: dict[str, dict[str, Any]] = {}

    async def make_card(persona: Persona) -> None:
        if persona.card is None or persona.holder is None:
            made[persona.id] = {}
        else:
            made[persona.id] = await jpki.post("/v1/cards", seed_bodies.card(persona.card, persona.holder))

    async def make_cards() -> None:
        # One after the other: serial numbers are given in order, and the same world has the same ones.
        for persona in people:
            await steps.all([make_card(persona)])

    async with asyncio.TaskGroup() as group:
        group.create_task(make_cards())
        group.create_task(steps.all(_enrol(registry, persona) for persona in people))
    return made


async def _enrol(registry: "_Api", persona: Persona) -> None:
    assert persona.holder is not None  # noqa: S101 - only those are seeded
    for holder, memberships in [
        (persona.holder, persona.memberships),
        *((other.holder, other.memberships) for other in persona.others),
    ]:
        await registry.post("/v1/persons", seed_bodies.person(holder))
        for membership in memberships:
            await registry.post("/v1/coverages", seed_bodies.coverage(holder.person_id, membership))
            for path, body in seed_bodies.certificates(membership):
                await registry.post(f"/v1/coverages/{membership.coverage_id}/{path}", body)


async def _hand_over(jpki: "_Api", registry: "_Api", persona: Persona, made: Mapping[str, Any]) -> None:
    card: PersonaCard | None = persona.card
    if card is None or persona.holder is None:
        return
    if card.registered:
        await registry.post("/v1/card-registrations", seed_bodies.card_registration(made, persona.holder))
    if card.revoked_for is not None:
        await jpki.post(f"/v1/cards/{card.card_id}/revocation", {"reason": card.revoked_for})
    if card.pin_blocked:
        await _block_pin(jpki, card)


async def _block_pin(jpki: "_Api", card: PersonaCard) -> None:
    for _ in range(_PIN_TRIES):
        await jpki.post(f"/v1/cards/{card.card_id}/presence-proofs", seed_bodies.wrong_pin(card), wrong=_WRONG_PIN)


class _Api:
    """One service, called with the operator's token once there is one."""

    def __init__(self, http: httpx.AsyncClient, url: str) -> None:
        self._http = http
        self._url = url.rstrip("/")
        self._headers: dict[str, str] = {}

    async def log_in(self, client_id: str, client_secret: str) -> None:
        answer = await self._call(
            "POST",
            "/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(client_id, client_secret),
        )
        self._headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}

    async def read(self, path: str) -> str:
        return (await self._call("GET", path)).text

    async def post(self, path: str, body: Mapping[str, Any], wrong: Collection[str] = ()) -> dict[str, Any]:
        """Send ``body``; a refusal whose code is among ``wrong`` is what was wanted."""
        members: dict[str, Any] = (await self._call("POST", path, wrong, json=body)).json()
        return members

    async def _call(self, method: str, path: str, wrong: Collection[str] = (), **more: Any) -> httpx.Response:
        for attempt in range(1, _TRIES + 1):
            try:
                answer = await self._http.request(method, self._url + path, headers=self._headers, **more)
            except httpx.TransportError as error:
                if attempt == _TRIES:
                    raise SeedFailed(f"{method} {self._url}{path}: {type(error).__name__}") from error
            else:
                if answer.is_success or _code_of(answer).removeprefix(TYPE_PREFIX) in wrong:
                    return answer
                if answer.status_code != _BUSY or attempt == _TRIES:
                    raise SeedFailed(f"{method} {self._url}{path}: {answer.status_code} {_code_of(answer)}")
            await asyncio.sleep(_PAUSE_S)
        raise AssertionError("unreachable: the last try returns or raises")


def _code_of(answer: httpx.Response) -> str:
    # Codes and pointers only: nothing of a body belongs in a message.
    try:
        document = answer.json()
        pointers = " ".join(f"{entry['pointer']} {entry['code']}" for entry in document.get("errors", []))
        return f"{document.get('type') or document.get('error')} {pointers}".strip()
    except (ValueError, KeyError, TypeError, AttributeError):
        return "without a problem document"
