"""The authorities of one world: made once, at its first start, and the same for every worker from then on."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
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
from services.jpki.authority.rules.keys import KeyKind, PrivateKey, new_key
from services.jpki.authority.rules.profile import CaKind
from services.jpki.authority.rules.rollover import (
    MOST_GENERATIONS,
    due_on,
    key_kind_due,
    make_next,
    must_be_next,
    must_be_same,
)
from services.jpki.ready_keys import ReadyKeys
from services.jpki.tables import authorities
from shared.clock import day_in_japan
from shared.web.from_world import FromWorld
from shared.worlds.world import World

_LOCK = "onshi jpki authorities"
_LAST_DUE = date(2400, 1, 1)
"""Nobody needs generations of such a day, and there is an end to what years can be written."""
_log = structlog.get_logger()


class Authorities:
    """All generations of one world; those of a kind are looked up, or made, when they are first asked for."""

    def __init__(self, world: World, ready_keys: ReadyKeys) -> None:
        self._world, self._ready_keys = world, ready_keys
        self._held: dict[CaKind, Mapping[int, Authority]] = {}

    async def of(self, kind: CaKind) -> Mapping[int, Authority]:
        """Return the authorities of one kind by generation; makes those that are due. Raises DatabaseUnavailable."""
        today = day_in_japan(self._world.clock.now())
        async with self._world.database.transaction() as connection:
            held = self._held.get(kind, {})
            count = await connection.scalars(
                select(func.count()).select_from(authorities).where(authorities.c.kind == kind.value)
            )
            # Another worker may have made one.
            if count.one() != len(held) or not held:
                held = await _load(connection, kind)
            if not held or due_on(held[max(held)]) <= today < _LAST_DUE:
                held = await self._make(connection, kind, today)
        self._held[kind] = held
        return held

    def expect_key(self) -> None:
        """Say that a card was made, so that its key is ready when it first signs."""
        self._ready_keys.expect()

    async def new_key(self, kind: KeyKind) -> PrivateKey:
        """Return a key for a certificate that is to be issued."""
        return await self._ready_keys.take() if kind is KeyKind.RSA_2048 else await asyncio.to_thread(new_key, kind)

    def now(self) -> datetime:
        """Return the instant by the world's clock."""
        return self._world.clock.now()

    async def roll_over(
        self, kind: CaKind, generation: int, key_kind: KeyKind, issues_from: date | None
    ) -> tuple[Authority, bool]:
        """Return a generation and whether it is new: the one after the newest is made; it issues from tomorrow on.

        Raises RequestInvalid (not the next one; a day that has passed), AlreadyExists (made otherwise).
        """
        await self.of(kind)
        today = day_in_japan(self._world.clock.now())
        async with self._world.database.transaction() as connection:
            await _lock(connection)
            held = dict(await _load(connection, kind))
            if generation in held:
                must_be_same(held[generation], key_kind, issues_from)
                return held[generation], False
            must_be_next(generation, max(held), issues_from, today)
            issues_from = issues_from or today + timedelta(days=1)
            made = await asyncio.to_thread(make_next, held[max(held)], today, issues_from, key_kind)
            await connection.execute(insert(authorities).values(**_values(made)))
        return made, True

    async def _make(self, connection: AsyncConnection, kind: CaKind, today: date) -> Mapping[int, Authority]:
        # Workers that start together must end with one set: the first makes it, the others wait and read it.
        await _lock(connection)
        held = dict(await _load(connection, kind))
        made = []
        if not held:
            reference_day = self._reference_day(await _load_all(connection))
            made = await asyncio.to_thread(_make_all, kind, reference_day)
        newest = held[max(held)] if held else made[-1]
        while (first_day := due_on(newest)) <= today < _LAST_DUE and newest.generation < MOST_GENERATIONS:
            # Whoever pins roots learns of it before it issues, unless no other is left.
            issues_from = today if newest.last_day < today else today + timedelta(days=1)
            newest = await asyncio.to_thread(make_next, newest, first_day, issues_from, key_kind_due(first_day))
            made.append(newest)
        if made:
            await connection.execute(insert(authorities), [_values(authority) for authority in made])
            _log.info("authorities made", world=self._world.name, kind=kind.value, generations=len(made))
        return held | {authority.generation: authority for authority in made}

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


async def _lock(connection: AsyncConnection) -> None:
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(_LOCK))))


async def _load_all(connection: AsyncConnection) -> Sequence[Authority]:
    rows = await connection.execute(select(authorities).order_by(authorities.c.kind, authorities.c.generation))
    return [_authority(row) for row in rows]


async def _load(connection: AsyncConnection, kind: CaKind) -> Mapping[int, Authority]:
    return {each.generation: each for each in await _load_all(connection) if each.kind is kind}


def _authority(row: Row[tuple[object, ...]]) -> Authority:
    return Authority(
        row.generation,
        x509.load_der_x509_certificate(row.certificate),
        load_private_key(row.private_key),
        CaKind(row.kind),
        row.issues_from,
        row.link,
    )


def _values(authority: Authority) -> dict[str, object]:
    return {
        "kind": authority.kind.value,
        "generation": authority.generation,
        "certificate": authority.certificate.public_bytes(Encoding.DER),
        "private_key": private_key_bytes(authority.private_key),
        "last_serial": FIRST_LEAF_SERIAL - 1,
        "issues_from": authority.issues_from,
        "link": authority.link,
    }
