"""The digits for an Android phone, from the reader's keypad until the phone is held: sealed by a key of the browser.

The row alone opens nothing: the key comes from the browser's cookie, of which the database has a digest. Pure.
"""

from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.ids import RandomBytes

_NONCE_BYTES = 12


def browser_digest(cookie: str) -> bytes:
    """Return by what a visit is found: a digest of the browser's cookie."""
    return sha256(b"onshi visit\0" + cookie.encode()).digest()


def seal_pin(pin: str, cookie: str, visit_id: UUID, random_bytes: RandomBytes) -> bytes:
    """Return the digits, sealed for this visit."""
    nonce = random_bytes(_NONCE_BYTES)
    return nonce + AESGCM(_key(cookie)).encrypt(nonce, pin.encode(), visit_id.bytes)


def open_pin(sealed: bytes, cookie: str, visit_id: UUID) -> str | None:
    """Return the digits; None where they were sealed for another browser or visit."""
    try:
        return AESGCM(_key(cookie)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], visit_id.bytes).decode()
    except InvalidTag:
        return None


def _key(cookie: str) -> bytes:
    return sha256(b"onshi sealed pin\0" + cookie.encode()).digest()
