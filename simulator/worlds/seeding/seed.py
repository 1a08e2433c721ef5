"""Filling a fresh world over HTTP, as its operator would: roots, insurers, institutions, clients, personas, cards.

Every call names its own id, so it can be sent again: seeding a seeded world changes nothing.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import date
from typing import Any

import httpx

from onshi.connecting import Verify, open_http_async
from shared.domain.coverage import Insurer
from simulator.patients.people import NOBODY, VendorPatients
from simulator.personas.credentials import EMERGENCY_INSTITUTIONS, INSTITUTIONS, OPERATOR, Credential, SeededInstitution
from simulator.personas.insurers import INSURERS
from simulator.personas.persona import Persona, PersonaCard
from simulator.worlds.people_record import Names, People
from simulator.worlds.seeding import bodies as seed_bodies
from simulator.worlds.seeding.calls import AT_ONCE, CallRefused, Calls, SeedFailed, each

_PIN_TRIES = 3
_WRONG_PIN = frozenset({"pin-wrong", "pin-blocked"})
Progress = Callable[[int, int], None]
"""Is told how many of how many steps are done."""


async def seed_world(
    *,
    registry_url: str,
    jpki_url: str,
    consent_url: str | None = None,
    seed: int,
    reference_date: date,
    vendor_patients: VendorPatients = NOBODY,
    added: People | None = None,
    kept: Collection[Persona] = (),
    operator_secret: str = OPERATOR.client_secret,
    verify: Verify = True,
    progress: Progress = lambda _done, _total: None,
) -> Names:
    """Fill the world that is served at these URLs, with the personas and a vendor's patients.

    Without ``consent_url`` no institution gets the emergency authority. ``added`` are those whom a world that was
    filled before lacks, mostly nobody: whom it would not take is returned; ``kept`` are those whom
    it has. ``verify`` is whom to trust over TLS. Raises SeedFailed.
    """
    people = People.of(seed, reference_date) if added is None else added
    refused = Names()
    try:
        limits = httpx.Limits(max_connections=3 * AT_ONCE)
        async with open_http_async(timeout=httpx.Timeout(30, pool=None), limits=limits, verify=verify) as http:
            jpki, registry = Calls(http, jpki_url), Calls(http, registry_url)
            await registry.log_in(OPERATOR.client_id, operator_secret)
            await _Seeding(
                jpki, registry, people, vendor_patients, progress, refused if added is not None else None
            ).run()
            await _tell_holders(jpki, kept)
            if consent_url is not None and added is None:
                await _give_emergency_authority(registry.beside(consent_url))
    except* SeedFailed as failed:
        message = str(_first_of(failed))
    else:
        return refused
    raise SeedFailed(message)


async def _tell_holders(jpki: Calls, kept: Collection[Persona]) -> None:
    """Let J-LIS know whose the cards are that a program made which did not tell it."""
    for persona in kept:
        if persona.card is not None and persona.holder is not None:
            # A card that the world has otherwise stays as it is.
            with suppress(CallRefused):
                await jpki.post("/v1/cards", seed_bodies.card(persona.card, persona.holder))


async def enrol(people: VendorPatients, *, registry_url: str, jpki_url: str, verify: Verify = True) -> None:
    """Add people, their insurers and their cards to a world that is served.

    An insurer that is there with other content does. Raises SeedFailed, and CallRefused where they are not taken.
    """
    try:
        async with open_http_async(timeout=30, verify=verify) as http:
            jpki, registry = Calls(http, jpki_url), Calls(http, registry_url)
            await registry.log_in(OPERATOR.client_id, OPERATOR.client_secret)
            seeding = _Seeding(jpki, registry, People((), ()), people, lambda _done, _total: None, Names())
            seeding.raises_for_people = True
            await seeding.run()
    except* SeedFailed as failed:
        reason = _first_of(failed)
    else:
        return
    raise reason


def _first_of(failed: BaseExceptionGroup[SeedFailed]) -> SeedFailed:
    reason: BaseException = failed
    while isinstance(reason, BaseExceptionGroup):
        reason = reason.exceptions[0]
    assert isinstance(reason, SeedFailed)  # noqa: S101 - the group is of those
    return reason


async def _give_emergency_authority(consent: Calls) -> None:
    body = seed_bodies.emergency_authority(EMERGENCY_INSTITUTIONS)
    # An opening has no id of the caller's: look first, so that seeding again changes nothing.
    openings = json.loads(await consent.read("/v1/openings"))["items"]
    if not any(each["is_open"] and each["institution_codes"] == body["institution_codes"] for each in openings):
        await consent.post("/v1/openings", body)


class _Seeding:
    """``refused`` gets those whom the world would not take; None: that ends the seeding."""

    def __init__(
        self,
        jpki: Calls,
        registry: Calls,
        people: People,
        vendor_patients: VendorPatients,
        progress: Progress,
        refused: Names | None,
    ) -> None:
        self._jpki, self._registry, self._vendor_patients = jpki, registry, vendor_patients
        self._noted = None if refused is None else refused.personas
        self.raises_for_people = False
        self._client_ids = None if refused is None else refused.clients
        # Insurers and institutions that are there otherwise do for those who need them, or these are refused too.
        self._others: set[str] | None = None if refused is None else set()
        self._people = [
            persona for persona in (*people.personas, *vendor_patients.people) if persona.holder is not None
        ]
        is_anybody = bool(people.personas or people.clients)
        self._insurers = (*(INSURERS if is_anybody else ()), *vendor_patients.insurers)
        self._institutions = INSTITUTIONS if is_anybody else ()
        self._clients = [credential for credential in people.clients if credential is not OPERATOR]
        self._made: dict[str, asyncio.Future[Mapping[str, Any]]] = {}
        self._done, self._progress = 0, progress
        things = (self._insurers, self._institutions, self._clients)
        self._total = 1 + sum(len(each_kind) for each_kind in things) + 3 * len(self._people)

    async def run(self) -> None:
        # Clients and coverages name institutions and insurers, so those come first.
        await self._step(self._trust_roots())
        await each(self._insurers, self._insurer)
        await each(self._institutions, self._institution)
        self._made = {persona.id: asyncio.get_running_loop().create_future() for persona in self._people}
        async with asyncio.TaskGroup() as group:
            # To make a client costs a hash on purpose; meanwhile people are enrolled.
            group.create_task(each(self._clients, self._client))
            # One after the other: serial numbers are given in order, and the same world has the same ones.
            group.create_task(each(self._people, self._card, at_once=1))
            group.create_task(each(self._people, self._person))

    async def _step(self, step: Awaitable[object]) -> None:
        await step
        self._done += 1
        self._progress(self._done, self._total)

    async def _trust_roots(self) -> None:
        # Those for signatures are known too, so that their certificates are told from those of strangers.
        for kind in ("authentication", "signature"):
            roots = await self._jpki.read(f"/ca/{kind}/roots.pem")
            await self._registry.post("/v1/trust-roots", {"certificates_pem": roots})

    async def _insurer(self, insurer: Insurer) -> None:
        line = self._vendor_patients.insurers_lines.get(insurer.number)
        async with _naming_line(line), _noting(insurer.number, self._others if line is None else None):
            await self._step(self._registry.post("/v1/insurers", seed_bodies.insurer(insurer)))

    async def _institution(self, institution: SeededInstitution) -> None:
        async with _noting(institution.code, self._others):
            await self._step(self._registry.post("/v1/institutions", seed_bodies.institution(institution)))

    async def _client(self, credential: Credential) -> None:
        async with _noting(credential.client_id, self._client_ids):
            await self._step(self._registry.post("/v1/clients", seed_bodies.client(credential)))

    async def _card(self, persona: Persona) -> None:
        line = self._vendor_patients.lines.get(persona.id)
        async with _naming_line(line), _noting(persona.id, self._personas(line)):
            await self._step(self._make_card(persona))
        if not self._made[persona.id].done():
            self._made[persona.id].set_result({})

    def _personas(self, line: int | None) -> set[str] | None:
        return self._noted if line is None and not self.raises_for_people else None

    async def _make_card(self, persona: Persona) -> None:
        made: Mapping[str, Any] = {}
        if persona.card is not None and persona.holder is not None:
            made = await self._jpki.post("/v1/cards", seed_bodies.card(persona.card, persona.holder))
        self._made[persona.id].set_result(made)

    async def _person(self, persona: Persona) -> None:
        line = self._vendor_patients.lines.get(persona.id)
        async with _naming_line(line), _noting(persona.id, self._personas(line)):
            await self._step(self._enrol(persona))
            await self._step(self._hand_over(persona, await self._made[persona.id]))

    async def _enrol(self, persona: Persona) -> None:
        assert persona.holder is not None  # noqa: S101 - only those are seeded
        others = [(other.holder, other.memberships) for other in persona.others]
        for holder, memberships in [(persona.holder, persona.memberships), *others]:
            await self._registry.post("/v1/persons", seed_bodies.person(holder))
            for membership in memberships:
                await self._registry.post("/v1/coverages", seed_bodies.coverage(holder.person_id, membership))
                for path, body in seed_bodies.certificates(membership):
                    await self._registry.post(f"/v1/coverages/{membership.coverage_id}/{path}", body)

    async def _hand_over(self, persona: Persona, made: Mapping[str, Any]) -> None:
        card: PersonaCard | None = persona.card
        if card is None or persona.holder is None or not made:
            return
        if card.registered:
            await self._registry.post("/v1/card-registrations", seed_bodies.card_registration(made, persona.holder))
        if card.revoked_for is not None:
            await self._jpki.post(f"/v1/cards/{card.card_id}/revocation", {"reason": card.revoked_for})
        if card.pin_blocked:
            for _ in range(_PIN_TRIES):
                await self._jpki.post(
                    f"/v1/cards/{card.card_id}/presence-proofs", seed_bodies.wrong_pin(card), wrong=_WRONG_PIN
                )


@asynccontextmanager
async def _noting(name: str, refused: set[str] | None) -> AsyncIterator[None]:
    """Note that ``name`` was refused instead of raising; not without a set."""
    try:
        yield
    except CallRefused:
        if refused is None:
            raise
        refused.add(name)


@asynccontextmanager
async def _naming_line(line: int | None) -> AsyncIterator[None]:
    """Name the line of the fixtures file, if it is one of it, in what goes wrong."""
    try:
        yield
    except SeedFailed as failed:
        if line is None:
            raise
        raise SeedFailed(f"fixtures: line {line}（{line}行目）: {failed}") from failed
