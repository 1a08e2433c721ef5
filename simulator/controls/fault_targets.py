"""Whom a fault rule is about: who there is in the world, and what its persona is known by on the way."""

from dataclasses import dataclass

import httpx
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from onshi.connecting import open_http_async
from shared.domain.insured import InvalidIdentifiers, WrittenIdentifiers
from shared.errors import Overloaded
from shared.worlds.fault_plan import certificate_key, insured_key, member_key, person_key
from simulator.controls.patients_made import MadePatients
from simulator.controls.ports import ControlPorts
from simulator.controls.simulation import Simulation
from simulator.faults.judging import Known
from simulator.faults.new_rule import NewFault
from simulator.personas.persona import Persona
from simulator.worlds.own_calls import OWN


@dataclass(frozen=True, slots=True)
class Targets:
    """Whom one rule is about: what its persona is known by, and whose data is shown in their place."""

    who: tuple[str, ...] = ()
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class FaultTargets:
    """Knows whom rules can be about."""

    simulation: Simulation
    ports: ControlPorts
    made: MadePatients

    async def of(self, world: str, asked: NewFault) -> tuple[Known, Targets]:
        """Return who there is, and whom the rule is about; raises Overloaded."""
        match = asked.match
        clients = {each.client_id: each.institution_code for each in self.ports.clients}
        persona = await self._persona(world, match.persona)
        who = () if persona is None else (*_known_by(persona), *await self._card_of(world, persona))
        shown = await self._persona(world, asked.parameters.persona)
        known = Known(
            clients,
            has_persona=bool(who),
            has_other=shown is not None and shown.holder is not None,
        )
        person_id = None if shown is None or shown.holder is None else str(shown.holder.person_id)
        return known, Targets(who, person_id)

    async def _persona(self, world: str, persona_id: str | None) -> Persona | None:
        if persona_id is None:
            return None
        everybody = (*self.ports.personas, *await self.made.all_of(world))
        return next((each for each in everybody if each.id == persona_id), None)

    async def _card_of(self, world: str, persona: Persona) -> tuple[str, ...]:
        """Return what the certificate of a persona's card is known by."""
        if persona.card is None:
            return ()
        services = self.simulation.services_of(world)
        url = f"{services.base_url}/jpki/v1/cards/{persona.card.card_id}/certificate"
        try:
            async with open_http_async(verify=services.ca or True) as http:
                answer = (await http.get(url, headers=dict([OWN]))).raise_for_status()
        except httpx.HTTPError as error:
            raise Overloaded from error
        return (certificate_key(x509.load_pem_x509_certificate(answer.content).public_bytes(Encoding.DER)),)


def _known_by(persona: Persona) -> list[str]:
    found = []
    if persona.insured is not None:
        found.append(persona.insured)
    if (holder := persona.holder) is not None:
        found += [
            WrittenIdentifiers(each.insurer.number, each.symbol, each.number, each.branch, holder.birthdate)
            for each in persona.memberships
        ]
    people = [] if persona.holder is None else [person_key(persona.holder.person_id)]
    return list(dict.fromkeys([*people, *(key for each in found for key in _insured_key(each))]))


def _insured_key(written: WrittenIdentifiers) -> list[str]:
    try:
        named = written.folded()
    except InvalidIdentifiers:
        return []
    return [insured_key(named), member_key(named)]
