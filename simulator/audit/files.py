"""The files that a verifier is given: keys, kept checkpoints. What cannot be read is said, and nothing of it quoted."""

import sys
from pathlib import Path

import msgspec

from shared.seal.checkpoints import Checkpoint, CheckpointKeyUnreadable, key_id_of, read_public_key
from simulator.audit.seals import Keys

_STDIN = Path("-")


class CannotVerify(Exception):
    """A file that verifying needs cannot be read."""


def read_key_files(files: list[Path]) -> Keys:
    """Return the keys by their ids; raises CannotVerify."""
    keys = {}
    for file in files:
        try:
            key = read_public_key(file.read_bytes())
        except (OSError, CheckpointKeyUnreadable) as error:
            raise CannotVerify(f"{file} is no PEM of a checkpoint key") from error
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
