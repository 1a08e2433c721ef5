"""Whom a fault rule is about: who there is in the world, and what its persona is known by on the way."""

from dataclasses import dataclass
from uuid import UUID

import httpx
import msgspec

from onshi.connecting import open_http_async
from shared.domain.insured import InvalidIdentifiers, WrittenIdentifiers
from shared.errors import Overloaded
from shared.worlds.fault_plan import insured_key, member_key, person_key
from simulator.controls.patients_made import MadePatients
from simulator.controls.ports import ControlPorts
from simulator.controls.simulation import Simulation
from simulator.faults.issued_card import IssuedCard, read_card
from simulator.faults.judging import Known
from simulator.faults.new_rule import NewFault
from simulator.personas.offered import personas_near
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
            near_persona=self._near(match.persona, persona),
            near_other=self._near(asked.parameters.persona, shown),
        )
        person_id = None if shown is None or shown.holder is None else str(shown.holder.person_id)
        return known, Targets(who, person_id)

    async def _persona(self, world: str, persona_id: str | None) -> Persona | None:
        if persona_id is None:
            return None
        everybody = (*self.ports.personas, *await self.made.all_of(world))
        return next((each for each in everybody if each.id == persona_id), None)

    def _near(self, persona_id: str | None, found: Persona | None) -> list[str]:
        return personas_near(persona_id, self.ports.personas) if persona_id is not None and found is None else []

    async def _card_of(self, world: str, persona: Persona) -> tuple[str, ...]:
        """Return what a persona's card, and the phones made from it, are known by."""
        if persona.card is None:
            return ()
        services = self.simulation.services_of(world)
        try:
            async with open_http_async(verify=services.ca or True) as http:
                cards = [await _read_card(http, services.base_url, persona.card.card_id)]
                cards += [await _read_card(http, services.base_url, phone.card_id) for phone in cards[0].phones]
        except (httpx.HTTPError, msgspec.MsgspecError) as error:
            raise Overloaded from error
        return tuple(key for card in cards for key in card.known_as())


async def _read_card(http: httpx.AsyncClient, base_url: str, card_id: UUID) -> IssuedCard:
    answer = await http.get(f"{base_url}/jpki/v1/cards/{card_id}", headers=dict([OWN]))
    return read_card(answer.raise_for_status().content)


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
