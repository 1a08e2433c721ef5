"""初回登録のない加入者: members who need a 資格確認書."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import known
from services.registry.reports.store.walking import Found, Walk, end_of_walk
from services.registry.tables import card_registrations, coverage_versions


@dataclass(frozen=True, slots=True)
class UnregisteredMember:
    """A coverage whose holder has no registered card."""

    person_id: UUID
    coverage_id: UUID
    insurer_number: str
    acquired_on: date


async def list_unregistered_members(
    connection: AsyncConnection, insurer_number: str | None, as_of: date, after: tuple[UUID, UUID] | None, limit: int
) -> Found[UnregisteredMember]:
    """Return coverages of the day ``as_of`` whose holder has no registered card now, by person."""
    own = coverage_versions
    is_walked = [known(own, None)]
    if insurer_number is not None:
        is_walked.append(own.c.insurer_number == insurer_number)
    walk = Walk((own.c.person_id, own.c.coverage_id), is_walked, after)
    end = await end_of_walk(connection, walk)
    has_card = exists().where(card_registrations.c.person_id == own.c.person_id, known(card_registrations, None))
    statement = (
        select(own.c.person_id, own.c.coverage_id, own.c.insurer_number, own.c.acquired_on)
        .where(
            *walk.up_to(end),
            own.c.acquired_on <= as_of,
            or_(own.c.lost_on.is_(None), own.c.lost_on > as_of),
            ~has_card,
        )
        .order_by(own.c.person_id, own.c.coverage_id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(own.c.person_id, own.c.coverage_id) > tuple_(*after))
    return Found([UnregisteredMember(*row) for row in await connection.execute(statement)], end)
