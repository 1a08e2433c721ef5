"""Verifying retention marks: which seals a rule was allowed to empty. What no good mark covers was tampered with."""

from collections.abc import Mapping, Sequence

from shared.seal.checkpoints import Checkpoint, is_signed, read_instant
from shared.seal.retention import RetentionMark, may_end
from simulator.audit.findings import Verdict
from simulator.audit.seals import Keys
from simulator.audit.trail import Mark, Seal


def verify_marks(marks: Sequence[Mark], seals: Sequence[Seal], keys: Keys, verdict: Verdict) -> set[int]:
    """Return the numbers of the seals whose records may be gone, naming each mark that does not fit."""
    points: dict[int, Checkpoint] = {}
    for seal in seals:
        points.setdefault(seal.checkpoint.sequence, seal.checkpoint)
    covered: set[int] = set()
    for found in marks:
        mark, where = found.mark, _where(found.mark)
        key = keys.get(mark.key_id)
        if key is None:
            verdict.find("key-unknown", where, f"it names key {mark.key_id}, which is none of the trusted")
        elif not is_signed(mark, _bytes_of(found.signature), key):
            verdict.find("signature-wrong", where, "changed since it was signed, or never signed")
        elif _is_of_others(mark, points):
            verdict.find("mark-foreign", where, "it was signed about other seals than these")
        else:
            covered |= _verify_rule(mark, points, verdict)
            verdict.marks.append(mark)
    return covered


def _is_of_others(mark: RetentionMark, points: Mapping[int, Checkpoint]) -> bool:
    last, before = points.get(mark.through_sequence), points.get(mark.from_sequence - 1)
    if last is None or last.hash() != mark.through_hash or not 1 <= mark.from_sequence <= mark.through_sequence:
        return True
    if before is None and mark.from_sequence > 1:
        return False  # That one is missing is found as such.
    return last.total_count - (0 if before is None else before.total_count) != mark.record_count


def _verify_rule(mark: RetentionMark, points: Mapping[int, Checkpoint], verdict: Verdict) -> set[int]:
    named = [number for number in range(mark.from_sequence, mark.through_sequence + 1) if number in points]
    old = {number for number in named if _is_old_enough(points[number], mark)}
    if young := [number for number in named if number not in old]:
        words = f"at {mark.removed_at} the rule of {mark.kept_days} days did not reach seal {young[0]}"
        verdict.find("mark-too-early", _where(mark), words)
    if mark.changed_count:
        words = f"{mark.changed_count} of its {mark.record_count} records were not as sealed when they were removed"
        verdict.find("changed-before-purge", _where(mark), words)
    return old


def _is_old_enough(point: Checkpoint, mark: RetentionMark) -> bool:
    try:
        return may_end(read_instant(point.sealed_at), mark.kept_days, read_instant(mark.removed_at))
    except (ValueError, OverflowError):
        return False


def _where(mark: RetentionMark) -> str:
    return f"mark of seals {mark.from_sequence} to {mark.through_sequence}"


def _bytes_of(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
