"""Whether somebody uses a world in this process; all its services note it in one place."""

import asyncio
from dataclasses import dataclass, field

RESTS_AFTER_S = 5.0
"""Several looks of work that looks each second: whatever the last request changed was seen by then."""


@dataclass(slots=True)
class WorldUse:
    """When a world was last used, and the work that rests until it is used again."""

    used_at: float
    """By the loop's clock."""
    rests_after_s: float | None = None
    """None where other processes serve the world's other services: nobody knows whether it is used there."""
    _resting: set[asyncio.Event] = field(default_factory=set)

    def note(self) -> None:
        """Note that somebody uses the world now: what rested goes on."""
        self.used_at = asyncio.get_running_loop().time()
        if self._resting:
            for wake in self._resting:
                wake.set()
            self._resting.clear()

    @property
    def is_over(self) -> bool:
        """Tell whether nobody used the world for so long that work may rest."""
        since = asyncio.get_running_loop().time() - self.used_at
        return self.rests_after_s is not None and since > self.rests_after_s

    async def until_used(self, wake: asyncio.Event) -> None:
        """Return when the world is used again, or ``wake`` is set."""
        self._resting.add(wake)
        try:
            await wake.wait()
        finally:
            self._resting.discard(wake)
