"""Thousands of lines at once go the way of one: the same commands, a batch to a transaction."""

import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, text

from services.registry.coverages.commands.acquisition import Outcome, register_coverages
from services.registry.coverages.rules.filing import Filing
from services.registry.directory.commands import register_insurer
from services.registry.outcome import Registered
from services.registry.persons.commands import register_persons
from services.registry.recording import Author
from shared.clock import FrozenClock
from shared.db.database import open_database
from shared.domain.codes import Relationship, Sex
from shared.domain.coverage import Coverage, Insurer, PersonRecord
from shared.domain.identifiers import InsurerNumber
from shared.domain.insurers import InsurerKind
from shared.errors import AlreadyExists, ConflictingPeriod, RequestInvalid
from shared.published.registry import decode_person
from shared.worlds.world import World
from tests.worlds import TestDatabase

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SOCIETY = Insurer("06123457", "見本健康保険組合", InsurerKind.SOCIETY)


def person(number: int, **more: Any) -> PersonRecord:
    facts = {"name": f"見本　{number}", "name_kana": None, "sex": Sex.FEMALE, "birthdate": date(1985, 4, 1), **more}
    return PersonRecord(str(UUID(int=number)), **facts)


def filing(holder: int, **more: Any) -> Filing:
    facts: dict[str, Any] = {
        "insurer": Insurer.known_by_number("06123457"),
        "symbol": "12",
        "number": str(holder),
        "branch": "00",
        "relationship": Relationship.SELF,
        "acquired_on": date(2024, 4, 1),
        **more,
    }
    return Filing(UUID(int=holder), Coverage(str(UUID(int=10_000 + holder)), **facts))


@asynccontextmanager
async def author_on(database: TestDatabase) -> AsyncIterator[Author]:
    async with open_database(database.urls["registry"], statement_timeout_s=20) as connections:
        author = Author(World("default", FrozenClock(NOW), os.urandom, connections), "operator")
        await register_insurer(author, InsurerNumber("06123457"), SOCIETY.name, SOCIETY.kind)
        yield author


async def published(author: Author) -> dict[str, list[str]]:
    """Return the numbers that stand in the published record of each person, by their name."""
    async with author.world.database.transaction() as connection:
        rows = await connection.execute(
            text("SELECT document FROM registry_published.persons WHERE known_to = 'infinity'")
        )
        people = [decode_person(row.document) for row in rows]
        return {person.name: [coverage.number for coverage in person.coverages] for person in people}


def kinds(outcomes: Sequence[Outcome]) -> list[object]:
    return [each.is_new if isinstance(each, Registered) else type(each) for each in outcomes]


async def test_each_line_has_its_own_outcome_and_the_rest_is_published(database: TestDatabase) -> None:
    async with author_on(database) as author:
        await register_persons(author, [person(1), person(2), person(3, birthdate=date(2026, 11, 21)), person(4)])
        child = filing(2, number="1", branch="01", relationship=Relationship.FAMILY)
        lines = [
            filing(1),
            child,
            filing(1),
            filing(3),
            filing(1, acquired_on=date(2025, 4, 1)),
            Filing(UUID(int=4), filing(9, number="1").coverage),
        ]
        outcomes = await register_coverages(author, lines)
        assert kinds(outcomes) == [True, True, False, RequestInvalid, AlreadyExists, ConflictingPeriod]
        assert await published(author) == {"見本　1": ["1"], "見本　2": ["1"], "見本　4": []}
        # Sent again as a whole, nothing is made twice, and what was refused is refused again.
        again = await register_coverages(author, lines)
        assert kinds(again) == [False, False, False, RequestInvalid, AlreadyExists, ConflictingPeriod]


async def test_what_was_refused_can_be_registered_once_nothing_stands_against_it(database: TestDatabase) -> None:
    async with author_on(database) as author:
        assert kinds(await register_coverages(author, [filing(1)])) == [RequestInvalid]
        await register_persons(author, [person(1)])
        assert kinds(await register_coverages(author, [filing(1)])) == [True]


@pytest.mark.parametrize("lines", [1, 200])
async def test_a_batch_asks_as_often_as_one_line(database: TestDatabase, lines: int) -> None:
    numbers = range(1, lines + 1)
    async with author_on(database) as author:
        await register_persons(author, [person(number) for number in numbers])
        with counted() as statements:
            outcomes = await register_coverages(author, [filing(number) for number in numbers])
        assert kinds(outcomes) == [True] * lines
        assert 5 <= len(statements) <= 25


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent to PostgreSQL."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)
