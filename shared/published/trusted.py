"""What the registry publishes for others to trust: the roots of J-LIS, and the keys that sign access tokens."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.published.registry import TOKEN_KEYS, TRUST_ROOTS


async def read_trust_roots(connection: AsyncConnection, at: datetime) -> dict[bytes, bytes]:
    """Return the pinned roots (DER) by subject key identifier, as known at ``at``."""
    rows = await connection.exec_driver_sql(TRUST_ROOTS, (at,))
    return trust_roots_in(rows.mappings())


def trust_roots_in(rows: Iterable[Any]) -> dict[bytes, bytes]:
    """Return what rows of TRUST_ROOTS say, of either driver."""
    return {bytes(row["authority_key_id"]): bytes(row["certificate"]) for row in rows}


async def read_token_keys(connection: AsyncConnection, at: datetime) -> dict[str, dict[str, str]]:
    """Return the public keys (JWK) that sign access tokens, by key id, as known at ``at``."""
    rows = await connection.exec_driver_sql(TOKEN_KEYS, (at,))
    return token_keys_in(rows.mappings())


def token_keys_in(rows: Iterable[Any]) -> dict[str, dict[str, str]]:
    """Return what rows of TOKEN_KEYS say, of either driver."""
    return {row["key_id"]: msgspec.json.decode(row["jwk"]) for row in rows}
