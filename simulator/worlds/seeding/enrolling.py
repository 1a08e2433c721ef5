"""Somebody added to a world that is served, by single calls: each tells all that is wrong, in the caller's words."""

from contextlib import suppress
from typing import Any

from onshi.connecting import Verify, open_http_async
from simulator.patients.people import VendorPatients
from simulator.personas.credentials import OPERATOR
from simulator.personas.persona import Persona
from simulator.worlds.seeding import bodies
from simulator.worlds.seeding.calls import CallRefused, Calls
from simulator.worlds.seeding.jlis import make_card, pin_roots, spoil_card


async def enrol(people: VendorPatients, *, registry_url: str, jpki_url: str, verify: Verify = True) -> None:
    """Add people, their insurers and their cards to a world that is served.

    An insurer that is there with other content does. Raises SeedFailed, and CallRefused where they are not taken.
    """
    async with open_http_async(timeout=30, verify=verify) as http:
        jpki, registry = Calls(http, jpki_url), Calls(http, registry_url)
        await registry.log_in(OPERATOR.client_id, OPERATOR.client_secret)
        await pin_roots(jpki, registry)
        for insurer in people.insurers:
            with suppress(CallRefused):
                await registry.post("/v1/insurers", bodies.insurer(insurer))
        for persona in people.people:
            await _register(registry, persona)
            made = await make_card(jpki, persona)
            if persona.card is not None and persona.card.registered and persona.holder is not None:
                registration = {"person_id": str(persona.holder.person_id), **bodies.card_registration(made)}
                await registry.post("/v1/card-registrations", registration)
            await spoil_card(jpki, persona)


async def _register(registry: Calls, persona: Persona) -> None:
    for each in persona.people:
        await registry.post("/v1/persons", bodies.person(each.holder))
        for membership in each.memberships:
            coverage: dict[str, Any] = {"person_id": str(each.holder.person_id), **bodies.coverage(membership)}
            await registry.post("/v1/coverages", coverage)
            for field, certificate in bodies.certificates(membership):
                kind = field.replace("_", "-")
                await registry.post(f"/v1/coverages/{membership.coverage_id}/{kind}", certificate)
