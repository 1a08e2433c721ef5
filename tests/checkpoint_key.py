"""The key by which tests sign checkpoints of the record."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared.seal.checkpoints import CheckpointKey

_PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEY = CheckpointKey(_PRIVATE)
KEY_PEM = _PRIVATE.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
