"""Verifying the certificate of a registered card once, so that no check of it has to (docs/decisions/0130).

A card that was registered with a proof has shown its certificate. Of one that was named, or follows another, J-LIS has
it, or makes it later: when the card signs for the first time.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.cards.rules.cards import CardCertificate
from services.registry.publishing import publish_verified_certificate
from services.registry.recording import Author
from shared.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateUntrusted,
    CertificateWrongKind,
    ProofUnreadable,
)
from shared.pki.pinned_roots import PinnedRoots
from shared.pki.serials import serial_bytes
from shared.published.jpki import read_certificate, read_new_certificates
from shared.published.trusted import read_trust_roots

_REFUSALS = (
    ProofUnreadable,
    CertificateNotYetValid,
    CertificateExpired,
    CertificateUntrusted,
    CertificateWrongKind,
)
_AT_ONCE = 200


async def verify_published(
    connection: AsyncConnection, certificate: CardCertificate, at: datetime, pinned: PinnedRoots
) -> None:
    """Verify the certificate that J-LIS publishes under this name, and publish that; else every check verifies it."""
    der = await read_certificate(connection, certificate.authority_key_id, certificate.serial_number)
    if der is None:
        return
    try:
        verifier = pinned.pin(await read_trust_roots(connection, at))
        verified, _ = verifier.verify(der, at)
    except _REFUSALS:
        return
    named = CardCertificate(verified.authority_key_id, serial_bytes(verified.serial_number))
    if named == certificate:
        before = verifier.for_others(der, verified)
        await publish_verified_certificate(connection, named.authority_key_id, named.serial_number, before, at)


class NewCertificates:
    """What J-LIS has made since this process looked last; at its first look: ever."""

    def __init__(self, author: Author) -> None:
        self._author = author
        self._pinned = PinnedRoots()
        self._seen = 0

    async def look(self) -> None:
        """Verify those of registered cards; raises DatabaseUnavailable.

        One that is committed after a later one was seen waits for the next process that starts.
        """
        world = self._author.world
        while True:
            async with world.database.transaction() as connection:
                now = world.clock.now()
                marks = self._pinned.pin(await read_trust_roots(connection, now)).marks
                found = await read_new_certificates(connection, self._seen, world.known_at(), _AT_ONCE)
                for each in found:
                    if each.is_of_card and each.mark not in marks:
                        certificate = CardCertificate(each.authority_key_id, each.serial_number)
                        await verify_published(connection, certificate, now, self._pinned)
            if not found:
                return
            self._seen = found[-1].number
