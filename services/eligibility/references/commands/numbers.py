"""照会番号: an institution's own number for a person, shown in later answers to it alone.

It belongs to the person, not to an insurance, so it follows them from one insurer to the next. The check reads it
with the person (reads.py). Who registers by identifiers is told whether somebody has them: that is counted and
recorded as a check's answer is (misses.py). Who names a check of their own learns nothing new.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.eligibility.checks.commands.check import begin
from services.eligibility.checks.rules.acts import Asked, DisclosureRecord, Recorded
from services.eligibility.checks.rules.pipeline import record_of
from services.eligibility.checks.store.check_log import SEALING, TakenKey, store_within, take_key
from services.eligibility.references.store import Named, people_by_identifiers
from shared.domain.codes import CheckMethod
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PurposeOfUse
from shared.domain.roles import Role
from shared.errors import InsuredAmbiguous, InsuredNotFound, ResourceNotFound, ServiceError, TooManyMisses
from shared.pki.tokens import Caller
from shared.published.eligibility.miss_budget import MissBudget, asker_of
from shared.published.eligibility.records import PEOPLE_OF_CHECKS, REGISTRATION
from shared.worlds.world import World

REGISTERED = "reference-number"
"""What the record of a registration that found its person says; of others it is the refusal's code."""

# Of two items about one person the later counts, as if they had come one after the other.
_REGISTER = """
INSERT INTO eligibility.reference_numbers (person_id, institution_code, reference_number, registered_at)
SELECT DISTINCT ON (q.person_id) q.person_id, $1::text, q.reference_number, $2::timestamptz
FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS q (person_id, reference_number, place)
ORDER BY q.person_id, q.place DESC
ON CONFLICT (person_id, institution_code) DO UPDATE
    SET reference_number = excluded.reference_number, registered_at = excluded.registered_at
"""
_LIST = """
SELECT reference_number, registered_at, person_id FROM eligibility.reference_numbers
WHERE institution_code = $1
  AND ($2::text IS NULL OR reference_number = $2)
  AND ($3::uuid IS NULL OR person_id = $3)
  AND ($4::text IS NULL OR (reference_number, person_id) > ($4, $5::uuid))
ORDER BY reference_number, person_id
LIMIT $6
"""
_REMOVE = """
DELETE FROM eligibility.reference_numbers
WHERE institution_code = $1 AND ($2::text IS NULL OR reference_number = $2) AND ($3::uuid IS NULL OR person_id = $3)
RETURNING person_id
"""


@dataclass(frozen=True, slots=True)
class KeptNumber:
    """A number, since when, and whose."""

    reference_number: str
    registered_at: datetime
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of numbers before it is durable: when, what was wrong with each, and the records of it."""

    at: datetime
    wrong: Sequence[ServiceError | None]
    records: Sequence[DisclosureRecord]


Keeping = Callable[[AsyncConnection, Registered], Awaitable[None]]
"""What a registration does besides in its transaction."""


def under(key: TakenKey) -> Keeping:
    """Return what takes a key for one number that names its person by identifiers."""

    async def take(connection: AsyncConnection, registered: Registered) -> None:
        await take_key(connection, key, registered.records[0].check_id, registered.at)

    return take


@dataclass(frozen=True, slots=True)
class Asking:
    """Who registers, one by one or many at once, and how often they may name nobody."""

    caller: Caller
    method: CheckMethod
    """INSURED_IDENTIFIER or BULK: with what else it is counted."""
    misses: MissBudget

    async def misses_left(self, connection: AsyncConnection, now: datetime) -> int:
        """Return how many more misses there may be, at least one; raises TooManyMisses."""
        asker = asker_of(self.caller.client_id, self.caller.institution_code)
        return await self.misses.left(connection, asker, now)


@dataclass(frozen=True, slots=True)
class KeptNumbers:
    """The numbers that one institution keeps."""

    world: World
    institution_code: InstitutionCode

    async def register(
        self, numbers: Sequence[tuple[str, Named]], asking: Asking, keep: Keeping | None = None
    ) -> tuple[datetime, list[ServiceError | None]]:
        """Register each number, replacing what the person had; return when, and what was wrong with each.

        Each that names its person by identifiers is recorded, whether anybody has them or not. ``keep`` is what else
        the transaction does. Raises TooManyMisses (nothing was looked up), DatabaseUnavailable, and what ``keep`` does.
        """
        now = self.world.clock.now()
        by_identifiers = [not isinstance(named, UUID) for _, named in numbers]
        async with self.world.database.transaction() as connection:
            left = await asking.misses_left(connection, now) if any(by_identifiers) else 0
            found = await self._people(connection, [named for _, named in numbers])
            told = _within(left, found, by_identifiers)
            right = [
                (person, number) for (number, _), person in zip(numbers, told, strict=True) if isinstance(person, UUID)
            ]
            if right:
                people, texts = zip(*right, strict=True)
                arguments = (self.institution_code, now, list(people), list(texts))
                await connection.exec_driver_sql(_REGISTER, arguments)
            records = [
                self._record(outcome, asking, now)
                for outcome, is_guess in zip(told, by_identifiers, strict=True)
                if is_guess and not isinstance(outcome, TooManyMisses)
            ]
            wrong = [None if isinstance(person, UUID) else person for person in told]
            if keep is not None:
                await keep(connection, Registered(now, wrong, records))
            if records:
                await store_within(connection, records)
        self.world.background.need(SEALING)
        return now, wrong

    async def outcome_of(self, record_id: UUID) -> tuple[datetime, str]:
        """Return when a registration by identifiers was, and what it came to: REGISTERED, or the refusal's code.

        Raises ResourceNotFound, DatabaseUnavailable.
        """
        rows = await self.world.database.fetch(REGISTRATION, record_id, self.institution_code)
        if not rows:
            raise ResourceNotFound
        return rows[0]["checked_at"], rows[0]["code"]

    async def list_of(
        self, number: str | None, check_id: UUID | None, after: tuple[str, UUID] | None, limit: int
    ) -> list[KeptNumber]:
        """Return up to ``limit`` numbers; raises ResourceNotFound (of the check), DatabaseUnavailable."""
        async with self.world.database.transaction() as connection:
            person = await self._person(connection, check_id)
            arguments = (self.institution_code, number, person, *(after or (None, None)), limit)
            return [KeptNumber(*tuple(row)) for row in await connection.exec_driver_sql(_LIST, arguments)]

    async def remove(self, number: str | None, check_id: UUID | None) -> None:
        """Remove the number, or the person's; raises ResourceNotFound, DatabaseUnavailable."""
        async with self.world.database.transaction() as connection:
            person = await self._person(connection, check_id)
            rows = await connection.exec_driver_sql(_REMOVE, (self.institution_code, number, person))
            if rows.first() is None:
                raise ResourceNotFound

    def _record(self, outcome: UUID | ServiceError, asking: Asking, now: datetime) -> DisclosureRecord:
        """Return the record of a registration: the answer tells whether there is such a person, a disclosure."""
        caller = asking.caller
        purpose = PurposeOfUse.CARE_NURSING if caller.role is Role.NURSING else PurposeOfUse.CARE_VISIT
        # No rules of an answer were asked.
        act = begin(caller, self.world, now)
        asked = Asked(asking.method, purpose, act.today, rules=[])
        if isinstance(outcome, UUID):
            return record_of(act, asked, Recorded("registered", REGISTERED, person_id=str(outcome)))
        return record_of(act, asked, Recorded("not_registered", outcome.code))

    async def _person(self, connection: AsyncConnection, check_id: UUID | None) -> UUID | None:
        if check_id is None:
            return None
        found = await self._by_check(connection, {0: check_id})
        if not found:
            raise ResourceNotFound
        return found[0]

    async def _people(self, connection: AsyncConnection, asked: Sequence[Named]) -> list[UUID | ServiceError]:
        found: dict[int, UUID | ServiceError] = {}
        found.update(
            await self._by_check(
                connection, {place: named for place, named in enumerate(asked) if isinstance(named, UUID)}
            )
        )
        for place, people in (await people_by_identifiers(connection, asked, self.world.known_at())).items():
            found[place] = people[0] if len(people) == 1 else InsuredAmbiguous()
        return [
            found.get(place, ResourceNotFound() if isinstance(named, UUID) else InsuredNotFound())
            for place, named in enumerate(asked)
        ]

    async def _by_check(self, connection: AsyncConnection, checks: Mapping[int, UUID]) -> dict[int, UUID]:
        if not checks:
            return {}
        arguments = (list(checks), list(checks.values()), self.institution_code)
        return {row.place: row.person_id for row in await connection.exec_driver_sql(PEOPLE_OF_CHECKS, arguments)}


def _within(
    misses_left: int, found: Sequence[UUID | ServiceError], by_identifiers: Sequence[bool]
) -> list[UUID | ServiceError]:
    """Return what may be answered: after the asker's last allowed miss, nothing about who has which identifiers."""
    told: list[UUID | ServiceError] = []
    for outcome, is_guess in zip(found, by_identifiers, strict=True):
        told.append(TooManyMisses() if is_guess and misses_left <= 0 else outcome)
        misses_left -= is_guess and isinstance(outcome, InsuredNotFound)
    return told
