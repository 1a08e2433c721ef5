"""Any sequence of writes, asked from any point of both times, against a model that only keeps a list of them."""

import itertools
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.registry.coverages.commands.acquisition import register_coverage
from services.registry.coverages.commands.correction import correct_coverage
from services.registry.coverages.commands.loss import register_loss
from services.registry.coverages.rules.filing import Filing
from services.registry.persons.commands import register_person
from services.registry.recording import Author
from shared.clock import FrozenClock
from shared.db.database import open_database
from shared.domain.codes import LossReason, Relationship, Sex
from shared.domain.coverage import Coverage, Insurer, PersonRecord
from shared.domain.insurers import InsurerKind
from shared.errors import ServiceError
from shared.worlds.world import World
from tests.service.registry.caller import SOCIETY, TOWN, RegistryCaller, running_registry
from tests.worlds import TestDatabase

START_DAY, START = date(2026, 1, 1), datetime(2026, 3, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
_numbers = itertools.count(1)

days = st.integers(0, 20)
lengths = st.one_of(st.none(), st.integers(0, 12))
acquisitions = st.tuples(st.just("acquire"), st.sampled_from("ab"), days, lengths)
losses = st.tuples(st.just("lose"), st.integers(0, 3), days, st.none())
corrections = st.tuples(st.just("correct"), st.integers(0, 3), days, lengths)
steps = st.tuples(st.one_of(acquisitions, losses, corrections), st.integers(0, 2))
histories = st.lists(steps, min_size=3, max_size=8).map(lambda drawn: [(("acquire", "a", 3, None), 1), *drawn])


@dataclass(frozen=True)
class Fact:
    """What the model knows of a coverage: days counted from START_DAY, ``lost`` the first without it."""

    number: str
    acquired: int
    lost: int | None

    def covers(self, day: int) -> bool:
        return self.acquired <= day and (self.lost is None or day < self.lost)

    def shares_a_day_with(self, other: "Fact") -> bool:
        return any(self.covers(day) and other.covers(day) for day in range(50))


@dataclass
class Model:
    """A list of writes. Its own rules say which are refused."""

    written: list[tuple[datetime, int, Fact]] = field(default_factory=list)

    def known(self, at: datetime | None = None) -> dict[int, Fact]:
        return {which: fact for told, which, fact in self.written if at is None or told <= at}

    def wanted(self, step: tuple[Any, ...]) -> tuple[int, Fact] | None:
        """The coverage and what it becomes; None when the step must be refused."""
        what, which, day, length = step
        known = self.known()
        end = None if length is None else day + length
        if what == "acquire":
            target, fact = len(known), Fact(which, day, end)
        elif which not in known:
            return None
        elif what == "lose":
            held = known[which]
            if held.lost not in (None, day) or day < held.acquired:
                return None
            target, fact = which, Fact(held.number, held.acquired, day)
        else:
            target, fact = which, Fact(known[which].number, day, end)
        others = (other for other_target, other in known.items() if other_target != target)
        if any(fact.number == other.number and fact.shares_a_day_with(other) for other in others):
            return None
        return target, fact


@dataclass
class Example:
    """One drawn person in the real registry."""

    author: Author
    person_id: UUID
    prefix: str
    coverage_ids: list[UUID] = field(default_factory=list)

    async def take(self, step: tuple[Any, ...]) -> datetime | None:
        """Do the step; return when it counts as recorded, or None when it was refused."""
        what, which, day, length = step
        on = START_DAY + timedelta(days=day)
        lost_on = None if length is None else on + timedelta(days=length)
        try:
            if what == "acquire":
                coverage_id = self.author.world.random_bytes(16)
                draft = Coverage(
                    str(UUID(bytes=coverage_id)),
                    Insurer("06123457", "", InsurerKind.SOCIETY),
                    None,
                    f"{self.prefix}{which}",
                    "00",
                    Relationship.SELF,
                    on,
                    lost_on,
                )
                registered = await register_coverage(self.author, Filing(self.person_id, draft))
                self.coverage_ids.append(UUID(bytes=coverage_id))
                return registered.thing.recorded_at
            if which >= len(self.coverage_ids):
                return None
            target = self.coverage_ids[which]
            if what == "lose":
                return (await register_loss(self.author, target, on, LossReason.OTHER, lambda _: None)).recorded_at
            changes = {"acquired_on": on, "lost_on": lost_on, "loss_reason": lost_on and LossReason.OTHER}
            return (await correct_coverage(self.author, target, changes, lambda _: None)).recorded_at
        except ServiceError:
            return None

    def shown(self, known: dict[int, Fact]) -> set[tuple[str, date, date | None]]:
        return {
            (
                str(self.coverage_ids[which]),
                START_DAY + timedelta(days=fact.acquired),
                None if fact.lost is None else START_DAY + timedelta(days=fact.lost),
            )
            for which, fact in known.items()
        }


@dataclass(frozen=True)
class Registry:
    """One registry for all examples: its caller for questions, its clock and author for writes."""

    database: TestDatabase
    operator: RegistryCaller
    clock: FrozenClock
    author: Author


@pytest.fixture
async def registry(database: TestDatabase, tmp_path: Path) -> AsyncIterator[Registry]:
    clock = FrozenClock(START)
    async with (
        running_registry(database, tmp_path) as operator,
        open_database(database.urls["registry"], statement_timeout_s=5) as connections,
    ):
        for insurer in (SOCIETY, TOWN):
            await operator.post("/v1/insurers", insurer)
        author = Author(World("default", clock, os.urandom, connections), "operator")
        yield Registry(database, operator, clock, author)


@example(history=[(("acquire", "a", 0, 0), 0), (("lose", 0, 0, None), 0)], asked=[0, 0])
@given(history=histories, asked=st.lists(days, min_size=2, max_size=4))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
async def test_every_pair_of_day_and_instant_is_answered_as_the_writes_say(
    registry: Registry, history: list[tuple[tuple[Any, ...], int]], asked: list[int]
) -> None:
    person = Example(registry.author, UUID(bytes=os.urandom(16)), f"{next(_numbers)}-")
    record = PersonRecord(str(person.person_id), "見本　花子", None, Sex.FEMALE, date(1985, 4, 1))
    await register_person(registry.author, record)
    model = Model()
    for step, hours in history:
        registry.clock.advance(timedelta(hours=hours))
        wanted, recorded_at = model.wanted(step), await person.take(step)
        assert (wanted is None) == (recorded_at is None), step
        if wanted is not None and recorded_at is not None and model.known().get(wanted[0]) != wanted[1]:
            model.written.append((recorded_at, *wanted))

    instants = {told + shift for told, _, _ in model.written for shift in (-MICROSECOND, timedelta())}
    for instant in sorted(instants):
        known = model.known(instant)
        for day in asked:
            answer = await registry.operator.get(
                f"/v1/persons/{person.person_id}/coverages",
                as_of=(START_DAY + timedelta(days=day)).isoformat(),
                known_at=instant.isoformat(),
            )
            covering = {which: fact for which, fact in known.items() if fact.covers(day)}
            assert _told(answer.json()["items"]) == person.shown(covering)
        document, identifiers = await _published(registry.database, person.person_id, instant)
        ever_was = {which: fact for which, fact in known.items() if fact.lost != fact.acquired}
        assert document == person.shown(ever_was)
        assert identifiers == {name for name, _, _ in person.shown(ever_was)}


def _told(items: list[dict[str, Any]]) -> set[tuple[str, date, date | None]]:
    return {
        (
            item["coverage_id"],
            date.fromisoformat(item["acquired_on"]),
            None if item["lost_on"] is None else date.fromisoformat(item["lost_on"]),
        )
        for item in items
    }


async def _published(
    database: TestDatabase, person_id: UUID, at: datetime
) -> tuple[set[tuple[str, date, date | None]], set[str]]:
    reader = await asyncpg.connect(database.urls["eligibility"])
    try:
        document = await reader.fetchval(
            "SELECT document FROM registry_published.persons"
            " WHERE person_id = $1 AND known_from <= $2 AND $2 < known_to",
            person_id,
            at,
        )
        identifiers = await reader.fetch(
            "SELECT coverage_id FROM registry_published.insured_identifiers"
            " WHERE person_id = $1 AND known_from <= $2 AND $2 < known_to",
            person_id,
            at,
        )
    finally:
        await reader.close()
    coverages = msgspec.json.decode(document, type=PersonRecord).coverages
    return (
        {(each.coverage_id, each.acquired_on, each.lost_on) for each in coverages},
        {str(row["coverage_id"]) for row in identifiers},
    )
