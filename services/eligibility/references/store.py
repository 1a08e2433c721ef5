"""Whom a number names, and what came of numbers that were registered together (照会番号一括登録), kept for a week.

The transaction that registers them keeps what came of them, so that there is one answer however often it is asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.eligibility.checks.store.check_log import TakenKey, take_key
from shared.domain.identifiers import InstitutionCode
from shared.domain.insured import InsuredIdentifiers, MemberIdentifiers
from shared.errors import ResourceNotFound
from shared.ids import new_id
from shared.published.registry import PEOPLE_INSURED_AS, PEOPLE_OF_NUMBERS
from shared.worlds.world import World

LIFETIME = timedelta(days=7)
_RECEIVE = """
INSERT INTO eligibility.number_receptions
    (reception_number, received_at, expires_at, institution_code, client_reference, sent)
VALUES ($1, $2, $3, $4, $5, $6)
"""
_ADD_ITEMS = """
INSERT INTO eligibility.number_items (reception_number, place, reference_number, error, sent)
SELECT $1::uuid, i.place, i.reference_number, i.error, i.sent
FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS i (reference_number, error, sent, place)
"""
_RECEPTION = """
SELECT r.reception_number, r.received_at, r.client_reference, r.sent, counted.*
FROM eligibility.number_receptions r CROSS JOIN LATERAL (
    SELECT count(*) AS total, count(i.error) AS failed
    FROM eligibility.number_items i WHERE i.reception_number = r.reception_number) counted
WHERE r.reception_number = $1 AND r.institution_code = $2 AND r.expires_at > $3
"""
_ITEMS = """
SELECT place, reference_number, error, sent
FROM eligibility.number_items WHERE reception_number = $1 AND place > $2 ORDER BY place LIMIT $3
"""
_FORGET = "DELETE FROM eligibility.number_receptions WHERE expires_at <= $1"


Named = InsuredIdentifiers | MemberIdentifiers | UUID
"""Whose number it is: who has these identifiers, or whom this check was about."""


@dataclass(frozen=True, slots=True)
class NumberOutcome:
    """A number that was handed in with others, and what came of it."""

    reference_number: str | None
    error: str | None
    """A refusal's code; None where it was registered."""
    sent: str | None = None
    """What was asked, as the face that asked writes it."""


@dataclass(frozen=True, slots=True)
class NumberReception:
    """Numbers that were handed in together."""

    reception_number: UUID
    received_at: datetime
    client_reference: str | None
    sent: str | None
    total: int
    failed: int


@dataclass(frozen=True, slots=True)
class HandedIn:
    """Under what numbers are handed in together."""

    institution_code: InstitutionCode
    client_reference: str | None = None
    sent: str | None = None
    key: TakenKey | None = None


@dataclass(frozen=True, slots=True)
class NumberReceptions:
    """The receptions of one world."""

    world: World

    async def keep(
        self, connection: AsyncConnection, handed_in: HandedIn, outcomes: Sequence[NumberOutcome], at: datetime
    ) -> NumberReception:
        """Keep outcomes within the transaction that registers the numbers; raises KeyTaken."""
        number = new_id(at, self.world.random_bytes)
        if handed_in.key is not None:
            await take_key(connection, handed_in.key, number, at)
        reference, sent = handed_in.client_reference, handed_in.sent
        arguments = (number, at, at + LIFETIME, handed_in.institution_code, reference, sent)
        await connection.exec_driver_sql(_RECEIVE, arguments)
        await connection.exec_driver_sql(
            _ADD_ITEMS,
            (
                number,
                [each.reference_number for each in outcomes],
                [each.error for each in outcomes],
                [each.sent for each in outcomes],
            ),
        )
        failed = sum(each.error is not None for each in outcomes)
        return NumberReception(number, at, reference, sent, len(outcomes), failed)

    async def named(self, reception_number: UUID, institution_code: InstitutionCode) -> NumberReception:
        """Return a reception; raises ResourceNotFound, DatabaseUnavailable."""
        rows = await self.world.database.fetch(_RECEPTION, reception_number, institution_code, self.world.clock.now())
        if not rows:
            raise ResourceNotFound
        return NumberReception(*tuple(rows[0]))

    async def items(self, reception_number: UUID, after: int, limit: int) -> list[NumberOutcome]:
        """Return up to ``limit`` outcomes behind a place, from 1 on; raises DatabaseUnavailable."""
        rows = await self.world.database.fetch(_ITEMS, reception_number, after, limit)
        return [NumberOutcome(row["reference_number"], row["error"], row["sent"]) for row in rows]

    async def forget(self, at: datetime) -> None:
        """Remove every reception whose week is over at ``at``; raises DatabaseUnavailable."""
        await self.world.database.fetch(_FORGET, at)


async def people_by_identifiers(
    connection: AsyncConnection, asked: Sequence[Named], at: datetime
) -> dict[int, list[UUID]]:
    """Return whom the identifiers at each place fit."""
    whole = {place: named for place, named in enumerate(asked) if isinstance(named, InsuredIdentifiers)}
    without_birthdate = {place: named for place, named in enumerate(asked) if isinstance(named, MemberIdentifiers)}
    found: dict[int, list[UUID]] = {}
    if whole:
        birthdates = [named.birthdate for named in whole.values()]
        rows = await connection.exec_driver_sql(PEOPLE_INSURED_AS, (*_columns(whole), birthdates, at))
        found.update({row.place: row.people for row in rows})
    if without_birthdate:
        rows = await connection.exec_driver_sql(PEOPLE_OF_NUMBERS, (*_columns(without_birthdate), at))
        found.update({row.place: row.people for row in rows})
    return found


def _columns(named: Mapping[int, InsuredIdentifiers | MemberIdentifiers]) -> tuple[Sequence[object], ...]:
    people = list(named.values())
    return (
        list(named),
        [person.insurer_number for person in people],
        [person.symbol for person in people],
        [person.number for person in people],
        [person.branch for person in people],
    )
