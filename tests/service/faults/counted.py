"""A process with fault rules and without a control database: what it would count there it counts itself."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

import asyncpg
import msgspec

from shared.worlds.state import WorldState
from simulator.faults.claims import Claims, Place
from simulator.faults.layer import FaultLayer
from simulator.faults.rule import Rule
from simulator.faults.worker import WorkerFaults
from tests.service.serving.wire import Served, echo, served


class CountedHere:
    """In the place of ``Claims``."""

    def __init__(self) -> None:
        self.seen: Counter[Place] = Counter()

    async def claim(self, rule: Place) -> int | None:
        self.seen[rule] += 1
        return self.seen[rule]

    def note(self, rule: Place) -> None:
        self.seen[rule] += 1


class _Rows:
    """In the place of a connection to the control database."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    async def fetch(self, _statement: str, *_: object) -> list[dict[str, object]]:
        return [
            {"number": number, "rule": msgspec.json.encode(rule).decode(), "seen": 0}
            for number, rule in enumerate(self._rules, 1)
        ]


@asynccontextmanager
async def served_with(*rules: Rule, app: Any = echo, **options: Any) -> AsyncIterator[Served]:
    """Serve ``app`` in a world with these rules."""
    async with served(await layer_with(*rules, app=app), **options) as server:
        yield server


async def layer_with(*rules: Rule, app: Any = echo) -> FaultLayer:
    """Return ``app`` in a world with these rules."""
    faults = WorkerFaults(cast("Claims", CountedHere()))
    await faults.follow(cast("asyncpg.Connection", _Rows(rules)), [WorldState("default")])
    return FaultLayer(app, faults)
