"""`onshi audit verify-proof`: whether a check or an act stands in the sealed record, for whoever holds its proof."""

from pathlib import Path

from shared.seal.checkpoints import Checkpoint
from simulator.audit.files import CannotVerify, read_checkpoints, read_given, read_key_files
from simulator.audit.proof_verification import Inclusion, Proof, ProofUnreadable, read_proofs, what_fails
from simulator.audit.seals import Keys


def verify_proof(file: Path, key_files: list[Path], checkpoint_file: Path | None, world: str) -> bool:
    """Say of each record of the file whether it stands in the trail, and tell whether all do; raises CannotVerify."""
    if not key_files and checkpoint_file is None:
        raise CannotVerify("give --key or --checkpoint: a proof that vouches for itself proves nothing")
    keys = read_key_files(key_files, world)
    kept = [] if checkpoint_file is None else read_checkpoints(checkpoint_file)
    try:
        proofs = read_proofs(read_given(file))
    except ProofUnreadable as error:
        raise CannotVerify(f"{file}: {error}") from error
    # Each is said, also behind one that fails.
    stand = [_verify(proof, keys, kept) for proof in proofs]
    return all(stand)


def _verify(proof: Proof, keys: Keys, kept: list[Checkpoint]) -> bool:
    failures = what_fails(proof, keys, kept)
    for failure in failures:
        _say(f"✗ {failure}")
    if failures or proof.proof is None:
        _say(f"It is not proved that {proof.name} is on record.")
        return False
    _say_proved(proof, proof.proof, is_kept=any(each.sequence == proof.proof.checkpoint.sequence for each in kept))
    return True


def _say_proved(proof: Proof, shown: Inclusion, *, is_kept: bool) -> None:
    point = shown.checkpoint
    by = "the checkpoint that was kept" if is_kept else "the key that signed it"
    what = f"The record with leaf {shown.leaf}"
    if proof.record is not None:
        act = f" ({proof.record['act']})" if proof.act_id is not None else ""
        what = f"{proof.name.capitalize()}{act}"
    _say(
        f"✓ {what} is on record: number {shown.place + 1} of {point.record_count} in seal {point.sequence}, "
        f"made at {point.sealed_at}; so says {by}."
    )
    if proof.record is None:
        _say(
            f"That this leaf is {proof.name}'s is what the service says: whoever has the record itself (the "
            "operator) can show it."
        )


def _say(text: str) -> None:
    print(text)  # noqa: T201 - a program speaks to its user
