"""What other services have published, held in memory because it hardly changes: roots and token keys.

Read at the start, again every few seconds, and at once when a certificate or token fits nothing that is held.
"""

import asyncio
import contextlib
from datetime import datetime, timedelta

import structlog
from cryptography import x509

from shared.errors import DATABASE_FAILURES, CertificateUntrusted
from shared.pki.certificate_life import CertificateState
from shared.pki.path import CertificateVerifier, VerifiedCertificate
from shared.sim.world import World
from shared.web.callers import Authenticator

_REFRESH_S = 5.0
_LEAST_BETWEEN_READS = timedelta(seconds=1)
_log = structlog.get_logger()


class TrustedRoots:
    """The pinned roots of the world's J-LIS, as the registry publishes them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._held: dict[bytes, bytes] = {}
        self._verifier = CertificateVerifier([])
        self._read_at: datetime | None = None

    async def can_verify(self, at: datetime) -> bool:
        """Tell whether any root is held, or can be read now; for readiness."""
        if not self._held:
            with contextlib.suppress(*DATABASE_FAILURES):
                await self.read(at)
        return bool(self._held)

    async def verify(self, der: bytes, at: datetime) -> tuple[VerifiedCertificate, CertificateState]:
        """Verify a certificate (see CertificateVerifier); a root that was pinned just now is found."""
        try:
            return self._verifier.verify(der, at)
        except CertificateUntrusted:
            if self._read_at is not None and abs(at - self._read_at) < _LEAST_BETWEEN_READS:
                raise
        await self.read(at)
        return self._verifier.verify(der, at)

    async def read(self, at: datetime) -> None:
        """Read the published roots; raises DatabaseUnavailable."""
        async with self._world.database.transaction() as connection:
            rows = await connection.exec_driver_sql(
                "SELECT authority_key_id, certificate FROM registry_published.trust_roots"
                " WHERE known_from <= $1 AND $1 < known_to",
                (at,),
            )
            held: dict[bytes, bytes] = {
                bytes(row["authority_key_id"]): bytes(row["certificate"]) for row in rows.mappings()
            }
        self._read_at = at
        if held != self._held:
            # A new verifier, so that nothing verified under a root that was taken away is remembered.
            self._verifier = CertificateVerifier([x509.load_der_x509_certificate(der) for der in held.values()])
            self._held = held


async def keep_reading(world: World, roots: TrustedRoots, authenticator: Authenticator) -> None:
    """Read roots and keys for ever, so that one that was withdrawn is soon distrusted."""
    while True:
        try:
            now = world.clock.now()
            await roots.read(now)
            await authenticator.load_keys(now)
        except DATABASE_FAILURES:
            _log.warning("published roots and keys could not be read", world=world.name)
        await asyncio.sleep(_REFRESH_S)
