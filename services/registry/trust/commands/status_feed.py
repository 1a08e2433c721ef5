"""Following the revocation lists of the simulated J-LIS, so that a check knows a certificate's status.

Every worker looks, but one at a time, whichever machine it is on: a row in the database chooses. Nothing that goes
wrong ends it.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.recording import Author
from services.registry.trust.commands.revocation_lists import lists_hold, publish_revocation_list
from services.registry.trust.rules.rollover import generations_of
from services.registry.trust.store.jlis import JlisClient, JlisUnavailable
from services.registry.trust.store.roots import Roots, read_roots
from services.registry.trust.store.turn import take_turn
from shared.errors import DATABASE_FAILURES
from shared.pki.revocation_list import RevocationListInvalid, read_revocation_list

_log = structlog.get_logger()


@dataclass(slots=True)
class StatusFeed:
    """The feed of one worker; it remembers which lists it has published, to ask for newer ones only."""

    author: Author
    jlis: JlisClient
    _etags: dict[int, str] = field(default_factory=dict)
    _failing: set[str] = field(default_factory=set)

    async def step(self, every_s: float) -> float:
        """Look once; return ``every_s``, after which the next look is due."""
        try:
            await self.look()
        except DATABASE_FAILURES:
            self._note("database", is_failing=True)
        except Exception as error:  # noqa: BLE001 - a bug must not leave certificates without a status for good
            _log.error("status feed", error=type(error).__name__)
        else:
            self._note("database", is_failing=False)
        return every_s

    @property
    def is_failing(self) -> bool:
        """Tell whether the last look missed anything."""
        return bool(self._failing)

    async def has_lists(self) -> bool:
        """Tell whether lists are published, and none of them has ended."""
        try:
            async with self.author.world.database.transaction() as connection:
                return await lists_hold(connection, self.author.world.clock.now())
        except DATABASE_FAILURES:
            return False

    async def catch_up(self, within_s: float) -> None:
        """Look once, after whoever is looking: lists may have ended. What fails is looked at again later."""
        with suppress(TimeoutError, *DATABASE_FAILURES):
            await asyncio.wait_for(self.look(waits=True), within_s)

    async def look(self, *, waits: bool = False) -> None:
        """Publish every list that is new, unless another worker is at it; raises DatabaseUnavailable.

        ``waits`` looks after that worker has.
        """
        published: dict[int, str] = {}
        async with self.author.world.database.transaction() as connection:
            if not await take_turn(connection, waits=waits):
                return
            roots = await read_roots(connection, self.author.world.clock.now())
            if not roots:
                return  # Nothing could be believed yet: a fresh world pins its roots in a moment.
            for generation in generations_of(roots):
                etag = await self._look_at(connection, generation, roots)
                if etag is not None:
                    published[generation] = etag
        # Remembered after the commit: what was rolled back is asked for again.
        self._etags |= published

    async def _look_at(self, connection: AsyncConnection, generation: int, roots: Roots) -> str | None:
        """Publish one generation's list if it is new; return its ETag if it was fetched and trusted."""
        source = f"generation {generation}"
        try:
            fetched = await self.jlis.fetch_revocation_list(generation, self._etags.get(generation))
            crl = None if fetched is None else read_revocation_list(fetched.content, roots)
        except (JlisUnavailable, RevocationListInvalid):
            self._note(source, is_failing=True)
            return None
        self._note(source, is_failing=False)
        if fetched is None or crl is None:
            return None
        revocations = await publish_revocation_list(connection, crl, self.author)
        if revocations:
            _log.info("revocations published", generation=generation, new_revocations=revocations)
        return fetched.etag

    def _note(self, source: str, *, is_failing: bool) -> None:
        """Log a source's first failure and its recovery, and not every look between."""
        if is_failing and source not in self._failing:
            self._failing.add(source)
            _log.warning("revocation lists cannot be followed", source=source)
        elif not is_failing and source in self._failing:
            self._failing.discard(source)
            _log.info("revocation lists are followed again", source=source)
