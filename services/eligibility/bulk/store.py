"""Where receptions of many are kept, for a week, and what a worker takes from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.eligibility.bulk.rules import AskedItem, KeptItem, Reception, ReceptionKind
from services.eligibility.checks.rules.acts import DisclosureRecord
from services.eligibility.checks.store.check_log import SEALING, TakenKey, store_within, take_key
from shared.domain.identifiers import InstitutionCode
from shared.errors import ResourceNotFound
from shared.ids import new_id
from shared.pki.tokens import Caller
from shared.published.eligibility.miss_budget import MissBudget, asker_of
from shared.worlds.world import World

LIFETIME = timedelta(days=7)
WORKING, TIDYING = "working bulk checks", "tidying up"
"""Two works of a world (worker.py): one while items wait, one at most once a minute."""
_PRECHECK = ReceptionKind.PRECHECK


_RECEIVE = """
INSERT INTO eligibility.bulk_receptions
    (reception_number, received_at, expires_at, client_id, role, institution_code, as_of, client_reference,
     sent, kind)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_ADD_ITEMS = """
INSERT INTO eligibility.bulk_items
    (reception_number, place, item_reference, insurer_number, symbol, number, branch, birthdate, error, sent,
     recheck_of)
SELECT $1::uuid, i.place, i.item_reference, i.insurer_number, i.symbol, i.number, i.branch, i.birthdate, i.error,
       i.sent, i.recheck_of
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::date[], $8::text[], $9::text[],
            $10::uuid[])
     WITH ORDINALITY
     AS i (item_reference, insurer_number, symbol, number, branch, birthdate, error, sent, recheck_of, place)
"""
# One statement, so the counters are of one moment and add up.
_RECEPTIONS = """
SELECT r.reception_number, r.received_at, r.expires_at, r.as_of, r.client_reference, counted.*,
       r.sent
FROM eligibility.bulk_receptions r CROSS JOIN LATERAL (
    SELECT count(*) AS total, count(i.check_id) AS succeeded, count(i.error) AS failed
    FROM eligibility.bulk_items i WHERE i.reception_number = r.reception_number) counted
WHERE r.institution_code = $1 AND r.expires_at > $2
  AND ($3::uuid IS NULL OR r.reception_number = $3)
  AND ($4::text IS NULL OR r.client_reference = $4)
  AND ($5::uuid IS NULL OR r.reception_number < $5)
  AND r.kind = $7
ORDER BY r.reception_number DESC
LIMIT $6
"""
_ITEMS = """
SELECT place, item_reference, check_id, error, limit_certificate_changed, sent
FROM eligibility.bulk_items WHERE reception_number = $1 AND place > $2 ORDER BY place LIMIT $3
"""
_REMOVE = """
DELETE FROM eligibility.bulk_receptions
WHERE reception_number = $1 AND institution_code = $2 AND expires_at > $3 AND kind = $4 RETURNING reception_number
"""
_HAND_OUT = """
UPDATE eligibility.bulk_items SET handed_out_at = $3
WHERE reception_number = $1 AND place = ANY($2::int[]) AND handed_out_at IS NULL RETURNING place
"""
_FORGET = "DELETE FROM eligibility.bulk_receptions WHERE expires_at <= $1"


class Progress(Protocol):
    """How much of a reception its institution sees."""

    async def is_shown(self, reception_number: UUID, client_reference: str | None) -> bool:
        """Tell whether it is shown as far as it is; else as if nothing of it were worked."""


class AsWorked:
    """Every reception is shown as far as it is."""

    async def is_shown(self, reception_number: UUID, client_reference: str | None) -> bool:  # noqa: ARG002 - see above
        """Tell that it is."""
        return True


AS_WORKED = AsWorked()


@dataclass(frozen=True, slots=True)
class Receptions:
    """The receptions of one world."""

    world: World
    misses: MissBudget
    progress: Progress = AS_WORKED

    async def receive(
        self,
        items: Sequence[AskedItem],
        as_of: date,
        client_reference: str | None,
        caller: Caller,
        key: TakenKey | None = None,
        sent: str | None = None,
        kind: ReceptionKind = _PRECHECK,
    ) -> Reception:
        """Keep a reception to be worked; raises TooManyMisses, KeyTaken, DatabaseUnavailable."""
        now = self.world.clock.now()
        number = new_id(now, self.world.random_bytes)
        failed = sum(item.error is not None for item in items)
        kept = Reception(number, now, now + LIFETIME, as_of, client_reference, len(items), 0, failed, sent)
        insured = [item.insured for item in items]
        asker = asker_of(caller.client_id, caller.institution_code)
        async with self.world.database.transaction() as connection:
            if key is not None:
                await take_key(connection, key, number, now)
            await self.misses.left(connection, asker, now)
            await connection.exec_driver_sql(
                _RECEIVE,
                (
                    number,
                    now,
                    kept.expires_at,
                    caller.client_id,
                    caller.role.value,
                    caller.institution_code,
                    as_of,
                    client_reference,
                    sent,
                    kind.value,
                ),
            )
            await connection.exec_driver_sql(
                _ADD_ITEMS,
                (
                    number,
                    [item.item_reference for item in items],
                    [None if person is None else person.insurer_number for person in insured],
                    [None if person is None else person.symbol for person in insured],
                    [None if person is None else person.number for person in insured],
                    [None if person is None else person.branch for person in insured],
                    [None if person is None else person.birthdate for person in insured],
                    [item.error for item in items],
                    [item.sent for item in items],
                    [item.recheck_of for item in items],
                ),
            )
        self.world.background.need(WORKING, at_once=True)
        self.world.background.need(TIDYING)
        return kept

    async def list_of(
        self, institution_code: InstitutionCode, client_reference: str | None, before: UUID | None, limit: int
    ) -> list[Reception]:
        """Return up to ``limit`` receptions of 一括照会, newest first; raises DatabaseUnavailable."""
        async with self.world.database.transaction() as connection:
            arguments = (None, client_reference, before, limit, _PRECHECK)
            found = await self._read(connection, institution_code, *arguments)
        return [reception if await self._is_shown(reception) else _unworked(reception) for reception in found]

    async def named(
        self, reception_number: UUID, institution_code: InstitutionCode, kind: ReceptionKind = _PRECHECK
    ) -> Reception:
        """Return a reception; raises ResourceNotFound, DatabaseUnavailable."""
        async with self.world.database.transaction() as connection:
            found = await self._read(connection, institution_code, reception_number, None, None, 1, kind)
        if not found:
            raise ResourceNotFound
        return found[0]

    async def open(
        self,
        reception_number: UUID,
        institution_code: InstitutionCode,
        after: int,
        limit: int,
        kind: ReceptionKind = _PRECHECK,
    ) -> tuple[Reception, list[KeptItem]]:
        """Return a reception and up to ``limit`` of its items; raises ResourceNotFound, DatabaseUnavailable."""
        async with self.world.database.transaction() as connection:
            # Counters and items of one moment.
            await connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            found = await self._read(connection, institution_code, reception_number, None, None, 1, kind)
            if not found:
                raise ResourceNotFound
            rows = await connection.exec_driver_sql(_ITEMS, (reception_number, after, limit))
            items = [KeptItem(*tuple(row)) for row in rows]
        if await self._is_shown(found[0]):
            return found[0], items
        waiting = [KeptItem(item.place, item.item_reference, None, None, None, item.sent) for item in items]
        return _unworked(found[0]), waiting

    async def items(self, reception_number: UUID, after: int, limit: int) -> list[KeptItem]:
        """Return up to ``limit`` items of a reception that is shown whole; raises DatabaseUnavailable."""
        return [
            KeptItem(*tuple(row)) for row in await self.world.database.fetch(_ITEMS, reception_number, after, limit)
        ]

    async def hand_out(self, reception_number: UUID, readings: Mapping[int, DisclosureRecord]) -> None:
        """Record that items are about to be shown, by their places; raises DatabaseUnavailable.

        The first time their own record stands for it. Of two readers at once, one is the first.
        """
        if not readings:
            return
        async with self.world.database.transaction() as connection:
            arguments = (reception_number, list(readings), self.world.clock.now())
            for_the_first_time = set((await connection.exec_driver_sql(_HAND_OUT, arguments)).scalars())
            again = [record for place, record in readings.items() if place not in for_the_first_time]
            if again:
                await store_within(connection, again)
        self.world.background.need(SEALING)

    async def remove(self, reception_number: UUID, institution_code: InstitutionCode) -> None:
        """Remove a reception of 一括照会; what was worked stays on record.

        Raises ResourceNotFound, DatabaseUnavailable.
        """
        async with self.world.database.transaction() as connection:
            arguments = (reception_number, institution_code, self.world.clock.now(), _PRECHECK)
            if (await connection.exec_driver_sql(_REMOVE, arguments)).first() is None:
                raise ResourceNotFound

    async def forget(self, at: datetime) -> None:
        """Remove every reception whose week is over at ``at``; raises DatabaseUnavailable."""
        async with self.world.database.transaction() as connection:
            await connection.exec_driver_sql(_FORGET, (at,))

    async def _is_shown(self, reception: Reception) -> bool:
        return await self.progress.is_shown(reception.reception_number, reception.client_reference)

    async def _read(
        self, connection: AsyncConnection, institution_code: InstitutionCode, *narrow: Any
    ) -> list[Reception]:
        arguments = (institution_code, self.world.clock.now(), *narrow)
        return [Reception(*tuple(row)) for row in await connection.exec_driver_sql(_RECEPTIONS, arguments)]


def _unworked(reception: Reception) -> Reception:
    return replace(reception, succeeded=0, failed=0)
