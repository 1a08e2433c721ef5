"""Nonces that need no store to be issued: who, when and randomness under a MAC.

Layout, 36 bytes in base64url without padding: site 1, issued at 6 (milliseconds), institution 5 (the ten digits
as a number), the world's life 4, randomness 4, then 16 bytes of keyed BLAKE2b (RFC 7693) over what it is for and those
20 bytes. So what another sandbox issued, or this one before a reset, is told from what nobody issued.
A nonce begins with its time, so the unique index that spends nonces grows at its right edge, and is emptied at its left
one.
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import msgspec

from shared.domain.identifiers import InstitutionCode
from shared.domain.world_life import WorldLife
from shared.errors import NonceExpired, NonceForeign, NonceUnknown, WorldMismatch
from shared.ids import RandomBytes
from shared.pki import base64url

SITE = b"\x01"
_BODY, _MAC = 20, 16
_LIFE = slice(12, 16)
_FUTURE = timedelta(seconds=5)
"""How far ahead another worker's clock may be."""


class Nonce(msgspec.Struct, frozen=True):
    """A nonce that was issued here; ``value`` is what is spent."""

    value: bytes
    institution_code: InstitutionCode
    issued_at: datetime


def first_nonce_at(at: datetime) -> bytes:
    """Return a value that is above those of all nonces that were issued before ``at``, and above none issued later."""
    return SITE + _milliseconds(at)


def _milliseconds(at: datetime) -> bytes:
    return int(at.timestamp() * 1000).to_bytes(6, "big")


class NonceMint:
    """Issues and recognises the nonces of one life of a world, for one ``use``."""

    def __init__(
        self, key: bytes, life: WorldLife, lifetime: timedelta, random_bytes: RandomBytes, *, use: str = "check"
    ) -> None:
        self._key = key
        self._prefix = use.encode() + b"\0"
        self._life = life.tag
        self._lifetime = lifetime
        self._random_bytes = random_bytes

    @property
    def lifetime(self) -> timedelta:
        """How long a nonce can be used."""
        return self._lifetime

    def issue(self, institution_code: InstitutionCode, at: datetime) -> str:
        """Return a fresh nonce for ``institution_code``."""
        body = SITE + _milliseconds(at) + int(institution_code).to_bytes(5, "big") + self._life + self._random_bytes(4)
        return urlsafe_b64encode(body + self._mac(body)).decode()

    def recognise(self, text: str, institution_code: InstitutionCode, at: datetime) -> Nonce:
        """Return the nonce; raises NonceUnknown, WorldMismatch, NonceForeign or NonceExpired, in this order."""
        try:
            raw = base64url.decode(text)
        except ValueError as error:
            raise NonceUnknown from error
        body = raw[:_BODY]
        if len(raw) != _BODY + _MAC or not hmac.compare_digest(raw[_BODY:], self._mac(body)):
            raise NonceUnknown
        if body[_LIFE] != self._life:
            raise WorldMismatch
        issued_to = InstitutionCode(str(int.from_bytes(body[7:12], "big")).zfill(10))
        if issued_to != institution_code:
            raise NonceForeign
        issued_at = datetime.fromtimestamp(int.from_bytes(body[1:7], "big") / 1000, UTC)
        if not -_FUTURE <= at - issued_at <= self._lifetime:
            raise NonceExpired
        return Nonce(body, issued_to, issued_at)

    def _mac(self, body: bytes) -> bytes:
        return blake2b(self._prefix + body, digest_size=_MAC, key=self._key).digest()
