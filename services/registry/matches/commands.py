"""4情報突合: whom a description means, one by one and many at once.

Of who is on record those are compared who were born on the day and can agree in name. Who comes near, told one by one
only, is looked for among others born on the day, too: MOST_CANDIDATES at most.
"""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.person_records.store.candidates import (
    MOST_CANDIDATES,
    read_born_on,
    read_insurers_of,
    read_who_may_be,
)
from services.registry.person_records.store.persons import is_recorded
from services.registry.questions.commands import begin_many, keep_many
from services.registry.questions.store import Asker, Question, QuestionOutcome, Way
from services.registry.recording import Recording
from shared.domain.coverage import PersonRecord
from shared.domain.matching import Description, Match, match

_READ_TOGETHER: Final = 50
"""Descriptions whose candidates are read by one statement; others are answered between two such parts."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whom a description means: one person, or why none."""

    person_id: UUID | None = None
    is_unclear: bool = False
    """Several fit, or somebody fits in all but the address."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Who fits a description in all that was asked, and who in all but one field."""

    full: Sequence[Match]
    near: Sequence[Match]

    @property
    def outcome(self) -> QuestionOutcome:
        """Return what came of it."""
        found = {0: QuestionOutcome.NONE, 1: QuestionOutcome.FOUND}
        return found.get(len(self.full), QuestionOutcome.SEVERAL)


async def find_person(connection: AsyncConnection, person_id: UUID | None, description: Description | None) -> Finding:
    """Return whom an id or a description means."""
    if description is None:
        is_there = person_id is not None and await is_recorded(connection, person_id)
        return Finding(person_id if is_there else None)
    candidates = await read_who_may_be(connection, [description])
    matches = [match(description, candidate) for candidate in candidates.get(description.birthdate, ())]
    full = [each for each in matches if each.is_full]
    if len(full) == 1:
        return Finding(UUID(full[0].person_id))
    return Finding(is_unclear=bool(full) or any(each.differs == ["address"] for each in matches))


async def fit_one(connection: AsyncConnection, wanted: Description) -> Fit:
    """Return who fits a description."""
    born_on = await read_who_may_be(connection, [wanted])
    near = await read_born_on(connection, {wanted.birthdate}, MOST_CANDIDATES)
    candidates = {each.person_id: each for found in (born_on, near) for each in found.get(wanted.birthdate, ())}
    return next(await _fits(connection, [wanted], {wanted.birthdate: list(candidates.values())}))


async def fit_many(asker: Asker, wanted: Sequence[Description]) -> list[Fit | None]:
    """Return who fits each of many descriptions, and record that it was asked.

    None stands for those behind the last miss that the asker may have: they are not looked at. Raises TooManyMisses
    when there is none left at the beginning. Requests of one asker wait for each other.
    """
    world, found = asker.author.world, list[Fit | None]()
    async with world.database.transaction() as connection:
        left = await begin_many(connection, asker)
        for first in range(0, len(wanted), _READ_TOGETHER):
            part = wanted[first : first + _READ_TOGETHER]
            for fit in await _fits(connection, part, await read_who_may_be(connection, part)):
                if left == 0:
                    break
                if left is not None and fit.outcome is QuestionOutcome.NONE:
                    left -= 1
                found.append(fit)
            if left == 0:
                break
            await asyncio.sleep(0)
        questions = [
            Question(Way.PERSON_MATCH, fit.outcome, asker.institution_code, None) for fit in found if fit is not None
        ]
        await keep_many(connection, asker, questions, Recording(world.clock.now(), asker.author))
    return [*found, *[None] * (len(wanted) - len(found))]


async def _fits(
    connection: AsyncConnection, wanted: Sequence[Description], born_on: Mapping[date, Sequence[PersonRecord]]
) -> Iterator[Fit]:
    with_insurer = {each.birthdate for each in wanted if each.insurer_number is not None}
    asked = [record.person_id for day in with_insurer for record in born_on.get(day, ())]
    insurers = await read_insurers_of(connection, asked) if asked else {}
    return (_fit(each, born_on, insurers) for each in wanted)


def _fit(
    wanted: Description, born_on: Mapping[date, Sequence[PersonRecord]], insurers: Mapping[str, Collection[str]]
) -> Fit:
    candidates = born_on.get(wanted.birthdate, ())
    matches = [match(wanted, record, insurers.get(record.person_id, ())) for record in candidates]
    return Fit([each for each in matches if each.is_full], [each for each in matches if len(each.differs) == 1])
