"""The keys that a world signs with: of its access tokens, and of the checkpoints of its record."""

from pathlib import Path

from shared.causes import system_cause
from simulator.worlds.folder_files import write_privately

# cryptography is slow to import and needed late: each function imports it itself.


def make_token_key(file: Path) -> None:
    """Make a P-256 key in PEM, unless the file is there."""
    if file.exists():
        return
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - slow to import, and most commands need no key

    write_privately(file, _pem(ec.generate_private_key(ec.SECP256R1())))


def make_checkpoint_key(file: Path) -> None:
    """Make an Ed25519 key in PEM, unless the file is there."""
    if file.exists():
        return
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - same

    write_privately(file, _pem(Ed25519PrivateKey.generate()))


def check_keys(token_key: Path, checkpoint_key: Path) -> list[str]:
    """Return what is wrong with those files that are there, and change nothing."""
    if not token_key.exists() and not checkpoint_key.exists():
        return []
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey  # noqa: PLC0415 - same
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - same

    wanted = ((token_key, EllipticCurvePrivateKey, "P-256"), (checkpoint_key, Ed25519PrivateKey, "Ed25519"))
    found = [_wrong(file, kind, name) for file, kind, name in wanted if file.exists()]
    return [sentence for sentence in found if sentence]


def _wrong(file: Path, kind: type, name: str) -> str | None:
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - same
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415 - same

    try:
        key = load_pem_private_key(file.read_bytes(), None)
    except OSError as error:
        return f"{file} cannot be read: {system_cause(error)}"
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return f"{file} is damaged (no private key in PEM): put a backup back"
    return None if isinstance(key, kind) else f"{file} holds another kind of key than {name}: put a backup back"


def _pem(key: object) -> bytes:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - same

    pem: bytes = key.private_bytes(  # type: ignore[attr-defined]  # every private key has it
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem
