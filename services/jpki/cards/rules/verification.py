"""A verification: the card's word that it has verified its holder, for five minutes (the VERIFY state of the chip).

Nothing is stored. It is when and how under a MAC whose key comes from the card's private key, so it counts for this
card, in this life of the world, and for nobody else: issued at 6 bytes (milliseconds), way 1, MAC 16, in base64url
without padding.
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

from shared.domain.world_life import WorldLife
from shared.errors import RequestInvalid, Violation
from shared.pki import base64url
from shared.pki.proof import HolderVerification

VERIFICATION_LIFETIME: Final = timedelta(minutes=5)
_WAYS: Final[tuple[HolderVerification, ...]] = ("pin", "face", "visual", "device_biometric")
_AT, _BODY, _MAC = 6, 7, 16


def verification_key(private_key: bytes) -> bytes:
    """Return the key of the MAC for the card that signs with ``private_key`` (PKCS#8 DER)."""
    return sha256(b"onshi verification\0" + private_key).digest()


def write_verification(key: bytes, life: WorldLife, way: HolderVerification, at: datetime) -> str:
    """Return that the holder was verified by ``way`` at ``at``."""
    body = int(at.timestamp() * 1000).to_bytes(_AT, "big") + bytes([_WAYS.index(way)])
    return urlsafe_b64encode(body + _mac(key, life, body)).rstrip(b"=").decode()


def read_verification(text: str, key: bytes, life: WorldLife, at: datetime) -> HolderVerification:
    """Return how the holder was verified; raises RequestInvalid: not of this card, or not of the last five minutes."""
    try:
        raw = base64url.decode(text)
    except ValueError:
        raw = b""
    body = raw[:_BODY]
    if len(raw) != _BODY + _MAC or not hmac.compare_digest(raw[_BODY:], _mac(key, life, body)):
        raise _refusal("unknown", "No verification of this card.", "このカードの本人確認結果ではありません。")
    verified_at = datetime.fromtimestamp(int.from_bytes(body[:_AT], "big") / 1000, UTC)
    # The instant was cut to milliseconds; a clock that was moved back makes a verification of the future.
    if not timedelta() <= at - verified_at < VERIFICATION_LIFETIME:
        raise _refusal("expired", "The verification has expired.", "本人確認の有効時間が過ぎました。")
    return _WAYS[body[_AT]]


def _mac(key: bytes, life: WorldLife, body: bytes) -> bytes:
    return hmac.digest(key, life.tag + body, "sha256")[:_MAC]


def _refusal(code: str, message: str, message_ja: str) -> RequestInvalid:
    return RequestInvalid([Violation("/verification", code, message, message_ja)])
