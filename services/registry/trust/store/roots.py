"""The roots of the simulated J-LIS that this world trusts: pinned here, published for every verifier."""

from datetime import datetime

from cryptography import x509
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.published.trusted import read_trust_roots

Roots = dict[bytes, x509.Certificate]
"""Pinned roots by subject key identifier."""


async def read_roots(connection: AsyncConnection, at: datetime) -> Roots:
    """Return the roots that are known at ``at``."""
    found = await read_trust_roots(connection, at)
    return {key_id: x509.load_der_x509_certificate(der) for key_id, der in found.items()}
