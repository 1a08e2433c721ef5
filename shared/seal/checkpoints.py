"""A checkpoint: what is signed of each seal, so that everything up to it is fixed by these few bytes.

Each names the hash of the one before, so the newest stands for all. Signed with Ed25519 (RFC 8032) by a key that is
kept outside the database.
"""

import hmac
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

GENESIS = "0" * 64
"""The hash that the first seal names as the one before."""
_DOMAIN = b"onshi checkpoint 1\n"
_OF_WORLD = b"onshi checkpoint key of world "
_INSTANT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Statement(Protocol):
    """What the key signs: a checkpoint, or a retention mark (retention.py)."""

    def signed_text(self) -> bytes:
        """Return the bytes that are signed; those of one kind are never those of another."""
        ...


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One seal in brief. Hashes and ids are hexadecimal, as the signed text shows them."""

    sequence: int
    """From 1, without gaps."""
    form: int
    """Which fields a leaf holds (records.FORM)."""
    record_count: int
    total_count: int
    """Records in this seal and all before."""
    merkle_root: str
    previous_hash: str
    through_listed_in: str
    through_check_id: str
    """The last record's place in the order of sealing: (listed_in, check_id)."""
    sealed_at: str
    """UTC, by the world's clock, which tests may move: the order is ``sequence``."""
    key_id: str

    def signed_text(self) -> bytes:
        """Return the bytes that are signed and chained."""
        return _DOMAIN + msgspec.json.encode(self)

    def hash(self) -> str:
        """Return what the next checkpoint names as ``previous_hash``."""
        return sha256(self.signed_text()).hexdigest()


class CheckpointKeyUnreadable(ValueError):
    """The PEM holds no Ed25519 key of the kind that is needed."""


class CheckpointKey:
    """The private key that signs checkpoints."""

    def __init__(self, private_key: Ed25519PrivateKey) -> None:
        self._private_key = private_key
        self.public_key = private_key.public_key()
        self.key_id = key_id_of(self.public_key)

    @classmethod
    def read(cls, pem: bytes) -> "CheckpointKey":
        """Read a PEM (PKCS#8, not encrypted); raises CheckpointKeyUnreadable."""
        try:
            key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError) as error:
            raise CheckpointKeyUnreadable("the checkpoint key is no PEM of a private key") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise CheckpointKeyUnreadable("the checkpoint key must be an Ed25519 key")
        return cls(key)

    def of_world(self, world: str) -> "CheckpointKey":
        """Return the key of another world, the same in every process: nobody who has it can seal for this one."""
        own = self._private_key.private_bytes_raw()
        return CheckpointKey(
            Ed25519PrivateKey.from_private_bytes(hmac.digest(own, _OF_WORLD + world.encode(), "sha256"))
        )

    def sign(self, statement: Statement) -> bytes:
        """Return the signature, 64 bytes."""
        return self._private_key.sign(statement.signed_text())


def key_id_of(public_key: Ed25519PublicKey) -> str:
    """Return the SHA-256 of the key's SubjectPublicKeyInfo, in hexadecimal."""
    return sha256(public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def public_pem(public_key: Ed25519PublicKey) -> str:
    """Return the key as it is published."""
    return public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def read_public_key(pem: bytes) -> Ed25519PublicKey:
    """Read the public key of a PEM, which may hold the private one; raises CheckpointKeyUnreadable."""
    if b"PRIVATE KEY" in pem:
        return CheckpointKey.read(pem).public_key
    try:
        key = load_pem_public_key(pem)
    except ValueError as error:
        raise CheckpointKeyUnreadable("this is no PEM of a key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise CheckpointKeyUnreadable("checkpoints are signed with Ed25519; this is another kind of key")
    return key


def is_signed(statement: Statement, signature: bytes, public_key: Ed25519PublicKey) -> bool:
    """Tell whether ``signature`` over ``statement`` is of ``public_key``."""
    try:
        public_key.verify(signature, statement.signed_text())
    except InvalidSignature:
        return False
    return True


def written_instant(at: datetime) -> str:
    """Return an instant as checkpoints and records write it."""
    return at.astimezone(UTC).strftime(_INSTANT)


def read_instant(text: str) -> datetime:
    """Read what ``written_instant`` wrote; raises ValueError."""
    return datetime.strptime(text, _INSTANT).replace(tzinfo=UTC)
