"""重複: two coverages of one person that share days, as recorded now."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import and_, func, literal_column, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import known
from services.registry.reports.store.walking import Found, Walk, end_of_walk
from services.registry.tables import coverage_versions, insurer_versions
from shared.domain.insurers import InsurerKind

_WITH_FORMAL_DAY: Final = (InsurerKind.MUNICIPAL_NHI.value, InsurerKind.NHI_SOCIETY.value)
_ASSISTANCE: Final = InsurerKind.PUBLIC_ASSISTANCE.value


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two coverages of a person that share days; ``shared_to`` is the last such day, None while both run."""

    person_id: UUID
    first_coverage_id: UUID
    """To an insurer, its own."""
    first_insurer_number: str
    first_insurer_name: str
    second_coverage_id: UUID
    second_insurer_number: str
    second_insurer_name: str
    shared_from: date
    shared_to: date | None
    is_formal_day: bool
    """Only the one day on which 国保 ends after other cover has begun (国民健康保険法8条1項)."""


async def list_overlaps(
    connection: AsyncConnection, insurer_number: str | None, after: tuple[UUID, UUID, UUID] | None, limit: int
) -> Found[Overlap]:
    """Return pairs of coverages that share days, by person; medical assistance may stand beside insurance.

    ``after`` names a person and the two coverages of the last pair.
    """
    own, other = coverage_versions, coverage_versions.alias("other")
    own_insurer, other_insurer = insurer_versions.alias("own_insurer"), insurer_versions.alias("other_insurer")
    is_walked = [known(own, None)]
    # Each pair stands once: by the lower id, or by the insurer's own, which it is walked by.
    is_pair = other.c.coverage_id > own.c.coverage_id
    if insurer_number is not None:
        is_walked.append(own.c.insurer_number == insurer_number)
        is_pair = or_(is_pair, other.c.insurer_number != insurer_number)
    walk = Walk((own.c.person_id, own.c.coverage_id), is_walked, None if after is None else after[:2])
    end = await end_of_walk(connection, walk)
    shared_from = func.greatest(own.c.acquired_on, other.c.acquired_on)
    shared_until = func.least(own.c.lost_on, other.c.lost_on)
    has_formal_day = or_(own_insurer.c.kind.in_(_WITH_FORMAL_DAY), other_insurer.c.kind.in_(_WITH_FORMAL_DAY))
    statement = (
        select(
            own.c.person_id,
            own.c.coverage_id,
            own.c.insurer_number,
            own_insurer.c.name,
            other.c.coverage_id,
            other.c.insurer_number,
            other_insurer.c.name,
            shared_from,
            shared_until - 1,
            # An end without end (infinity) can be compared, and not subtracted from.
            func.coalesce(and_(shared_until == shared_from + 1, has_formal_day), literal_column("false")),
        )
        .join_from(
            own,
            other,
            and_(
                other.c.person_id == own.c.person_id,
                other.c.coverage_id != own.c.coverage_id,
                known(other, None),
                is_pair,
            ),
        )
        .join(own_insurer, and_(own_insurer.c.insurer_number == own.c.insurer_number, known(own_insurer, None)))
        .join(other_insurer, and_(other_insurer.c.insurer_number == other.c.insurer_number, known(other_insurer, None)))
        .where(
            *walk.up_to(end),
            or_(shared_until.is_(None), shared_from < shared_until),
            own_insurer.c.kind != _ASSISTANCE,
            other_insurer.c.kind != _ASSISTANCE,
        )
        .order_by(own.c.person_id, own.c.coverage_id, other.c.coverage_id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(own.c.person_id, own.c.coverage_id, other.c.coverage_id) > tuple_(*after))
    return Found([Overlap(*row) for row in await connection.execute(statement)], end)
