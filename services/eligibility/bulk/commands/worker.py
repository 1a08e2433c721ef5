"""Working receptions while items wait: in every worker process, chunk by chunk, each chunk one transaction.

Rows that one process works are locked, and the others pass them by (SKIP LOCKED). A process that dies takes its
locks with it and nothing of its chunk is stored, so another works it again: each item gets one record. While an
item waits, what was asked about stands in it; the transaction that stores its record takes that out. What comes
after the institution's last miss (misses.py) fails unanswered, however many receptions it was handed in with.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from services.eligibility.bulk.rules import ASKED_AS, ReceptionKind
from services.eligibility.bulk.store import Receptions
from services.eligibility.checks.commands.check import begin
from services.eligibility.checks.commands.ports import Reads
from services.eligibility.checks.commands.recheck import NotAnswered, read_question_again
from services.eligibility.checks.rules.acts import Act, Asked, DisclosureRecord, IdentifierQuestion, Question, Refused
from services.eligibility.checks.rules.pipeline import judge, record_of
from services.eligibility.checks.rules.questions import RecheckRequest
from services.eligibility.checks.store.check_log import SEALING, store_within
from services.eligibility.checks.store.idempotency import IdempotencyKeys
from services.eligibility.checks.store.nonces import SpentNonces
from services.eligibility.references.store import NumberReceptions
from services.eligibility.rules import permissions
from services.eligibility.rules.notices import has_changed
from shared.domain.codes import QualificationValidity
from shared.domain.identifiers import InstitutionCode
from shared.domain.insured import InsuredIdentifiers
from shared.domain.purposes import judge_purpose
from shared.domain.roles import Role
from shared.errors import DATABASE_FAILURES, Overloaded, TooManyMisses
from shared.published.eligibility.miss_budget import asker_of
from shared.worlds.world import World

CHUNK = 32
"""Half of what one read takes at most, so that a patient at a desk never waits for a whole one."""
_LOOK_EVERY_S = 1.0
_TIDY_EVERY_S = 60.0
INTERNAL_ERROR = "internal-error"
_log = structlog.get_logger()

_TAKE = """
SELECT i.reception_number, i.place, i.insurer_number, i.symbol, i.number, i.branch, i.birthdate, i.recheck_of,
       r.client_id, r.role, r.institution_code, r.as_of, r.client_reference, r.kind
FROM eligibility.bulk_items i JOIN eligibility.bulk_receptions r USING (reception_number)
WHERE i.check_id IS NULL AND i.error IS NULL
ORDER BY i.reception_number, i.place
LIMIT $1
FOR UPDATE OF i SKIP LOCKED
"""
_ANY_WAITING = "SELECT EXISTS (SELECT FROM eligibility.bulk_items WHERE check_id IS NULL AND error IS NULL)"
_SETTLE = """
UPDATE eligibility.bulk_items i
SET check_id = w.check_id, error = w.error, limit_certificate_changed = w.changed,
    insurer_number = NULL, symbol = NULL, number = NULL, branch = NULL, birthdate = NULL, recheck_of = NULL
FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::boolean[])
     AS w (reception_number, place, check_id, error, changed)
WHERE i.reception_number = w.reception_number AND i.place = w.place
"""


@dataclass(frozen=True, slots=True)
class _Item:
    reception_number: UUID
    place: int
    insured: InsuredIdentifiers | UUID
    """Whom it is about; or the earlier check whose patient is asked about again."""
    kind: ReceptionKind
    client_id: str
    role: Role
    institution_code: InstitutionCode
    as_of: date
    client_reference: str | None

    @property
    def asker(self) -> str:
        return asker_of(self.client_id, self.institution_code)


def _item_of(row: Row[Any]) -> _Item:
    return _Item(
        reception_number=row.reception_number,
        place=row.place,
        insured=row.recheck_of
        or InsuredIdentifiers(row.insurer_number, row.symbol, row.number, row.branch, row.birthdate),
        kind=ReceptionKind(row.kind),
        client_id=row.client_id,
        role=Role(row.role),
        institution_code=row.institution_code,
        as_of=row.as_of,
        client_reference=row.client_reference,
    )


@dataclass(frozen=True, slots=True)
class _Worked:
    """What came of an item; ``record`` is None when it was not answered: too many misses, or an internal error."""

    item: _Item
    record: DisclosureRecord | None
    error: str | None = None
    limit_changed: bool | None = None
    """None where nobody was found."""


@dataclass(slots=True)
class BulkWorker:
    """Works on the receptions of one world, and removes those that have expired."""

    world: World
    reads: Reads
    receptions: Receptions
    keys: IdempotencyKeys
    numbers: NumberReceptions
    nonces: SpentNonces
    _tidied_at: float = float("-inf")

    async def step(self) -> float | None:
        """Work a chunk; return when to go on, or None when no item waits."""
        try:
            if await self.work_chunk():
                return 0.0
            return _LOOK_EVERY_S if await self._anything_waits() else None
        except (*DATABASE_FAILURES, Overloaded):
            return _LOOK_EVERY_S

    async def _anything_waits(self) -> bool:
        """Tell whether an item waits, and be it one that another process works: it may die over it."""
        async with self.world.database.transaction() as connection:
            return bool((await connection.exec_driver_sql(_ANY_WAITING)).scalar())

    async def tidy_step(self) -> float | None:
        """Tidy up, at most once a minute."""
        loop = asyncio.get_running_loop()
        if (left := self._tidied_at + _TIDY_EVERY_S - loop.time()) > 0:
            return left
        try:
            await self.tidy()
        except DATABASE_FAILURES:
            return _TIDY_EVERY_S
        self._tidied_at = loop.time()
        return None

    async def work_chunk(self) -> int:
        """Work up to CHUNK waiting items and return how many; raises DatabaseUnavailable, Overloaded."""
        async with self.world.database.transaction() as connection:
            items = [_item_of(row) for row in await connection.exec_driver_sql(_TAKE, (CHUNK,))]
            if items:
                worked = await self._work(items, await self._misses_left(connection, items))
                await store_within(connection, [each.record for each in worked if each.record is not None])
                await _settle(connection, worked)
        if items:
            self.world.background.need(SEALING)
        return len(items)

    async def tidy(self) -> None:
        """Forget receptions, keys and nonces whose time is over; raises DatabaseUnavailable."""
        now = self.world.clock.now()
        await self.receptions.forget(now)
        await self.numbers.forget(now)
        await self.keys.forget(now)
        await self.nonces.forget(now)

    async def _misses_left(self, connection: AsyncConnection, items: Sequence[_Item]) -> dict[str, int]:
        budget, now = self.receptions.misses, self.world.clock.now()
        askers = {item.asker for item in items}
        return {asker: budget.limit - len(await budget.used(connection, asker, now)) for asker in askers}

    async def _work(self, items: Sequence[_Item], misses_left: dict[str, int]) -> list[_Worked]:
        """Judge the items in their order; those after the last miss that the asker may have are not answered."""
        asked = [item for item in items if misses_left[item.asker] > 0]
        worked = [_Worked(item, None, TooManyMisses.code) for item in items if misses_left[item.asker] <= 0]
        for each in await self._judge(asked):
            if misses_left[each.item.asker] <= 0:
                worked.append(_Worked(each.item, None, TooManyMisses.code))
                continue
            worked.append(each)
            if each.record is not None and each.record.code == QualificationValidity.NOT_FOUND.value:
                misses_left[each.item.asker] -= 1
        return worked

    async def _judge(self, items: Sequence[_Item]) -> list[_Worked]:
        try:
            return await asyncio.gather(*(self._judge_one(item) for item in items))
        except (*DATABASE_FAILURES, Overloaded):
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one must not stop the others
            if len(items) == 1:
                _log.error("bulk item", error=type(error).__name__, reception=str(items[0].reception_number))
                return [_Worked(items[0], None, INTERNAL_ERROR)]
            # One that cannot be worked must not take the others with it.
            return [worked for item in items for worked in await self._judge([item])]

    async def _judge_one(self, item: _Item) -> _Worked:
        act = begin(item, self.world)
        if isinstance(item.insured, UUID):
            question = await self._again(item, item.insured, act)
            if isinstance(question, NotAnswered):
                return _Worked(item, record_of(act, question.asked, question.refusal), question.refusal.code)
        else:
            question = await self._by_identifiers(item, item.insured, act)
        outcome = judge(question, act)
        record = record_of(act, question.asked, outcome)
        if isinstance(outcome, Refused):
            return _Worked(item, record, outcome.refusal.code)
        limit_changed, person = None, outcome.decision.person
        if person is not None:
            # Without an earlier check there is nothing to compare with: the interface counts it as changed (判定不能).
            last = question.known[person.person_id].last_check
            limit_changed = last is None or has_changed(last, person, item.as_of)
        return _Worked(item, record, limit_changed=limit_changed)

    async def _by_identifiers(self, item: _Item, insured: InsuredIdentifiers, act: Act) -> Question:
        method, purpose = ASKED_AS[item.kind]
        asked = Asked(method, purpose, item.as_of, item.client_reference)
        facts = await self.reads.by_identifier(IdentifierQuestion(insured, item.client_id, item.institution_code))
        verdict = judge_purpose(purpose, item.role, method, act.today)
        # Nobody was there to agree to anything.
        permission = permissions.by_identifier(verdict.opens, (), act.at)
        return Question(asked, facts.matches, permission, verdict.refusal, facts.known)

    async def _again(self, item: _Item, check_id: UUID, act: Act) -> Question | NotAnswered:
        _, purpose = ASKED_AS[item.kind]
        request = RecheckRequest(check_id, purpose, item.as_of, item.institution_code, item.client_reference)
        return await read_question_again(request, act, self.world)


async def _settle(connection: AsyncConnection, worked: Sequence[_Worked]) -> None:
    await connection.exec_driver_sql(
        _SETTLE,
        (
            [each.item.reception_number for each in worked],
            [each.item.place for each in worked],
            [each.record.check_id if each.record is not None and each.error is None else None for each in worked],
            [each.error for each in worked],
            [each.limit_changed for each in worked],
        ),
    )
