"""Registering, withdrawing and reading consents: rules and SQL in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.consent.consents.rules import CheckOnRecord, new_grant, replaced_by, what_forbids, withdrawn
from services.consent.consents.store import (
    ConsentRecording,
    find_check,
    find_in_cells,
    versions_between,
    versions_of_checks,
    withdrawn_since,
    write_version,
)
from shared.domain.consent import ConsentChannel, ConsentGrant, WithdrawalReason, consents_of
from shared.domain.purposes import DataKind
from shared.errors import ConsentNotOpen, ConsentNotPossible, ResourceNotFound
from shared.worlds.world import World


async def register_consents(
    world: World,
    check_id: UUID,
    kinds: Sequence[DataKind],
    channel: ConsentChannel,
    institution_code: str,
    client_id: str,
) -> list[ConsentGrant]:
    """Register consents on a check of the institution.

    Raises ResourceNotFound (no such answered check of this institution), ConsentNotPossible or DatabaseUnavailable.
    """
    at = world.clock.now()
    async with world.database.transaction() as connection:
        check = await find_check(connection, check_id) or await find_in_cells(world, check_id)
        if check is None or check.institution_code != institution_code:
            raise ResourceNotFound
        # From here on nobody withdraws meanwhile.
        standing = await versions_between(connection, check.person_id, institution_code)
        if violations := what_forbids(check, kinds, channel, await withdrawn_since(connection, check), at):
            raise ConsentNotPossible(violations)
        recording = ConsentRecording(world, at, client_id)
        given = [new_grant(check, kind, channel, at) for kind in dict.fromkeys(kinds)]
        for new in given:
            for old in replaced_by(new, standing, at):
                if old.check_id != new.check_id:
                    await _end_replaced(connection, check, old, new, recording)
            await write_version(connection, check, new, recording)
    return given


async def withdraw_consent(
    world: World,
    check_id: UUID,
    kind: DataKind,
    reason: WithdrawalReason,
    by: str,
    *,
    institution_code: str | None = None,
    person_id: UUID | None = None,
) -> tuple[ConsentGrant, CheckOnRecord]:
    """Withdraw a consent of the institution, or of the person.

    Raises ResourceNotFound (no such consent of theirs), ConsentNotOpen or DatabaseUnavailable.
    """
    at = world.clock.now()
    async with world.database.transaction() as connection:
        check = await find_check(connection, check_id) or await find_in_cells(world, check_id)
        is_theirs = check is not None and (check.institution_code == institution_code or check.person_id == person_id)
        if check is None or not is_theirs:
            raise ResourceNotFound
        standing = await versions_between(connection, check.person_id, check.institution_code)
        found = consents_of(check, standing).get(kind)
        if found is None:
            raise ResourceNotFound
        if not found.is_open_at(at):
            raise ConsentNotOpen
        ended = withdrawn(found, reason)
        await write_version(connection, check, ended, ConsentRecording(world, at, by))
    return ended, check


async def consents_of_checks(
    connection: AsyncConnection, checks: Sequence[CheckOnRecord]
) -> list[tuple[CheckOnRecord, ConsentGrant]]:
    """Return the consents that hang on these checks, in the checks' order."""
    versions = await versions_of_checks(connection, [check.check_id for check in checks])
    return [(check, grant) for check in checks for _, grant in sorted(consents_of(check, versions).items())]


async def _end_replaced(
    connection: AsyncConnection, check: CheckOnRecord, old: ConsentGrant, new: ConsentGrant, recording: ConsentRecording
) -> None:
    at: datetime = recording.at
    # A withdrawal must leave nothing open, so of one kind only one consent stands; 用途変更 when the use changes.
    ended = (
        replace(old, viewable_until=at)
        if old.channel is new.channel
        else withdrawn(old, WithdrawalReason.CHANGE_OF_USE)
    )
    await write_version(connection, check, ended, recording)
