"""Whether a proof holds: the way from the record to a signed checkpoint, verified by the published keys. Pure."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from shared.seal.checkpoints import Checkpoint, CheckpointKeyUnreadable, is_signed, key_id_of, read_public_key
from shared.seal.merkle import includes


class Verdict(StrEnum):
    """What a patient is told of a record."""

    SEALED = "sealed"
    """It is in the sealed trail, unchanged."""
    WAITING = "waiting"
    """It is not sealed yet."""
    CHANGED = "changed"
    """It is stored otherwise than it was sealed."""
    BROKEN = "broken"
    """The signature, or the way to it, is not right."""


def verdict_on(proof: Mapping[str, Any] | None, keys: Iterable[Mapping[str, Any]]) -> Verdict:
    """Return what holds of the ``proof`` of ``GET /v1/me/disclosures/{check_id}/proof``, null where not sealed.

    ``keys`` are those of ``GET /v1/checkpoints``.
    """
    if proof is None:
        return Verdict.WAITING
    try:
        is_held = _is_held(proof, keys)
    except (ValueError, msgspec.ValidationError):
        # Hexadecimal that is none, or a member that is missing.
        return Verdict.BROKEN
    if not is_held:
        return Verdict.BROKEN
    return Verdict.SEALED if proof["is_unchanged"] else Verdict.CHANGED


def _is_held(proof: Mapping[str, Any], keys: Iterable[Mapping[str, Any]]) -> bool:
    members = dict(proof["checkpoint"])
    signature = bytes.fromhex(members.pop("signature"))
    checkpoint = msgspec.convert(members, Checkpoint)
    path = [bytes.fromhex(each) for each in proof["path"]]
    root, leaf = bytes.fromhex(checkpoint.merkle_root), bytes.fromhex(proof["leaf"])
    is_included = includes(root, leaf, proof["place"], checkpoint.record_count, path)
    return is_included and any(_signs(key, checkpoint, signature) for key in keys)


def _signs(published: Mapping[str, Any], checkpoint: Checkpoint, signature: bytes) -> bool:
    try:
        key = read_public_key(published["public_key_pem"].encode())
    except CheckpointKeyUnreadable:
        return False
    return key_id_of(key) == checkpoint.key_id and is_signed(checkpoint, signature, key)
