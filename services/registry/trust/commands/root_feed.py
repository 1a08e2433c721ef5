"""Following the generations of the simulated J-LIS: a new root is pinned when a pinned one vouches for it.

A new generation is published a day before it issues, so that its certificates are trusted from the first on.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from cryptography import x509

from services.registry.recording import Author
from services.registry.trust.commands.roots import pin_roots
from services.registry.trust.rules.rollover import kinds_of, vouched_for
from services.registry.trust.store.jlis import JlisClient, JlisUnavailable
from services.registry.trust.store.roots import read_roots
from shared.errors import DATABASE_FAILURES

_log = structlog.get_logger()


@dataclass(slots=True)
class RootFeed:
    """The feed of one worker; it remembers which roots it has seen, to be sent only others."""

    author: Author
    jlis: JlisClient
    _etags: dict[str, str] = field(default_factory=dict)

    async def step(self, every_s: float) -> float:
        """Look once; return ``every_s``, after which the next look is due."""
        try:
            await self.look()
        except (JlisUnavailable, *DATABASE_FAILURES):
            pass  # The status feed beside this one tells of it.
        except Exception as error:  # noqa: BLE001 - a bug must not leave a generation unknown for good
            _log.error("root feed", error=type(error).__name__)
        return every_s

    async def catch_up(self, within_s: float) -> None:
        """Look once: a clock may be moved to the day before a generation issues, and on before the next look."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.step(0), within_s)

    async def look(self) -> None:
        """Pin every root that is vouched for; raises JlisUnavailable, DatabaseUnavailable."""
        now = self.author.world.clock.now()
        async with self.author.world.database.transaction() as connection:
            pinned = await read_roots(connection, now)
        for kind in sorted(kinds_of(pinned)):
            fetched = await self.jlis.fetch_roots(kind, self._etags.get(kind))
            if fetched is None:
                continue
            roots = x509.load_pem_x509_certificates(fetched.content)
            if any(root not in pinned.values() for root in roots):
                content = await self.jlis.fetch_links(kind)
                links = x509.load_pem_x509_certificates(content) if content else []
                new = vouched_for(roots, links, pinned, now)
                if new:
                    await pin_roots(self.author, new)
                    _log.info("generations pinned", kind=kind, generations=[root.serial_number for root in new])
            if fetched.etag is not None:
                self._etags[kind] = fetched.etag
