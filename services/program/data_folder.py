"""The folder in which `onshi up` keeps a world: its database, keys and passwords, and what the world was made from."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_OWNER_ONLY = 0o600


class FolderInUse(Exception):
    """Another `onshi up` serves from this folder."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What one world's processes authenticate with; made once, kept in a file that only its owner can read."""

    admin_password: str = field(repr=False)
    role_passwords: Mapping[str, str] = field(repr=False)
    nonce_key: str = field(repr=False)
    portal_nonce_key: str = field(repr=False)


class DataFolder:
    """One such folder, held by this process alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def token_key_file(self) -> Path:
        """PEM of the key that signs access tokens."""
        return self.path / "token-key.pem"

    @property
    def fixtures_file(self) -> Path | None:
        """The patients that a vendor brought along, as they were last given; None when none were."""
        file = self.path / "fixtures.csv"
        return file if file.exists() else None

    def keep_fixtures(self, content: bytes | None) -> None:
        """Keep a fixtures file, to show the same people at the next start; or none."""
        if content is None:
            (self.path / "fixtures.csv").unlink(missing_ok=True)
        else:
            write_privately(self.path / "fixtures.csv", content)

    @property
    def checkpoint_key_file(self) -> Path:
        """PEM of the key that signs checkpoints of the record; whoever has it can forge them."""
        return self.path / "checkpoint-key.pem"

    def secrets(self) -> Secrets:
        """Return the secrets, made at the first call."""
        file = self.path / "secrets.json"
        if not file.exists():
            # Slow to import, and a kept folder does without it.
            from shared.settings import SERVICES  # noqa: PLC0415

            made = {
                "admin_password": secrets.token_urlsafe(24),
                "role_passwords": {service: secrets.token_urlsafe(24) for service in SERVICES},
                "nonce_key": secrets.token_hex(32),
            }
            write_privately(file, json.dumps(made, indent=2).encode())
        kept = json.loads(file.read_bytes())
        if "portal_nonce_key" not in kept:
            # Made apart: a folder that an earlier version made lacks it.
            kept["portal_nonce_key"] = secrets.token_hex(32)
            write_privately(file, json.dumps(kept, indent=2).encode())
        return Secrets(**kept)

    def make_token_key(self) -> None:
        """Make the token key unless it is there."""
        if self.token_key_file.exists():
            return
        # Slow to import, and needed once in a folder's life.
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

        pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_privately(self.token_key_file, pem)

    def make_checkpoint_key(self) -> None:
        """Make the checkpoint key unless it is there."""
        if self.checkpoint_key_file.exists():
            return
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - as above
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - same

        pem = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_privately(self.checkpoint_key_file, pem)

    @property
    def announcement(self) -> Path:
        """What says where the world is served, and that everything is there; see ``announce``."""
        return self.path / "running.json"

    def announce(self, members: Mapping[str, object]) -> None:
        """Say in ``running.json`` where the world is served; for scripts that wait for it."""
        write_privately(self.announcement, json.dumps(members).encode())

    def withdraw(self) -> None:
        """Take the announcement back."""
        self.announcement.unlink(missing_ok=True)

    def forget_database(self) -> None:
        """Remove the embedded database: a first start that did not finish is begun again."""
        shutil.rmtree(self.path / "postgres", ignore_errors=True)


@contextlib.contextmanager
def opened_folder(path: Path | None) -> Iterator[DataFolder]:
    """Hold the folder at ``path``, or a temporary one that goes at the end; raises FolderInUse."""
    if path is not None:
        path = path.resolve()
        path.mkdir(parents=True, exist_ok=True)
        with _locked(path):
            yield DataFolder(path)
        return
    temporary = Path(tempfile.mkdtemp(prefix="onshi-"))
    try:
        with _locked(temporary):
            yield DataFolder(temporary)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def write_privately(file: Path, content: bytes) -> None:
    """Write ``file`` whole or not at all, readable by its owner only."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(descriptor)
    unfinished = Path(name)
    unfinished.chmod(_OWNER_ONLY)
    unfinished.replace(file)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with (path / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderInUse(f"another `onshi up` serves from {path}; stop it, or choose another --data") from error
        yield
