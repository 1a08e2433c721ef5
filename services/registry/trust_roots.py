"""The roots of the simulated J-LIS that this world trusts: pinned here, published for every verifier."""

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.publication import close
from services.registry.published_tables import published_roots
from services.registry.recording import Author
from shared.errors import RequestInvalid, Violation
from shared.pki.path import key_id_of_root, load_root
from shared.published.registry import read_trust_roots

Roots = dict[bytes, x509.Certificate]
"""Pinned roots by subject key identifier."""


def read_root_certificates(pem: str) -> list[x509.Certificate]:
    """Return the roots in a PEM text; raises RequestInvalid naming every certificate that is none."""
    try:
        certificates = x509.load_pem_x509_certificates(pem.encode())
    except ValueError as error:
        raise RequestInvalid([_violation("", "is no PEM of certificates")]) from error
    roots, violations = [], []
    for number, certificate in enumerate(certificates, start=1):
        try:
            roots.append(load_root(certificate.public_bytes(Encoding.DER)))
        except ValueError:
            violations.append(_violation(f" {number}", "is no self-signed CA certificate with a key identifier"))
    if violations:
        raise RequestInvalid(violations)
    return roots


async def pin_roots(author: Author, roots: Sequence[x509.Certificate]) -> tuple[Roots, bool]:
    """Publish those of ``roots`` that are not known yet; return all, and whether any was new."""
    async with author.world.database.transaction() as connection:
        await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("onshi registry trust roots"))))
        now = author.world.clock.now()
        known = await read_roots(connection, now)
        new = [root for root in roots if known.get(key_id_of_root(root)) != root]
        for root in new:
            key = {"authority_key_id": key_id_of_root(root)}
            await close(connection, published_roots, key, now)
            der = root.public_bytes(Encoding.DER)
            await connection.execute(insert(published_roots).values(**key, certificate=der, known_from=now))
    return known | {key_id_of_root(root): root for root in new}, bool(new)


async def read_roots(connection: AsyncConnection, at: datetime) -> Roots:
    """Return the roots that are known at ``at``."""
    found = await read_trust_roots(connection, at)
    return {key_id: x509.load_der_x509_certificate(der) for key_id, der in found.items()}


def _violation(which: str, what: str) -> Violation:
    return Violation(
        "/certificates_pem", "not-a-root", f"Certificate{which} {what}.", "ルート証明書として読み取れません。"
    )
