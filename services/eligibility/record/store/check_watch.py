"""Waiting for the next check of an institution (long poll): one look a tick for everybody who waits in this worker."""

import asyncio
from dataclasses import dataclass, field

from services.eligibility.record.store.check_list import Cursor
from shared.domain.identifiers import InstitutionCode
from shared.published.eligibility.check_list import WHO_HAS_NEW_CHECKS
from shared.worlds.world import World

TICK_S = 0.2


@dataclass(eq=False, slots=True)
class _Waiter:
    institution_code: InstitutionCode
    after: Cursor
    method: str | None
    is_over: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class CheckWatch:
    """Wakes those who wait in one world. While nobody does, it does nothing."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: set[_Waiter] = set()
        self._looking: asyncio.Task[None] | None = None
        self._is_released = False

    async def until_new(
        self, institution_code: InstitutionCode, after: Cursor, method: str | None, timeout_s: float
    ) -> None:
        """Return when there is a check behind ``after``, or after ``timeout_s``; raises DatabaseUnavailable."""
        if self._is_released:
            return
        waiter = _Waiter(institution_code, after, method)
        self._waiting.add(waiter)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_while_anybody_waits())
        try:
            await asyncio.wait([waiter.is_over], timeout=timeout_s)
            if waiter.is_over.done():
                waiter.is_over.result()
        finally:
            self._waiting.discard(waiter)
            waiter.is_over.cancel()

    def release(self) -> None:
        """End every wait, and every new one until ``go_on``: nobody looks for new checks until then."""
        self._is_released = True
        if self._looking is not None:
            self._looking.cancel()
        for waiter in self._waiting:
            if not waiter.is_over.done():
                waiter.is_over.set_result(None)

    def go_on(self) -> None:
        """Let requests wait again."""
        self._is_released = False

    async def _look_while_anybody_waits(self) -> None:
        try:
            while self._waiting:
                await asyncio.sleep(TICK_S)
                waiting = [waiter for waiter in self._waiting if not waiter.is_over.done()]
                if waiting:
                    await self._look(waiting)
        finally:
            self._looking = None

    async def _look(self, waiting: list[_Waiter]) -> None:
        try:
            rows = await self._world.database.fetch(
                WHO_HAS_NEW_CHECKS,
                [waiter.institution_code for waiter in waiting],
                [str(waiter.after.listed_in) for waiter in waiting],
                [waiter.after.check_id for waiter in waiting],
                [waiter.method for waiter in waiting],
            )
        except Exception as error:  # noqa: BLE001 - it is handed to everybody who waits
            for waiter in waiting:
                if not waiter.is_over.done():
                    waiter.is_over.set_exception(error)
            return
        for (place,) in rows:
            if not (waiter := waiting[place - 1]).is_over.done():
                waiter.is_over.set_result(None)
