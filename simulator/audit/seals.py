"""Verifying the chain of seals: each signed, each following from the one before, each list as it was sealed."""

from collections.abc import Collection, Mapping, Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from shared.seal.checkpoints import (
    GENESIS,
    Checkpoint,
    CheckpointKeyUnreadable,
    is_signed,
    key_id_of,
    read_public_key,
)
from shared.seal.merkle import root_of
from shared.seal.records import FORM, KNOWN_FORMS
from simulator.audit.findings import Verdict
from simulator.audit.trail import Key, Seal

Keys = Mapping[str, Ed25519PublicKey]
"""Public keys by their ids."""


def read_keys(published: Sequence[Key], verdict: Verdict) -> Keys:
    """Return the keys that the trail itself holds, naming those that are not what their ids say."""
    read = {}
    for key in published:
        try:
            public_key = read_public_key(key.public_key_pem.encode())
        except CheckpointKeyUnreadable:
            verdict.find("key-changed", f"key {key.key_id}", "it cannot be read")
            continue
        if key_id_of(public_key) != key.key_id:
            verdict.find("key-changed", f"key {key.key_id}", "the key is not the one that its id names")
        read[key_id_of(public_key)] = public_key
    return read


def verify_seals(
    found: Sequence[Seal], keys: Keys, kept: Checkpoint | None, emptied: Collection[int], verdict: Verdict
) -> dict[int, Seal]:
    """Return the seals by number, naming whatever does not fit.

    ``kept`` is a checkpoint from elsewhere; ``emptied`` are those whose lists a rule may have ended.
    """
    seals: dict[int, Seal] = {}
    for seal in found:
        if seals.setdefault(seal.checkpoint.sequence, seal) is not seal:
            verdict.find("seal-twice", f"seal {seal.checkpoint.sequence}", "there is another with this number")
    before: Checkpoint | None = None
    for sequence in sorted(seals):
        expected = 1 if before is None else before.sequence + 1
        if sequence > expected:
            missing = f"seal {expected}" if sequence == expected + 1 else f"seals {expected} to {sequence - 1}"
            verdict.find("seal-missing", missing, "removed")
        point = seals[sequence].checkpoint
        _verify_signature(seals[sequence], keys, verdict)
        if sequence == expected:
            _verify_link(point, before, verdict)
        if not seals[sequence].is_emptied:
            _verify_lists(seals[sequence], verdict)
        elif sequence not in emptied:
            words = f"its {point.record_count} records were removed, and no mark says by which rule"
            verdict.find("record-removed", f"seal {sequence}", words)
        before = point
    verdict.last = before
    if kept is not None:
        _verify_kept(kept, seals, verdict)
    return seals


def _verify_signature(seal: Seal, keys: Keys, verdict: Verdict) -> None:
    point, where = seal.checkpoint, f"seal {seal.checkpoint.sequence}"
    key = keys.get(point.key_id)
    if key is None:
        verdict.find("key-unknown", where, f"it names key {point.key_id}, which is none of the trusted")
    elif not is_signed(point, _bytes_of(seal.signature), key):
        verdict.find("signature-wrong", where, "changed since it was signed: its own members, or its signature")


def _verify_link(point: Checkpoint, before: Checkpoint | None, verdict: Verdict) -> None:
    where = f"seal {point.sequence}"
    if point.previous_hash != (GENESIS if before is None else before.hash()):
        verdict.find("chain-broken", where, f"it does not follow from seal {point.sequence - 1}: one was changed")
    if point.total_count != point.record_count + (0 if before is None else before.total_count):
        verdict.find("count-wrong", where, f"its total does not follow from seal {point.sequence - 1}")


def _verify_lists(seal: Seal, verdict: Verdict) -> None:
    point, where = seal.checkpoint, f"seal {seal.checkpoint.sequence}"
    if point.form not in KNOWN_FORMS:
        verdict.find(
            "form-unknown", where, f"its records were sealed in form {point.form}; this version knows up to {FORM}"
        )
    if not len(seal.check_ids) == len(seal.leaves) == point.record_count:
        verdict.find("order-changed", where, "its list of records has not the length that was sealed")
    if seal.check_ids[-1:] != [point.through_check_id]:
        verdict.find("order-changed", where, "its list of records ends with another than was sealed")
    if not seal.leaves or root_of([_bytes_of(leaf) for leaf in seal.leaves]).hex() != point.merkle_root:
        first, last = (seal.check_ids or ["?"])[0], (seal.check_ids or ["?"])[-1]
        verdict.find("leaves-changed", where, f"its leaves are not those that were sealed (records {first} to {last})")


def _verify_kept(kept: Checkpoint, seals: Mapping[int, Seal], verdict: Verdict) -> None:
    last, seal = max(seals, default=0), seals.get(kept.sequence)
    if kept.sequence > last:
        words = f"the kept checkpoint has {kept.total_count} records in {kept.sequence} seals"
        verdict.find("truncated", f"behind seal {last}", words)
    elif seal is not None and seal.checkpoint.hash() != kept.hash():
        verdict.find("rewritten", f"seal {kept.sequence}", "another than the kept checkpoint: the trail was rewritten")


def _bytes_of(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
