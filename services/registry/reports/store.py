"""What insurers have to look after: double cover, late registrations, members without a registered card. SQL."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import known
from services.registry.tables import card_registrations, coverage_versions, insurer_versions
from shared.domain.insurers import InsurerKind

_JAPAN: ColumnElement[Any] = literal_column("interval '9 hours'")
_WITH_FORMAL_DAY: Final = (InsurerKind.MUNICIPAL_NHI.value, InsurerKind.NHI_SOCIETY.value)
What = Literal["acquisition", "loss"]


@dataclass(frozen=True, slots=True)
class Overlap:
    """重複: two coverages of a person that share days; ``shared_to`` is the last such day, None while both run."""

    person_id: UUID
    first_coverage_id: UUID
    first_insurer_number: str
    first_insurer_name: str
    second_coverage_id: UUID
    second_insurer_number: str
    second_insurer_name: str
    shared_from: date
    shared_to: date | None
    is_formal_day: bool
    """Only the one day on which 国保 ends after other cover has begun (国民健康保険法8条1項)."""


@dataclass(frozen=True, slots=True)
class LateRegistration:
    """遅延登録: the registry learned of it so many days after it took effect."""

    version_id: UUID
    what: What
    person_id: UUID
    coverage_id: UUID
    insurer_number: str
    effective_on: date
    registered_on: date
    days_late: int


@dataclass(frozen=True, slots=True)
class UnregisteredMember:
    """初回登録のない加入者: they need a 資格確認書."""

    person_id: UUID
    coverage_id: UUID
    insurer_number: str
    acquired_on: date


async def list_overlaps(
    connection: AsyncConnection, insurer_number: str | None, after: tuple[UUID, UUID] | None, limit: int
) -> list[Overlap]:
    """Return pairs of coverages that share days, as recorded now; medical assistance may stand beside insurance."""
    first, second = coverage_versions.alias("first"), coverage_versions.alias("second")
    first_insurer, second_insurer = insurer_versions.alias(), insurer_versions.alias()
    start = func.greatest(first.c.acquired_on, second.c.acquired_on)
    end = func.least(first.c.lost_on, second.c.lost_on)
    has_formal_day = or_(first_insurer.c.kind.in_(_WITH_FORMAL_DAY), second_insurer.c.kind.in_(_WITH_FORMAL_DAY))
    assistance = InsurerKind.PUBLIC_ASSISTANCE.value
    statement = (
        select(
            first.c.person_id,
            first.c.coverage_id,
            first.c.insurer_number,
            first_insurer.c.name,
            second.c.coverage_id,
            second.c.insurer_number,
            second_insurer.c.name,
            start,
            end - 1,
            # An end without end (infinity) can be compared, and not subtracted from.
            func.coalesce(and_(end == start + 1, has_formal_day), literal_column("false")),
        )
        .join_from(
            first, second, and_(first.c.person_id == second.c.person_id, first.c.coverage_id < second.c.coverage_id)
        )
        .join(first_insurer, and_(first_insurer.c.insurer_number == first.c.insurer_number, known(first_insurer, None)))
        .join(
            second_insurer,
            and_(second_insurer.c.insurer_number == second.c.insurer_number, known(second_insurer, None)),
        )
        .where(
            known(first, None),
            known(second, None),
            or_(end.is_(None), start < end),
            first_insurer.c.kind != assistance,
            second_insurer.c.kind != assistance,
        )
        .order_by(first.c.coverage_id, second.c.coverage_id)
        .limit(limit)
    )
    if insurer_number is not None:
        statement = statement.where(
            or_(first.c.insurer_number == insurer_number, second.c.insurer_number == insurer_number)
        )
    if after is not None:
        statement = statement.where(tuple_(first.c.coverage_id, second.c.coverage_id) > tuple_(*after))
    return [Overlap(*row) for row in await connection.execute(statement)]


async def list_late_registrations(
    connection: AsyncConnection,
    insurer_number: str | None,
    days: int,
    registered: tuple[datetime | None, datetime | None],
    after: tuple[UUID, str] | None,
    limit: int,
) -> list[LateRegistration]:
    """Return acquisitions and losses that were registered more than ``days`` after they took effect, by version."""
    versions = coverage_versions
    same, order = versions.c.coverage_id, versions.c.recorded_at
    history = select(
        versions.c.version_id,
        versions.c.person_id,
        versions.c.coverage_id,
        versions.c.insurer_number,
        versions.c.acquired_on,
        versions.c.lost_on,
        versions.c.recorded_at,
        cast(func.timezone("UTC", versions.c.recorded_at) + _JAPAN, Date).label("registered_on"),
        func.row_number().over(partition_by=same, order_by=order).label("number"),
        func.lag(versions.c.lost_on).over(partition_by=same, order_by=order).label("lost_before"),
    )
    if insurer_number is not None:
        history = history.where(versions.c.insurer_number == insurer_number)
    told = history.subquery()
    began_after, ended_before = registered

    def part(what: What, effective_on: Any, *conditions: Any) -> Select[Any]:
        statement = select(
            told.c.version_id,
            literal(what, String).label("what"),
            told.c.person_id,
            told.c.coverage_id,
            told.c.insurer_number,
            effective_on.label("effective_on"),
            told.c.registered_on,
            (told.c.registered_on - effective_on).label("days_late"),
        ).where(func.isfinite(effective_on), effective_on < told.c.registered_on - days, *conditions)
        if began_after is not None:
            statement = statement.where(told.c.recorded_at >= began_after)
        return statement if ended_before is None else statement.where(told.c.recorded_at < ended_before)

    both = union_all(
        part("acquisition", told.c.acquired_on, told.c.number == 1),
        part("loss", told.c.lost_on, told.c.lost_on.is_not(None), told.c.lost_on.is_distinct_from(told.c.lost_before)),
    ).subquery()
    statement = select(both).order_by(both.c.version_id, both.c.what).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(both.c.version_id, both.c.what) > tuple_(*after))
    return [LateRegistration(*row) for row in await connection.execute(statement)]


async def list_unregistered_members(
    connection: AsyncConnection, insurer_number: str | None, as_of: date, after: tuple[UUID, UUID] | None, limit: int
) -> list[UnregisteredMember]:
    """Return coverages of the day ``as_of`` whose holder has no registered card now."""
    versions = coverage_versions
    has_card = exists().where(card_registrations.c.person_id == versions.c.person_id, known(card_registrations, None))
    statement = (
        select(versions.c.person_id, versions.c.coverage_id, versions.c.insurer_number, versions.c.acquired_on)
        .where(
            known(versions, None),
            versions.c.acquired_on <= as_of,
            or_(versions.c.lost_on.is_(None), versions.c.lost_on > as_of),
            ~has_card,
        )
        .order_by(versions.c.person_id, versions.c.coverage_id)
        .limit(limit)
    )
    if insurer_number is not None:
        statement = statement.where(versions.c.insurer_number == insurer_number)
    if after is not None:
        statement = statement.where(tuple_(versions.c.person_id, versions.c.coverage_id) > tuple_(*after))
    return [UnregisteredMember(*row) for row in await connection.execute(statement)]
