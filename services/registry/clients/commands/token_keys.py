"""The registry's token key: read from its file at the start, its public half published for every service."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from joserfc.jwk import ECKey
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.published_tables import published_token_keys
from shared.clock import Clock
from shared.pki.tokens import TokenIssuer
from shared.published.trusted import read_token_keys
from shared.settings import MissingSetting

_CURVE = "P-256"


@dataclass(frozen=True, slots=True)
class TokenIssuance:
    """What signs a world's access tokens, and how long one lives."""

    issuer: TokenIssuer
    lifetime: timedelta


def read_token_issuer(token_key_file: Path | None) -> TokenIssuer:
    """Return the issuer with the key in a PEM file; raises MissingSetting, ValueError (no private key on P-256)."""
    if token_key_file is None:
        raise MissingSetting("token_key_file")
    key = ECKey.import_key(token_key_file.read_bytes())
    if key.curve_name != _CURVE or not key.is_private:
        raise ValueError("the token key must be a private key on the curve P-256")
    return TokenIssuer(key)


async def publish_token_key(connection: AsyncConnection, issuer: TokenIssuer, clock: Clock) -> None:
    """Publish the issuer's public key where it is not known yet; keys before it stay, for tokens they signed."""
    if issuer.key_id in await read_token_keys(connection, clock.now()):
        return
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("onshi registry token keys"))))
    # The clock is asked after the wait: what another worker has published meanwhile is known by then.
    now = clock.now()
    if issuer.key_id not in await read_token_keys(connection, now):
        await connection.execute(
            insert(published_token_keys).values(key_id=issuer.key_id, jwk=issuer.public_jwk(), known_from=now)
        )
