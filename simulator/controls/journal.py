"""The journal of a world as its controls read it: entries with the personas that they are about, explained."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from services.eligibility.opening.looking_back import LookedBack, look_back
from shared.clock import ShiftedClock
from shared.errors import JournalOff, RequestInvalid, ResourceNotFound, Violation
from shared.nearest import near_in_both
from shared.settings import Settings
from simulator.controls.journal_messages import (
    JournalDifference,
    JournalEntry,
    JournalNearMiss,
    JournalRequest,
    JournalVerdict,
    JournalVerification,
    entry_shown,
    request_shown,
)
from simulator.controls.patients_made import MadePatients
from simulator.controls.simulation import Simulation
from simulator.journal import reading
from simulator.journal.explaining.explain import explain
from simulator.journal.impossible import impossible
from simulator.journal.reading import EVERYTHING, Entry, Life, Wanted
from simulator.journal.verifying import NearMiss, near_misses
from simulator.personas.offered import personas_near
from simulator.personas.persona import Persona

_LOOK_EVERY_S = 0.1
_WRITTEN_WITHIN_S = 1.0
"""An answer's entry can be read so long after it at the latest."""
_LOOKED_AT = 500
"""Of the newest entries, for near misses."""


@dataclass(frozen=True, slots=True)
class Read:
    """A page of the journal, how far it goes, and how many requests were not kept."""

    items: Sequence[JournalEntry]
    end: int
    shed: int


@dataclass(frozen=True, slots=True)
class Journal:
    """The journals of all worlds; ``settings`` are those of the services, None where no journal is kept."""

    simulation: Simulation
    personas: Sequence[Persona]
    made: MadePatients
    settings: Settings | None

    async def newest(self) -> int:
        """Return the number of the newest entry; raises JournalOff, ControlsAlone, DatabaseUnavailable."""
        self._must_be_kept()
        async with self.simulation.database() as connection:
            return await reading.newest(connection)

    async def read(self, world: str, wanted: Wanted, after: int, limit: int, *, persona: str | None = None) -> Read:
        """Return the entries behind ``after``, explained; raises as ``newest``, and RequestInvalid, WorldUnknown."""
        self._must_be_kept()
        people = await self._people(world)
        wanted = self._possible(wanted, persona, people, "/query")
        life = await self._life(world)
        async with self.simulation.database() as connection:
            entries = await reading.read_page(connection, life, wanted, after=after, limit=limit)
            shed = await reading.shed(connection, life)
        return Read(await self._explained(world, entries), entries[-1].seq if entries else after, shed)

    async def read_one(self, world: str, request_id: str) -> JournalEntry:
        """Return the newest entry of a request id; raises as ``newest``, and ResourceNotFound, WorldUnknown."""
        self._must_be_kept()
        life = await self._life(world)
        async with self.simulation.database() as connection:
            entries = await reading.read_newest(connection, life, Wanted(request_id=request_id), 1)
        if not entries:
            raise ResourceNotFound
        (shown,) = await self._explained(world, entries)
        return shown

    async def latest(
        self, world: str, wanted: Wanted, limit: int, *, persona: str | None = None
    ) -> list[JournalRequest]:
        """Return the latest entries, the newest first, without explanations; raises as ``read``."""
        self._must_be_kept()
        people = await self._people(world)
        wanted = self._possible(wanted, persona, people, "")
        life = await self._life(world)
        async with self.simulation.database() as connection:
            entries = await reading.read_newest(connection, life, wanted, limit)
        personas = {person_id: name for name, person_id in people.items()}
        return [request_shown(each, personas) for each in entries]

    async def clear(self, world: str) -> None:
        """Forget what has ended until now; raises as ``newest``, and WorldUnknown."""
        self._must_be_kept()
        life = await self._life(world)
        async with self.simulation.database() as connection:
            await reading.clear(connection, life, ShiftedClock().now())

    async def verify(self, world: str, asked: JournalVerification) -> JournalVerdict:
        """Tell whether so many match, after a second at the latest; raises as ``read``."""
        self._must_be_kept()
        people, life = await self._people(world), await self._life(world)
        asked_for = Wanted(**asked.match.model_dump(exclude={"persona"}))
        wanted = self._possible(asked_for, asked.match.persona, people, "/match")

        async def count() -> int:
            async with self.simulation.database() as connection:
                return await reading.count(connection, life, wanted)

        found = await _once(count, lambda number: not asked.may_come_true(number), _WRITTEN_WITHIN_S)
        if asked.holds_for(found):
            return JournalVerdict(ok=True, found=found, near_misses=[])
        async with self.simulation.database() as connection:
            entries = await reading.read_newest(connection, life, EVERYTHING, _LOOKED_AT)
        personas = {person_id: persona for persona, person_id in people.items()}
        near = near_misses(entries, wanted)
        return JournalVerdict(ok=False, found=found, near_misses=[_near_miss(each, personas) for each in near])

    async def _explained(self, world: str, entries: Sequence[Entry]) -> list[JournalEntry]:
        personas = {person_id: persona for persona, person_id in (await self._people(world)).items()}
        looked = await self._looked_back(world, {each.check_id for each in entries if each.check_id is not None})
        return [
            entry_shown(each, personas, explain(each, None if each.check_id is None else looked.get(each.check_id)))
            for each in entries
        ]

    async def _looked_back(self, world: str, check_ids: set[UUID]) -> dict[UUID, LookedBack]:
        assert self.settings is not None  # noqa: S101 - asked before
        return await look_back(self.settings, await self.simulation.state_of(world), check_ids)

    async def _people(self, world: str) -> dict[str, UUID]:
        """Return whom the registry knows every persona as."""
        everybody = (*self.personas, *await self.made.all_of(world))
        return {each.id: each.holder.person_id for each in everybody if each.holder is not None}

    async def _life(self, world: str) -> Life:
        state = await self.simulation.state_of(world)
        return Life(state.name, state.generation)

    def _possible(self, wanted: Wanted, persona: str | None, people: dict[str, UUID], place: str) -> Wanted:
        """Return what is wanted, also about a persona; raises RequestInvalid naming all that no request can be."""
        wrong = list(impossible(wanted, place))
        if persona is not None and persona not in people:
            wrong.append(_nobody(f"{place}/persona", personas_near(persona, self.personas)))
        if wrong:
            raise RequestInvalid(wrong)
        return wanted if persona is None else replace(wanted, person_id=people[persona])

    def _must_be_kept(self) -> None:
        if self.settings is None and not self.simulation.is_alone:
            raise JournalOff


async def _once(count: Callable[[], Awaitable[int]], is_enough: Callable[[int], bool], within_s: float) -> int:
    """Return the count once it is enough, or what it is after so long."""
    loop = asyncio.get_running_loop()
    until = loop.time() + within_s
    while True:
        found = await count()
        if is_enough(found) or loop.time() >= until:
            return found
        await asyncio.sleep(_LOOK_EVERY_S)


def _nobody(pointer: str, near: Sequence[str]) -> Violation:
    hint, hint_ja = near_in_both(near)
    return Violation(
        pointer,
        "unknown",
        f"There is no persona of this id{hint}.",
        f"この識別子のテスト患者はいません{hint_ja}。",
    )


def _near_miss(near: NearMiss, personas: dict[UUID, str]) -> JournalNearMiss:
    return JournalNearMiss(
        request=request_shown(near.entry, personas),
        differences=[
            JournalDifference(
                field="persona" if each.field == "person_id" else each.field,
                expected=_told(each.expected, personas),
                found=None if each.found is None else _told(each.found, personas),
            )
            for each in near.differences
        ],
    )


def _told(value: object, personas: dict[UUID, str]) -> str | int:
    if isinstance(value, UUID):
        return personas.get(value, str(value))
    return value if isinstance(value, int) else str(value)
