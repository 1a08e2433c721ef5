"""Verifying offline that a record or an act stands in the sealed trail (RFC 9162, 2.1.3.2).

Pure. It leads up to a checkpoint. What is trusted is a key, or a checkpoint that was kept elsewhere: whatever stands in
the proof itself is claimed.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from shared.seal.checkpoints import Checkpoint, is_signed
from shared.seal.merkle import HASH_BYTES, includes
from shared.seal.records import FORM, KNOWN_FORMS, RecordUnreadable, id_of, is_act, leaf_of
from simulator.audit.json_once import names_a_member_twice
from simulator.audit.seals import Keys


class ProofUnreadable(ValueError):
    """This is no answer that proves anything; the message never quotes it."""


class _SignedCheckpoint(Checkpoint, frozen=True, forbid_unknown_fields=True, kw_only=True):
    signature: str

    def unsigned(self) -> Checkpoint:
        return Checkpoint(**{name: getattr(self, name) for name in Checkpoint.__struct_fields__})


class Inclusion(msgspec.Struct, frozen=True):
    """包含証明, as the consent service answers it; hashes are hexadecimal."""

    leaf: str
    place: int
    path: Sequence[str]
    checkpoint: _SignedCheckpoint
    is_unchanged: bool
    is_removed: bool = False


class Proof(msgspec.Struct, frozen=True):
    """開示記録の証明 of a check, or the proof of an act: of which one, one of the two ids says."""

    proof: Inclusion | None
    check_id: str | None = None
    act_id: str | None = None
    record: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        """Return what it is about, for a sentence."""
        return f"check {self.check_id}" if self.act_id is None else f"act {self.act_id}"


class _Proofs(msgspec.Struct, frozen=True):
    """同意・開放の証明: of acts in their order, and of the check that a consent hangs on."""

    items: list[Proof]
    check: Proof | None = None


def read_proofs(text: bytes) -> list[Proof]:
    """Return the one proof of a check, or all of a consent's or an opening's; raises ProofUnreadable."""
    try:
        is_of_many = "items" in msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        if is_of_many:
            held = msgspec.json.decode(text, type=_Proofs)
            proofs = [*([] if held.check is None else [held.check]), *held.items]
        else:
            proofs = [msgspec.json.decode(text, type=Proof)]
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ProofUnreadable("this is no proof that GET /consent/v1/… answers") from error
    if names_a_member_twice(text):
        raise ProofUnreadable("it names a member twice, so readers may differ on what it says")
    if not proofs or any((proof.check_id is None) is (proof.act_id is None) for proof in proofs):
        raise ProofUnreadable("it does not say of which check or act it is")
    return proofs


def what_fails(proof: Proof, keys: Keys, kept: Sequence[Checkpoint]) -> list[str]:
    """Return what does not fit, in sentences; nothing: the record stands in the trail."""
    if proof.proof is None:
        return ["it is not sealed: ask for the proof again in a second; a service without a checkpoint key never seals"]
    shown = proof.proof
    point = shown.checkpoint.unsigned()
    failures = _what_distrusts(point, shown.checkpoint.signature, keys, kept)
    leaf, root, *path = (_hash_of(text) for text in (shown.leaf, point.merkle_root, *shown.path))
    is_whole = None not in (leaf, root, *path)
    if not is_whole or not includes(root or b"", leaf or b"", shown.place, point.record_count, [h for h in path if h]):
        failures.append("the way from its leaf does not lead to the checkpoint's root: leaf, place or path was changed")
    if proof.record is not None:
        failures += _what_differs(proof, proof.record, leaf)
    if shown.is_removed:
        failures.append("the service itself says that the record was sealed, and is not there any more")
    elif not shown.is_unchanged:
        failures.append("the service itself says that the stored record is another now than was sealed")
    return failures


def _what_distrusts(point: Checkpoint, signature: str, keys: Keys, kept: Sequence[Checkpoint]) -> list[str]:
    failures = []
    if kept:
        same = [each for each in kept if each.sequence == point.sequence]
        if not same and not keys:
            failures.append(f"none of the kept checkpoints is that of seal {point.sequence}: give --key, or keep more")
        elif any(each.hash() != point.hash() for each in same):
            failures.append(f"its checkpoint is another than the kept one of seal {point.sequence}")
    if keys:
        key = keys.get(point.key_id)
        if key is None:
            failures.append("its checkpoint names a key that is none of the trusted")
        elif not is_signed(point, _bytes_of(signature), key):
            failures.append("its checkpoint is not signed by the key that it names: it was changed, or made up")
    return failures


def _what_differs(proof: Proof, record: dict[str, Any], leaf: bytes | None) -> list[str]:
    if proof.proof is not None and proof.proof.checkpoint.form not in KNOWN_FORMS:
        return [f"its record was sealed in form {proof.proof.checkpoint.form}; this version knows up to {FORM}"]
    try:
        if leaf_of(record) != leaf:
            return ["its record is another than the one that was sealed"]
    except RecordUnreadable:
        return ["its record has not the members of one"]
    is_of_it = is_act(record) is (proof.act_id is not None) and id_of(record) == (proof.act_id or proof.check_id)
    return [] if is_of_it else ["its record is of another check or act"]


def _hash_of(text: str) -> bytes | None:
    content = _bytes_of(text)
    return content if len(content) == HASH_BYTES else None


def _bytes_of(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
