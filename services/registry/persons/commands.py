"""Registering persons (加入者), and what changes of them: name, address, flags."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.commands.reservations import settle_reservations
from services.registry.outcome import Registered
from services.registry.person_records.commands.publication import publish_all, publish_person
from services.registry.person_records.rules.insured_turning_75 import insures_family
from services.registry.person_records.store.coverages import lock_identifiers, read_coverages
from services.registry.person_records.store.families import read_family_members
from services.registry.person_records.store.persons import (
    RecordedPerson,
    first_acquisition,
    is_insured_elsewhere,
    is_known_to_insurer,
    is_member_of,
    read_person,
    read_person_history,
    write_person,
)
from services.registry.recording import Author, claim, lock_all
from services.registry.tables import persons
from shared.clock import day_in_japan
from shared.domain.coverage import PersonRecord
from shared.errors import AlreadyExists, RequestInvalid, ResourceNotFound, RoleNotAllowed, Violation
from shared.web.entity_tags import NamedVersions
from shared.web.versions import must_match


async def register_person(author: Author, record: PersonRecord) -> Registered[RecordedPerson]:
    """Register a person under the id in ``record``, or find them.

    Who was registered so once, and has changed since, is found as they are now. Raises AlreadyExists when the id
    never had this content, RequestInvalid when they are not born yet.
    """
    person_id = UUID(record.person_id)
    _born_by_today(author, record.birthdate)
    async with author.world.database.transaction() as connection:
        claimed = await claim(connection, persons, person_id, author)
        if claimed.is_new:
            person = await write_person(connection, record, claimed.recording)
            await publish_person(connection, person_id, claimed.recording)
        else:
            history = await read_person_history(connection, person_id)
            if record not in [version.record for version in history]:
                raise AlreadyExists
            person = history[-1]
    # A caller whose answer was lost sends it again, and this too.
    await settle_reservations(author, person.record)
    return Registered(person, is_new=claimed.is_new)


async def change_person(
    author: Author,
    person_id: UUID,
    changes: Mapping[str, Any],
    insurer_number: str | None,
    if_match: NamedVersions | None = None,
) -> RecordedPerson:
    """Change the named fields of a person; without a difference nothing happens.

    ``insurer_number`` is the insurer that does so, for its own members only; None is an operator, who stands for the
    municipality too: birth date and sex of whom others insure as well are theirs to correct.

    Raises ResourceNotFound (also of whom the insurer does not know), RoleNotAllowed, RequestInvalid (a birth date in
    the future, or after an acquisition), VersionMismatch.
    """
    async with author.world.database.transaction() as connection:
        family = await _lock_family(connection, person_id) if "birthdate" in changes else []
        recording = await lock_all(connection, persons, [person_id, *family], author)
        person = await read_person(connection, person_id)
        if recording is None or person is None:
            raise ResourceNotFound
        record = replace(person.record, **changes)
        if insurer_number is not None:
            await _members_only(connection, author, person_id, insurer_number)
            if (record.birthdate, record.sex) != (person.record.birthdate, person.record.sex):
                await _nobody_elses(connection, person_id, insurer_number)
        if record != person.record:
            must_match(if_match, person.version_id)
            if record.birthdate != person.record.birthdate:
                _born_by_today(author, record.birthdate)
                await _born_before_insured(connection, person_id, record.birthdate)
            is_born_otherwise = record.birthdate != person.record.birthdate
            person = await write_person(connection, record, recording)
            await publish_all(connection, [person_id, *family] if is_born_otherwise else [person_id], recording)
    await settle_reservations(author, person.record)
    return person


async def _lock_family(connection: AsyncConnection, person_id: UUID) -> list[UUID]:
    """Return who is covered through this person, so that nobody joins them; their limits hang on the birth date."""
    held = await read_coverages(connection, person_id)
    families = [each.family for each in held if each.ever_was and insures_family(each.coverage)]
    await lock_identifiers(connection, families)
    return await read_family_members(connection, families)


async def _members_only(connection: AsyncConnection, author: Author, person_id: UUID, insurer_number: str) -> None:
    if not await is_known_to_insurer(connection, person_id, insurer_number, author.client_id):
        raise ResourceNotFound
    today = day_in_japan(author.world.clock.now())
    if not await is_member_of(connection, person_id, insurer_number, author.client_id, today):
        raise RoleNotAllowed(
            detail="An insurer may do this for its own members only.",
            detail_ja="自らの加入者についてのみ実行できます。",
        )


async def _nobody_elses(connection: AsyncConnection, person_id: UUID, insurer_number: str) -> None:
    if await is_insured_elsewhere(connection, person_id, insurer_number):
        raise RoleNotAllowed(
            detail="Others insure this person too: birth date and sex are corrected by the operator.",
            detail_ja="他の保険者の加入者でもあるため、生年月日・性別の訂正は運用者に依頼してください。",
        )


def _born_by_today(author: Author, birthdate: date) -> None:
    if birthdate > day_in_japan(author.world.clock.now()):
        raise RequestInvalid(
            [Violation("/birthdate", "in-the-future", "Must not lie after today.", "将来の日付は指定できません。")]
        )


async def _born_before_insured(connection: AsyncConnection, person_id: UUID, birthdate: date) -> None:
    first = await first_acquisition(connection, person_id)
    if first is not None and first < birthdate:
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
