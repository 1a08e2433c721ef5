"""Which persons may be registered, and who may change what of them. Pure.

The commands read the facts, ask here, and write: services/registry/persons/commands.py.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from services.registry.outcome import Registered
from services.registry.person_records.rules.recorded_persons import RecordedPerson
from shared.domain.coverage import PersonRecord
from shared.errors import (
    AlreadyExists,
    RequestInvalid,
    ResourceNotFound,
    RoleNotAllowed,
    ServiceError,
    Violation,
)

Outcome = Registered[RecordedPerson] | ServiceError
"""What came of a registration: the person, or why it was refused."""


def decide_registrations(
    records: Sequence[PersonRecord],
    histories: Mapping[UUID, Sequence[RecordedPerson]],
    today: date,
    make: Callable[[PersonRecord], RecordedPerson],
) -> list[Outcome]:
    """Return for each record who is on record, who is to be recorded (``make`` gives them a version), or why not.

    ``histories`` has every version of those of these persons who are on record already, the open one last.
    """
    known = dict(histories)
    decided: list[Outcome] = []
    for record in records:
        person_id = UUID(record.person_id)
        try:
            registered = decide_registration(record, known.get(person_id, ()), today, make)
        except ServiceError as refusal:
            decided.append(refusal)
            continue
        if registered.is_new:
            known[person_id] = [registered.thing]
        decided.append(registered)
    return decided


def decide_registration(
    record: PersonRecord,
    history: Sequence[RecordedPerson],
    today: date,
    make: Callable[[PersonRecord], RecordedPerson],
) -> Registered[RecordedPerson]:
    """Return who is on record under this id, ``history`` being every version, or who is to be recorded.

    Raises RequestInvalid (not born yet), AlreadyExists (the id never had this content).
    """
    refuse_unborn(record.birthdate, today)
    if not history:
        return Registered(make(record), is_new=True)
    if record not in [version.record for version in history]:
        raise AlreadyExists
    return Registered(history[-1], is_new=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an insurer is to a person."""

    is_known: bool
    """It registered them, or insures or has insured them."""
    is_member: bool
    """They are insured there today, or nowhere else and were registered by it."""
    is_insured_elsewhere: bool
    """Another insurer insures them, or has."""


def changed_record(person: PersonRecord, changes: Mapping[str, Any], standing: Standing | None) -> PersonRecord:
    """Return the person with the named fields changed; no standing: an operator, who may change all of anybody.

    Raises ResourceNotFound (whom the insurer does not know), RoleNotAllowed (not its member, or others insure whose
    birth date or sex would change).
    """
    record = replace(person, **changes)
    if standing is None:
        return record
    if not standing.is_known:
        raise ResourceNotFound
    if not standing.is_member:
        raise RoleNotAllowed(
            detail="An insurer may do this for its own members only.",
            detail_ja="自らの加入者についてのみ実行できます。",
        )
    if standing.is_insured_elsewhere and (record.birthdate, record.sex) != (person.birthdate, person.sex):
        raise RoleNotAllowed(
            detail="Others insure this person too: birth date and sex are corrected by the operator.",
            detail_ja="他の保険者の加入者でもあるため、生年月日・性別の訂正は運用者に依頼してください。",
        )
    return record


def refuse_unborn(birthdate: date, today: date) -> None:
    """Raise RequestInvalid for a birth date after today."""
    if birthdate > today:
        raise RequestInvalid(
            [Violation("/birthdate", "in-the-future", "Must not lie after today.", "将来の日付は指定できません。")]
        )


def refuse_birth_after_cover(birthdate: date, first_acquired_on: date | None) -> None:
    """Raise RequestInvalid for a birth date after the first day on which any cover of the person begins."""
    if first_acquired_on is not None and first_acquired_on < birthdate:
        raise RequestInvalid(
            [
                Violation(
                    "/birthdate",
                    "after-acquisition",
                    "Lies after a day on which cover of this person began; correct that coverage first.",
                    "資格取得年月日より後の生年月日です。先に資格を訂正してください。",
                )
            ]
        )
