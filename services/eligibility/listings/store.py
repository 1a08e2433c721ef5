"""What lists of the centre are read from: published tickets, and consents with the checks that they belong to."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from services.eligibility.listings.rules import Month, entrusted
from shared.clock import start_of_day
from shared.domain.consent import ConsentChannel
from shared.domain.identifiers import InstitutionCode
from shared.domain.insured import InsuredIdentifiers
from shared.published.consent import CHECKS_CONSENTED
from shared.published.registry import decode_person
from shared.published.tickets import PEOPLE_WITH_TICKETS
from shared.worlds.world import World


async def people_entrusted(
    world: World, institution_code: InstitutionCode, month: Month, on: date
) -> Sequence[InsuredIdentifiers]:
    """Return by which numbers people with tickets for the institution are asked about; raises DatabaseUnavailable."""
    arguments = (world.known_at(), str(month), institution_code)
    async with world.database.transaction() as connection:
        documents = (await connection.exec_driver_sql(PEOPLE_WITH_TICKETS, arguments)).scalars().all()
    return entrusted((decode_person(each) for each in documents), institution_code, month, on)


async def checks_consented(
    world: World, institution_code: InstitutionCode, channel: ConsentChannel, first: date, last: date
) -> Sequence[UUID]:
    """Return the newest check of each person with a consent of these days, both included, that nobody withdrew.

    Raises DatabaseUnavailable.
    """
    until = start_of_day(last + timedelta(days=1))
    arguments = (institution_code, channel.value, start_of_day(first), until, world.known_at())
    async with world.database.transaction() as connection:
        found: Sequence[UUID] = (await connection.exec_driver_sql(CHECKS_CONSENTED, arguments)).scalars().all()
    return found
