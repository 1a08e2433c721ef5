"""The authorities of one world: made once, at its first start, and the same for every worker from then on."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from fastapi import Depends
from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.generations import FIRST_LEAF_SERIAL, GENERATIONS, Authority, make_authority
from services.jpki.tables import authorities
from shared.clock import day_in_japan
from shared.web.from_world import FromWorld
from shared.worlds.world import World

_LOCK = "onshi jpki authorities"
_log = structlog.get_logger()


class Authorities:
    """All generations of one world; looked up, or made, when they are first asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_generation: Mapping[int, Authority] = {}

    async def all(self) -> Mapping[int, Authority]:
        """Return the authorities by generation; raises DatabaseUnavailable."""
        if not self._by_generation:
            self._by_generation = await self._load_or_make()
        return self._by_generation

    async def _load_or_make(self) -> Mapping[int, Authority]:
        async with self._world.database.transaction() as connection:
            found = await _load(connection)
            if found:
                return found
            # Workers that start together must end with one set: the first makes it, the others wait and read it.
            await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(_LOCK))))
            found = await _load(connection)
            if found:
                return found
            made = await asyncio.to_thread(_make_all, day_in_japan(self._world.clock.now()))
            await connection.execute(insert(authorities), [_values(authority) for authority in made.values()])
        _log.info("authorities made", world=self._world.name, generations=len(made))
        return made


RequestAuthorities = Annotated[Authorities, Depends(FromWorld(Authorities))]
"""A route's parameter: the authorities of the request's world."""


def private_key_bytes(key: rsa.RSAPrivateKey) -> bytes:
    """Return a private key as it is stored."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def load_private_key(der: bytes) -> rsa.RSAPrivateKey:
    """Read what ``private_key_bytes`` wrote."""
    # The check that is skipped takes longer than the signature; the key is one of ours.
    key = load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("not an RSA key")
    return key


def _make_all(reference_day: date) -> Mapping[int, Authority]:
    return {generation: make_authority(generation, reference_day) for generation in GENERATIONS}


async def _load(connection: AsyncConnection) -> Mapping[int, Authority]:
    rows = await connection.execute(select(authorities).order_by(authorities.c.generation))
    return {row.generation: _authority(row) for row in rows}


def _authority(row: Row[tuple[object, ...]]) -> Authority:
    return Authority(row.generation, x509.load_der_x509_certificate(row.certificate), load_private_key(row.private_key))


def _values(authority: Authority) -> dict[str, object]:
    return {
        "generation": authority.generation,
        "certificate": authority.certificate.public_bytes(Encoding.DER),
        "private_key": private_key_bytes(authority.private_key),
        "last_serial": FIRST_LEAF_SERIAL - 1,
    }
