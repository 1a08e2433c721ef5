"""Gathering what is sealed of one consent: the record of its check, and what was done to it since."""

from uuid import UUID

from services.consent.acts.store import SealedConsent, acts_of_consent
from services.consent.consents.commands import consents_of_checks
from services.consent.consents.rules import CheckOnRecord
from services.consent.consents.store import find_check, find_in_cells
from services.consent.history.store import read_proof
from shared.domain.consent import consent_id_of
from shared.domain.purposes import DataKind
from shared.errors import ResourceNotFound
from shared.worlds.world import World


async def consent_on_record(world: World, check_id: UUID, kind: DataKind) -> CheckOnRecord:
    """Return the check of a consent; raises ResourceNotFound (no such check, or no such consent on it)."""
    async with world.database.transaction() as connection:
        check = await find_check(connection, check_id) or await find_in_cells(world, check_id)
        consents = [] if check is None else await consents_of_checks(connection, [check])
    if check is None or kind not in {grant.kind for _, grant in consents}:
        raise ResourceNotFound
    return check


async def read_sealed(world: World, check_id: UUID, kind: DataKind) -> SealedConsent:
    """Return a consent that is on record; raises ResourceNotFound (its check has ended meanwhile)."""
    check = await read_proof(world, check_id)
    if check is None:
        raise ResourceNotFound
    return SealedConsent(check_id, check, await acts_of_consent(world, consent_id_of(check_id, kind)))
