"""What other services have published, held in memory because it hardly changes: roots and token keys.

Read at the start, again every few seconds, and at once when a certificate or token fits nothing that is held.
"""

import contextlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from shared.errors import DATABASE_FAILURES, CertificateUntrusted
from shared.pki.certificate_life import CertificateState
from shared.pki.chain import VerifiedCertificate
from shared.pki.path import CertificateVerifier, PresentedCertificate, VerifiedBefore
from shared.pki.pinned_roots import PinnedRoots
from shared.published.registry import TRUST_ROOTS
from shared.published.trusted import trust_roots_in
from shared.web.callers import Authenticator
from shared.worlds.world import World

READING = "reading what is published"
"""The work of a world that is open: read again every few seconds."""
_REFRESH_S = 5.0
_LEAST_BETWEEN_READS = timedelta(seconds=1)

Verdict = TypeVar("Verdict")


class TrustedRoots:
    """The pinned roots of the world's J-LIS, as the registry publishes them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._pinned = PinnedRoots()
        self._read_at: datetime | None = None

    async def can_verify(self, at: datetime) -> bool:
        """Tell whether any root is held, or can be read now; for readiness."""
        if not self._pinned.ready:
            with contextlib.suppress(*DATABASE_FAILURES):
                await self.read(at)
        return self._pinned.ready

    async def present(self, der: bytes, at: datetime) -> PresentedCertificate:
        """Read a certificate (see CertificateVerifier); a root that was pinned just now is found."""
        return await self._with_newest_roots(lambda verifier: verifier.present(der, at), at)

    async def accept(
        self, presented: PresentedCertificate, before: VerifiedBefore | None, at: datetime
    ) -> tuple[VerifiedCertificate, CertificateState]:
        """Return what is verified of a certificate (see CertificateVerifier)."""
        return await self._with_newest_roots(lambda verifier: verifier.accept(presented, before, at), at)

    async def _with_newest_roots(self, judge: Callable[[CertificateVerifier], Verdict], at: datetime) -> Verdict:
        try:
            return judge(self._pinned.current)
        except CertificateUntrusted:
            if self._read_at is not None and abs(at - self._read_at) < _LEAST_BETWEEN_READS:
                raise
        await self.read(at)
        return judge(self._pinned.current)

    async def read(self, at: datetime) -> None:
        """Read the published roots; raises DatabaseUnavailable."""
        self.pin(trust_roots_in(await self._world.database.fetch(TRUST_ROOTS, at)), at)

    def pin(self, roots: Mapping[bytes, bytes], at: datetime) -> None:
        """Trust these roots, as they were published at ``at``, and no other."""
        self._read_at = at
        self._pinned.pin(roots)


async def keep_reading(world: World, roots: TrustedRoots, authenticator: Authenticator) -> float:
    """Read roots and keys, so that one that was withdrawn is soon distrusted; return when to read them again."""
    # The database itself says so when it fails.
    with contextlib.suppress(*DATABASE_FAILURES):
        now = world.clock.now()
        await roots.read(now)
        await authenticator.load_keys(now)
    return _REFRESH_S
