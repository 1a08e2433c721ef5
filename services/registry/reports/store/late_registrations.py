"""遅延登録: acquisitions and losses that the registry learned of long after they took effect."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    String,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    tuple_,
    values,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.reports.store.walking import Found, Walk, end_of_walk
from services.registry.tables import coverage_versions

_JAPAN: ColumnElement[Any] = literal_column("interval '9 hours'")
What = Literal["acquisition", "loss"]


@dataclass(frozen=True, slots=True)
class LateRegistration:
    """The registry learned of it so many days after it took effect."""

    recorded_at: datetime
    version_id: UUID
    what: What
    person_id: UUID
    coverage_id: UUID
    insurer_number: str
    effective_on: date
    registered_on: date
    days_late: int


async def list_late_registrations(
    connection: AsyncConnection,
    insurer_number: str | None,
    days: int,
    registered: tuple[datetime | None, datetime | None],
    after: tuple[datetime, UUID, str] | None,
    limit: int,
) -> Found[LateRegistration]:
    """Return acquisitions and losses that were registered more than ``days`` after they took effect, in that order.

    ``registered`` is from when on, and up to when without it; ``after`` names the version of the last one, and which of
    both it was.
    """
    version, earlier = coverage_versions, coverage_versions.alias("earlier")
    is_walked: list[ColumnElement[bool]] = []
    is_earlier = [earlier.c.coverage_id == version.c.coverage_id, earlier.c.recorded_at < version.c.recorded_at]
    if insurer_number is not None:
        is_walked.append(version.c.insurer_number == insurer_number)
        is_earlier.append(earlier.c.insurer_number == insurer_number)
    since, until = registered
    if since is not None:
        is_walked.append(version.c.recorded_at >= since)
    if until is not None:
        is_walked.append(version.c.recorded_at < until)
    walk = Walk((version.c.recorded_at, version.c.version_id), is_walked, None if after is None else after[:2])
    end = await end_of_walk(connection, walk)
    before = (
        select(earlier.c.version_id, earlier.c.lost_on)
        .where(*is_earlier)
        .order_by(earlier.c.recorded_at.desc())
        .limit(1)
        .lateral("before")
    )
    told = (
        values(column("what", String), column("effective_on", Date), column("is_told", Boolean), name="told")
        .data(
            [
                (literal("acquisition"), version.c.acquired_on, before.c.version_id.is_(None)),
                (
                    literal("loss"),
                    version.c.lost_on,
                    version.c.lost_on.is_not(None) & version.c.lost_on.is_distinct_from(before.c.lost_on),
                ),
            ]
        )
        .lateral()
    )
    registered_on = cast(func.timezone("UTC", version.c.recorded_at) + _JAPAN, Date)
    statement = (
        select(
            version.c.recorded_at,
            version.c.version_id,
            told.c.what,
            version.c.person_id,
            version.c.coverage_id,
            version.c.insurer_number,
            told.c.effective_on,
            registered_on,
            registered_on - told.c.effective_on,
        )
        .select_from(version.outerjoin(before, literal(True)).join(told, literal(True)))
        .where(
            *walk.up_to(end),
            told.c.is_told,
            func.isfinite(told.c.effective_on),
            told.c.effective_on < registered_on - days,
        )
        .order_by(version.c.recorded_at, version.c.version_id, told.c.what)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(tuple_(version.c.recorded_at, version.c.version_id, told.c.what) > tuple_(*after))
    return Found([LateRegistration(*row) for row in await connection.execute(statement)], end)
