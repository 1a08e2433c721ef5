"""Filling a fresh world over HTTP, as its operator would: roots, insurers, institutions, clients, personas, cards.

Everybody has an id that follows from the seed, so all can be sent again: seeding a seeded world changes nothing.
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
from simulator.personas.persona import Persona
from simulator.worlds.people_record import Names, People
from simulator.worlds.seeding import bodies
from simulator.worlds.seeding.calls import AT_ONCE, CallRefused, Calls, SeedFailed, each
from simulator.worlds.seeding.importing import import_lines
from simulator.worlds.seeding.jlis import make_card, pin_roots, spoil_card

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
                await jpki.post("/v1/cards", bodies.card(persona.card, persona.holder))


def _first_of(failed: BaseExceptionGroup[SeedFailed]) -> SeedFailed:
    reason: BaseException = failed
    while isinstance(reason, BaseExceptionGroup):
        reason = reason.exceptions[0]
    assert isinstance(reason, SeedFailed)  # noqa: S101 - the group is of those
    return reason


async def _give_emergency_authority(consent: Calls) -> None:
    body = bodies.emergency_authority(EMERGENCY_INSTITUTIONS)
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
        self._made: dict[str, Mapping[str, Any]] = {}
        self._done, self._progress = 0, progress
        things = (self._insurers, self._institutions, self._clients, self._people)
        self._total = 1 + sum(map(len, things)) + sum(len(persona.people) for persona in self._people)

    async def run(self) -> None:
        # Clients and coverages name institutions and insurers, so those come first.
        await self._step(pin_roots(self._jpki, self._registry))
        await each(self._insurers, self._insurer)
        await each(self._institutions, self._institution)
        async with asyncio.TaskGroup() as group:
            group.create_task(each(self._clients, self._client))
            group.create_task(self._bring_people())

    async def _step(self, step: Awaitable[object]) -> None:
        await step
        self._count(1)

    def _count(self, steps: int) -> None:
        self._done += steps
        self._progress(self._done, self._total)

    async def _insurer(self, insurer: Insurer) -> None:
        line = self._vendor_patients.insurers_lines.get(insurer.number)
        async with _naming_line(line), _noting(insurer.number, self._others if line is None else None):
            await self._step(self._registry.post("/v1/insurers", bodies.insurer(insurer)))

    async def _institution(self, institution: SeededInstitution) -> None:
        async with _noting(institution.code, self._others):
            await self._step(self._registry.post("/v1/institutions", bodies.institution(institution)))

    async def _client(self, credential: Credential) -> None:
        async with _noting(credential.client_id, self._client_ids):
            await self._step(self._registry.post("/v1/clients", bodies.client(credential)))

    async def _bring_people(self) -> None:
        # One after the other: serial numbers are given in order, and the same world has the same ones.
        await each(self._people, self._card, at_once=1)
        lines = [
            (persona, line) for persona in self._people for line in bodies.lines(persona, self._made.get(persona.id))
        ]
        rejected = {} if not lines else await import_lines(self._registry, [line for _, line in lines], self._count)
        for place, reason in rejected.items():
            async with self._noting_of(lines[place][0]):
                raise CallRefused(reason, None)
        for persona in self._people:
            if persona.id in self._made:
                async with self._noting_of(persona):
                    await spoil_card(self._jpki, persona)

    async def _card(self, persona: Persona) -> None:
        async with self._noting_of(persona):
            if persona.card is not None:
                self._made[persona.id] = await make_card(self._jpki, persona)
            self._count(1)

    @asynccontextmanager
    async def _noting_of(self, persona: Persona) -> AsyncIterator[None]:
        line = self._vendor_patients.lines.get(persona.id)
        async with _naming_line(line), _noting(persona.id, self._noted if line is None else None):
            yield


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
