"""The faults of all worlds in one worker: it follows the rules."""

import asyncio
from collections.abc import Collection
from contextlib import suppress

import asyncpg
import msgspec

from shared.worlds.clock import WorldClock
from shared.worlds.state import WorldState
from simulator.faults.claims import Claims
from simulator.faults.occasion import Occasion
from simulator.faults.plan import LiveRule, Plan
from simulator.faults.requests import Facts
from simulator.faults.rule import Rule

WAIT_S = 10.0
"""How long a request waits while it is not known what the rules are."""
_PROFILE = "SELECT number, rule, 0 AS seen FROM sim.fault_profile"
_RULES = "SELECT number, rule, seen FROM sim.faults WHERE world = $1 AND generation = $2"


class WorkerFaults:
    """What one worker knows of the rules (shared/worlds/control/link.py)."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims
        self._plans: dict[str, Plan] = {}
        self._profile: dict[int, LiveRule] = {}
        self._states: dict[str, tuple[WorldState, WorldClock]] = {}
        self._known = asyncio.Event()
        self.is_idle = False
        """Whether no world has any rule: all that a request looks at then."""

    async def follow(self, connection: asyncpg.Connection, states: Collection[WorldState]) -> None:
        """Read the rules of worlds whose rules have changed, or that live anew."""
        for state in states:
            known, clock = self._states.get(state.name, (None, WorldClock(state.clock)))
            if known is not None and known.version > state.version:
                continue
            clock.follow(state.clock)
            self._states[state.name] = (state, clock)
            if known is None or _rules_of(known) != _rules_of(state):
                await self._read(connection, state, clock)
        self._known.set()
        self._look()

    def forget(self, world: str) -> None:
        """Drop the rules of a world that is gone."""
        self._states.pop(world, None)
        self._plans.pop(world, None)
        self._look()

    def suspend(self) -> None:
        """Let requests wait until the rules are known again."""
        self._known.clear()
        self._states.clear()
        self._plans.clear()
        self._look()

    async def plan_of(self, world: str) -> Plan | None:
        """Return the rules of a world; None where it has none."""
        if not self._known.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._known.wait(), WAIT_S)
        return self._plans.get(world)

    def occasion(self, plan: Plan, kinds: frozenset[str], facts: Facts) -> Occasion:
        """Begin a request that rules of these kinds can be about."""
        return Occasion(plan, self._claims, kinds, facts)

    async def close(self) -> None:
        """Count what is left."""
        await self._claims.close()

    async def _read(self, connection: asyncpg.Connection, state: WorldState, clock: WorldClock) -> None:
        rules = [_live(row) for row in await connection.fetch(_RULES, state.name, state.generation)]
        # One for all worlds; what it has drawn goes on where it was.
        profile = [self._profile.setdefault(row["number"], _live(row)) for row in await connection.fetch(_PROFILE)]
        if rules or profile:
            self._plans[state.name] = Plan((state.name, state.generation), [*rules, *profile], clock)
        else:
            self._plans.pop(state.name, None)

    def _look(self) -> None:
        self.is_idle = self._known.is_set() and not self._plans


def _live(row: asyncpg.Record) -> LiveRule:
    return LiveRule(row["number"], msgspec.json.decode(row["rule"], type=Rule), row["seen"])


def _rules_of(state: WorldState) -> tuple[int, int]:
    return state.generation, state.fault_changes
