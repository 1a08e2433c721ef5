"""The authorities of one world: made once, at its first start, and the same for every worker from then on."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

import structlog
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from fastapi import Depends
from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.authority.rules.generations import (
    FIRST_LEAF_SERIAL,
    GENERATIONS,
    Authority,
    make_authority,
    reference_day_of,
)
from services.jpki.authority.rules.keys import PrivateKey
from services.jpki.authority.rules.profile import CaKind
from services.jpki.tables import authorities
from shared.clock import day_in_japan
from shared.web.from_world import FromWorld
from shared.worlds.world import World

_LOCK = "onshi jpki authorities"
_log = structlog.get_logger()


class Authorities:
    """All generations of one world; those of a kind are looked up, or made, when they are first asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._held: Sequence[Authority] = ()

    async def of(self, kind: CaKind) -> Mapping[int, Authority]:
        """Return the authorities of one kind by generation; raises DatabaseUnavailable."""
        if all(authority.kind is not kind for authority in self._held):
            self._held = await self._load_or_make(kind)
        return {authority.generation: authority for authority in self._held if authority.kind is kind}

    async def _load_or_make(self, kind: CaKind) -> Sequence[Authority]:
        async with self._world.database.transaction() as connection:
            found = await _load(connection)
            if any(authority.kind is kind for authority in found):
                return found
            # Workers that start together must end with one set: the first makes it, the others wait and read it.
            await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(_LOCK))))
            found = await _load(connection)
            if any(authority.kind is kind for authority in found):
                return found
            made = await asyncio.to_thread(_make_all, kind, self._reference_day(found))
            await connection.execute(insert(authorities), [_values(authority) for authority in made])
        _log.info("authorities made", world=self._world.name, kind=kind.value, generations=len(made))
        return [*found, *made]

    def _reference_day(self, found: Sequence[Authority]) -> date:
        """Return today, or in a world that has one kind already, the day on which that one was made."""
        for authority in found:
            if authority.generation in GENERATIONS:
                return reference_day_of(authority.generation, authority.first_day)
        return day_in_japan(self._world.clock.now())


RequestAuthorities = Annotated[Authorities, Depends(FromWorld(Authorities))]
"""A route's parameter: the authorities of the request's world."""


def private_key_bytes(key: PrivateKey) -> bytes:
    """Return a private key as it is stored."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def load_private_key(der: bytes) -> PrivateKey:
    """Read what ``private_key_bytes`` wrote."""
    # The check that is skipped takes longer than the signature; the key is one of ours.
    key = load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise TypeError("no key of ours")
    return key


def _make_all(kind: CaKind, reference_day: date) -> list[Authority]:
    return [make_authority(generation, reference_day, kind) for generation in GENERATIONS]


async def _load(connection: AsyncConnection) -> Sequence[Authority]:
    rows = await connection.execute(select(authorities).order_by(authorities.c.kind, authorities.c.generation))
    return [_authority(row) for row in rows]


def _authority(row: Row[tuple[object, ...]]) -> Authority:
    return Authority(
        row.generation,
        x509.load_der_x509_certificate(row.certificate),
        load_private_key(row.private_key),
        CaKind(row.kind),
    )


def _values(authority: Authority) -> dict[str, object]:
    return {
        "kind": authority.kind.value,
        "generation": authority.generation,
        "certificate": authority.certificate.public_bytes(Encoding.DER),
        "private_key": private_key_bytes(authority.private_key),
        "last_serial": FIRST_LEAF_SERIAL - 1,
    }
