"""The files that a verifier is given: keys, kept checkpoints. What cannot be read is said, and nothing of it quoted."""

import sys
from pathlib import Path

import msgspec

from shared.seal.checkpoints import Checkpoint, CheckpointKey, CheckpointKeyUnreadable, key_id_of, read_public_key
from shared.web.edge import DEFAULT_WORLD
from simulator.audit.seals import Keys

_STDIN = Path("-")


class CannotVerify(Exception):
    """A file that verifying needs cannot be read."""


def read_key_files(files: list[Path], world: str = DEFAULT_WORLD) -> Keys:
    """Return the keys by their ids: of a sandbox those that were made from the files' keys. Raises CannotVerify."""
    keys = {}
    for file in files:
        try:
            pem = file.read_bytes()
            key = read_public_key(pem) if world == DEFAULT_WORLD else CheckpointKey.read(pem).of_world(world).public_key
        except (OSError, CheckpointKeyUnreadable) as error:
            what = "a checkpoint key" if world == DEFAULT_WORLD else "the private key that a sandbox's key is made from"
            raise CannotVerify(f"{file} is no PEM of {what}") from error
        keys[key_id_of(key)] = key
    return keys


def read_checkpoint(file: Path) -> Checkpoint:
    """Return the checkpoint of a file that holds one; raises CannotVerify."""
    try:
        return _checkpoint_of(msgspec.json.decode(file.read_bytes(), type=dict[str, object]))
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CannotVerify(f"{file} is no checkpoint: keep one item of GET /eligibility/v1/checkpoints") from error


def read_checkpoints(file: Path) -> list[Checkpoint]:
    """Return the checkpoints of a file that holds one, or a whole page of them; raises CannotVerify."""
    try:
        members = msgspec.json.decode(file.read_bytes(), type=dict[str, object])
        items = msgspec.convert(members["items"], list[dict[str, object]]) if "items" in members else [members]
        return [_checkpoint_of(item) for item in items]
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CannotVerify(
            f"{file} holds no checkpoint: keep an item or a page of GET /eligibility/v1/checkpoints"
        ) from error


def read_given(file: Path) -> bytes:
    """Return the text of a file, or of standard input for ``-``; raises CannotVerify."""
    try:
        return sys.stdin.buffer.read() if file == _STDIN else file.read_bytes()
    except OSError as error:
        raise CannotVerify(f"{file} cannot be read: {type(error).__name__}") from error


def _checkpoint_of(members: dict[str, object]) -> Checkpoint:
    return msgspec.convert({name: members[name] for name in members if name != "signature"}, Checkpoint)
