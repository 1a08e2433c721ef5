"""What the browser keeps for the portal, sealed: nobody reads or changes it, and no other world takes it.

AES-256-GCM. So nothing of a patient lives in a worker, and a portal needs no table.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.domain.world_life import WorldLife
from shared.ids import RandomBytes

KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
Content = TypeVar("Content", bound=msgspec.Struct)


class Sealer:
    """Seals and opens for one life of one world."""

    def __init__(self, key: bytes, life: WorldLife, random_bytes: RandomBytes) -> None:
        """``key`` is of KEY_BYTES, the same in every process that serves the portal."""
        self._cipher, self._life, self._random_bytes = AESGCM(key), life.tag, random_bytes

    def seal(self, content: msgspec.Struct) -> str:
        """Return ``content`` as the value of a cookie."""
        nonce = self._random_bytes(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, msgspec.json.encode(content), self._bound_to(type(content)))
        return urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()

    def open(self, kind: type[Content], text: str | None) -> Content | None:
        """Return what was sealed as ``kind``; None for whatever else it is."""
        try:
            whole = urlsafe_b64decode((text or "").encode() + b"==")
        except ValueError:
            return None
        if len(whole) < _NONCE_BYTES + _TAG_BYTES:
            return None
        try:
            content = self._cipher.decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], self._bound_to(kind))
        except InvalidTag:
            return None
        return msgspec.json.decode(content, type=kind)

    def _bound_to(self, kind: type[msgspec.Struct]) -> bytes:
        return self._life + kind.__name__.encode()
