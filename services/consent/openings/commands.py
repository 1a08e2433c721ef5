"""Openings: where and while an operator lets institutions read without a card (災害時等の開放).

Only purposes that need an opening can be opened. What a check obeys is one published row for each institution, so an
opening by prefecture reaches the institutions that are known when it is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.domain.purposes import PURPOSE_RULES, PurposeOfUse
from shared.errors import RequestInvalid, ResourceNotFound, Violation
from shared.ids import new_id
from shared.published.consent import CLOSE_OPENING, PUBLISH_OPENING
from shared.published.registry import read_known_institutions
from shared.worlds.world import World

OPENABLE = frozenset(purpose for purpose, rule in PURPOSE_RULES.items() if rule.needs_opening)


_OPENINGS = "SELECT o.*, c.closed_at FROM consent.openings o LEFT JOIN consent.opening_closures c USING (opening_id)"


@dataclass(frozen=True, slots=True)
class Opening:
    """開放: which institutions may read for a purpose, and when."""

    opening_id: UUID
    purpose: PurposeOfUse
    prefecture: str | None
    institution_codes: tuple[str, ...]
    opened_at: datetime
    ends_at: datetime
    closed_at: datetime | None = None

    def is_open_at(self, instant: datetime) -> bool:
        """Tell whether checks may rest on it at ``instant``."""
        return self.closed_at is None and self.opened_at <= instant < self.ends_at


async def open_reading(
    world: World,
    purpose: PurposeOfUse,
    institution_codes: Sequence[str],
    prefecture: str | None,
    opened_at: datetime | None,
    ends_at: datetime,
    client_id: str,
) -> Opening:
    """Open reading and publish it; raises RequestInvalid (unknown institutions, times in disorder)."""
    now = world.clock.now()
    async with world.database.transaction() as connection:
        codes = await read_known_institutions(connection, institution_codes, prefecture, world.known_at())
        violations = _unknown(institution_codes, codes) if prefecture is None else _none_there(codes)
        if ends_at <= max(opened_at or now, now):
            violations.append(_ends_too_early())
        if violations:
            raise RequestInvalid(violations)
        opening = Opening(
            new_id(now, world.random_bytes), purpose, prefecture, tuple(sorted(codes)), opened_at or now, ends_at
        )
        await connection.exec_driver_sql(
            "INSERT INTO consent.openings (opening_id, purpose, prefecture, institution_codes, opened_at, ends_at,"
            " recorded_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            (
                opening.opening_id,
                purpose.value,
                prefecture,
                list(opening.institution_codes),
                opening.opened_at,
                ends_at,
                now,
                client_id,
            ),
        )
        await connection.exec_driver_sql(
            PUBLISH_OPENING,
            (opening.opening_id, purpose.value, list(opening.institution_codes), opening.opened_at, ends_at, now),
        )
    return opening


async def close_reading(world: World, opening_id: UUID, client_id: str) -> Opening:
    """End an opening at once; one that is closed stays as it is. Raises ResourceNotFound."""
    now = world.clock.now()
    async with world.database.transaction() as connection:
        if not await _read(connection, " WHERE o.opening_id = $1", opening_id):
            raise ResourceNotFound
        await connection.exec_driver_sql(
            "INSERT INTO consent.opening_closures (opening_id, closed_at, recorded_by) VALUES ($1, $2, $3)"
            " ON CONFLICT (opening_id) DO NOTHING",
            (opening_id, now, client_id),
        )
        await connection.exec_driver_sql(
            CLOSE_OPENING,
            (opening_id, now),
        )
        (opening,) = await _read(connection, " WHERE o.opening_id = $1", opening_id)
    return opening


async def list_openings(world: World, before: UUID, limit: int) -> list[Opening]:
    """Return openings, the newest first, with ids below ``before``."""
    async with world.database.transaction() as connection:
        return await _read(connection, " WHERE o.opening_id < $1 ORDER BY o.opening_id DESC LIMIT $2", before, limit)


async def _read(connection: AsyncConnection, condition: str, *arguments: object) -> list[Opening]:
    rows = await connection.exec_driver_sql(f"{_OPENINGS} {condition}", arguments)
    return [_opening_of(row) for row in rows.mappings()]


def _opening_of(row: RowMapping) -> Opening:
    return Opening(
        opening_id=row["opening_id"],
        purpose=PurposeOfUse(row["purpose"]),
        prefecture=row["prefecture"],
        institution_codes=tuple(row["institution_codes"]),
        opened_at=row["opened_at"],
        ends_at=row["ends_at"],
        closed_at=row["closed_at"],
    )


def _unknown(asked: Sequence[str], known: set[str]) -> list[Violation]:
    return [
        Violation(f"/institution_codes/{place}", "unknown", "There is no such institution.", "登録のない医療機関です。")
        for place, code in enumerate(asked)
        if code not in known
    ]


def _none_there(known: set[str]) -> list[Violation]:
    if known:
        return []
    return [Violation("/prefecture", "empty", "No institution is known there.", "該当する医療機関がありません。")]


def _ends_too_early() -> Violation:
    return Violation(
        "/ends_at",
        "too-early",
        "It must end later than now and than opened_at.",
        "終了日時が過去、または開始より前です。",
    )
