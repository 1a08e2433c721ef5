"""How long an answer is held back."""

import asyncio
from dataclasses import dataclass, field

from shared.web.turns import ARRIVED_KEY
from shared.web.wire import WIRE_KEY
from shared.worlds.fault_plan import Fired
from simulator.faults.transport import hold_back

AN_HOUR = Fired("fault-1", "delay", {"milliseconds": 3_600_000})
BOUND_S = 5.0


@dataclass
class Lost:
    """A connection that is lost as soon as somebody waits on it."""

    waits: list["asyncio.Future[None] | None"] = field(default_factory=list)

    def end_when_lost(self, wait: "asyncio.Future[None] | None") -> None:
        """Be lost."""
        self.waits.append(wait)
        if wait is not None:
            asyncio.get_running_loop().call_soon(wait.set_result, None)


async def test_a_delay_counts_from_the_arrival_of_the_request() -> None:
    arrived = asyncio.get_running_loop().time() - 7_200

    # An answer that took two hours is late already.
    await asyncio.wait_for(hold_back(AN_HOUR, {"type": "http", ARRIVED_KEY: arrived}), BOUND_S)


async def test_an_answer_is_held_back_no_longer_than_its_client_is_there() -> None:
    connection = Lost()

    await asyncio.wait_for(hold_back(AN_HOUR, {"type": "http", WIRE_KEY: connection}), BOUND_S)

    assert connection.waits[-1] is None
