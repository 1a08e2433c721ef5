"""Making a patient: everything that is wrong is told at once, and nothing is made then."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shared.domain.coverage import Insurer
from shared.errors import AlreadyExists, Overloaded, RequestInvalid, ServiceError, Violation
from simulator.controls.choosing import insurer_of, own_violations, persona_of, row_of
from simulator.controls.new_patient import NewPatient
from simulator.controls.patients_made import MadePatient, MadePatients
from simulator.controls.ports import ControlPorts
from simulator.controls.simulation import Simulation
from simulator.patients.people import VendorPatients
from simulator.patients.world_rules import Objection, against, against_the_law
from simulator.personas.casting import Casting
from simulator.personas.insurers import KYOKAI
from simulator.personas.persona import Persona
from simulator.worlds.seeding.calls import CallRefused, SeedFailed
from simulator.worlds.seeding.enrolling import enrol

_OF_COVERAGE = ("symbol", "number", "branch", "relationship", "acquired_on", "lost_on", "loss_reason", "share_percent")
_POINTERS: Mapping[str, str] = {
    **{name: f"/{name}" for name in ("id", "name", "name_kana", "birthdate", "sex", "postal_code", "address")},
    **{name: f"/coverage/{name}" for name in _OF_COVERAGE},
    "insurer_number": "/insurer/number",
    "limit_category": "/limit_certificate/category",
    "category": "/limit_certificate/category",
    "kind": "/limit_certificate/kind",
    "valid_from": "/limit_certificate/valid_from",
    "valid_to": "/limit_certificate/valid_to",
    "pin": "/card/pin",
    "carrier": "/card/carrier",
}
"""Where in the request stands what the registry's bodies and a file's columns call so."""
_CHOSEN_BY: Mapping[str, str] = {
    "/insurer/number": "/birthdate",
    "/coverage/acquired_on": "/birthdate",
    "/coverage/share_percent": "/birthdate",
    "/coverage/loss_reason": "/coverage/lost_on",
    "/limit_certificate/kind": "/limit_certificate/category",
    "/limit_certificate/valid_from": "/limit_certificate/category",
    "/limit_certificate/valid_to": "/limit_certificate/category",
}
"""What was named, for what was left out and chosen from it."""


@dataclass(slots=True)
class Making:
    """What makes patients: one at a time, so that no two get the same number."""

    simulation: Simulation
    made: MadePatients
    ports: ControlPorts
    turn: asyncio.Lock

    async def make(self, world: str, asked: NewPatient) -> tuple[Persona, bool]:
        """Return the patient, and whether they are new.

        Raises RequestInvalid, AlreadyExists, ConflictingPeriod, ControlsAlone, Overloaded, DatabaseUnavailable.
        """
        async with self.turn:
            made = await self.made.all_of(world)
            cast = (*self.ports.personas, *made)
            patient_id = asked.id or _next_id(cast, len(made) + 1)
            if (before := await self.made.find(world, patient_id)) is not None:
                if before.digest != asked.digest():
                    raise AlreadyExists
                return before.persona, False
            casting = Casting(self.ports.seed, await self.simulation.today_in(world))
            persona, insurer = _possible(asked, patient_id, casting, cast)
            await self._enrol(world, asked, persona, insurer)
            await self.made.keep(world, MadePatient(persona, asked.digest()))
        return persona, True

    async def _enrol(self, world: str, asked: NewPatient, persona: Persona, insurer: Insurer) -> None:
        services = self.simulation.services_of(world)
        try:
            await enrol(
                VendorPatients(people=(persona,), insurers=(insurer,)),
                registry_url=f"{services.base_url}/registry",
                jpki_url=f"{services.base_url}/jpki",
                verify=services.ca or True,
            )
        except CallRefused as refused:
            if refused.refusal is None:
                raise
            raise _of_request(asked, refused.refusal) from refused
        except SeedFailed as busy:
            raise Overloaded from busy


def _next_id(cast: Sequence[Persona], number: int) -> str:
    taken = {persona.id for persona in cast}
    while f"patient-{number}" in taken:
        number += 1
    return f"patient-{number}"


def _possible(asked: NewPatient, patient_id: str, casting: Casting, cast: Sequence[Persona]) -> tuple[Persona, Insurer]:
    insurer = insurer_of(asked, casting.today)
    found = [insurer] if isinstance(insurer, Violation) else []
    # Where no insurer can be told, the rest is judged all the same.
    chosen = KYOKAI if isinstance(insurer, Violation) else insurer
    row = row_of(asked, patient_id, chosen, casting)
    persona = persona_of(asked, row, casting)
    contradictions = [_of_what_was_sent(asked, each) for each in own_violations(asked, row)]
    found += contradictions
    if not contradictions:
        objections = against([row], cast, casting.today)
        if not isinstance(insurer, Violation):
            objections += against_the_law([persona], {persona.id: 0}, cast, casting.today)
        found += [_of_what_was_sent(asked, _violation(each)) for each in objections]
    if found:
        raise RequestInvalid(list(dict.fromkeys(found)))
    return persona, chosen


def _violation(objection: Objection) -> Violation:
    pointer = _POINTERS.get(objection.column or "", "")
    return Violation(pointer, "not-possible", objection.message, objection.message_ja)


def _of_request(asked: NewPatient, refusal: ServiceError) -> ServiceError:
    """Return what the registry refused, as it is to be told of the request."""
    return type(refusal)([_of_what_was_sent(asked, _moved(each)) for each in refusal.violations])


def _moved(violation: Violation) -> Violation:
    return replace(violation, pointer=_POINTERS.get(violation.pointer.rpartition("/")[2], ""))


def _of_what_was_sent(asked: NewPatient, violation: Violation) -> Violation:
    """Return it with a pointer to what the caller sent: to what was left out it would tell them nothing."""
    sent = asked.model_dump(exclude_unset=True)
    pointer = violation.pointer
    while pointer and not _is_sent(sent, pointer):
        pointer = _CHOSEN_BY.get(pointer) or pointer.rpartition("/")[0]
    return replace(violation, pointer=pointer)


def _is_sent(sent: Mapping[str, Any], pointer: str) -> bool:
    *folders, name = pointer.removeprefix("/").split("/")
    place: Any = sent
    for folder in folders:
        place = place.get(folder) if isinstance(place, Mapping) else None
    return isinstance(place, Mapping) and name in place
