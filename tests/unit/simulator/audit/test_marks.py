"""What a rule ended is told from what was taken away: by marks that are signed, of this chain, and not too early."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.seal.checkpoints import CheckpointKey
from shared.seal.retention import RetentionMark
from simulator.audit.trail import Mark, write_line
from tests.checkpoint_key import KEY
from tests.unit.simulator.audit.trails import checkpoint, found, sealed, seals_of, verdict_on

Json = dict[str, Any]
AT = "2027-02-01T00:00:00.000000Z"
"""The seals are of 2026-11-20."""


def mark_of(lines: list[Json], first: int, last: int, key: CheckpointKey = KEY, **changes: Any) -> Json:
    point = checkpoint(lines, last)
    before = checkpoint(lines, first - 1).total_count if first > 1 else 0
    members = {
        "from_sequence": first,
        "through_sequence": last,
        "through_hash": point.hash(),
        "record_count": point.total_count - before,
        "changed_count": 0,
        "kept_days": 30,
        "removed_at": AT,
        "key_id": key.key_id,
    }
    mark = RetentionMark(**{**members, **changes})
    line: Json = msgspec.json.decode(write_line(Mark(mark, key.sign(mark).hex())))
    return line


def purged(lines: list[Json], first: int, last: int) -> list[Json]:
    """The trail without the records of these seals, their lists emptied."""
    left, gone = [], set()
    for line in lines:
        if line["kind"] == "seal" and first <= line["checkpoint"]["sequence"] <= last:
            gone |= set(line["check_ids"])
            left.append({**line, "check_ids": [], "leaves": []})
        else:
            left.append(line)
    return [line for line in left if line.get("record", {}).get("check_id") not in gone]


def with_marks(lines: list[Json], *marks: Json) -> list[Json]:
    return [{**lines[0], "marks": len(marks)}, *lines[1:], *marks]


def test_what_a_mark_covers_is_no_finding_and_counted() -> None:
    lines = sealed([2, 3, 1], unsealed=1)
    marks = [mark_of(lines, 1, 1), mark_of(lines, 2, 2)]
    verdict = verdict_on(with_marks(purged(lines, 1, 2), *marks))

    assert (found(verdict), verdict.purged, verdict.sealed, verdict.unsealed) == ([], 5, 1, 1)


def test_a_mark_that_came_before_its_deletion_was_done_is_no_finding() -> None:
    lines = sealed([2, 3])
    without_first = [line for line in lines if line.get("record", {}).get("check_id") != str(UUID(int=1))]
    verdict = verdict_on(with_marks(without_first, mark_of(lines, 1, 1)))

    assert (found(verdict), verdict.purged) == ([], 1)


def test_without_a_mark_it_was_taken_away() -> None:
    lines = sealed([2, 3])

    assert found(verdict_on(purged(lines, 1, 1))) == [("record-removed", "seal 1")]


def test_what_lies_above_the_mark_was_taken_away() -> None:
    lines = sealed([2, 3, 1])

    verdict = verdict_on(with_marks(purged(lines, 1, 3), mark_of(lines, 1, 2)))
    assert found(verdict) == [("record-removed", "seal 3")]


@pytest.mark.parametrize(
    "changes",
    [
        {"through_hash": "ab" * 32},
        {"record_count": 4},
        {"from_sequence": 0},
        {"from_sequence": 3},
        {"through_sequence": 9},
        {"through_sequence": 1},
    ],
)
def test_a_mark_of_other_seals_covers_nothing_though_it_is_signed(changes: Json) -> None:
    lines = sealed([2, 3, 1])
    mark = mark_of(lines, 1, 2, **changes)

    where = f"mark of seals {mark['mark']['from_sequence']} to {mark['mark']['through_sequence']}"
    assert found(verdict_on(with_marks(purged(lines, 1, 2), mark))) == [
        ("mark-foreign", where),
        ("record-removed", "seal 1"),
        ("record-removed", "seal 2"),
    ]


def test_a_mark_from_another_trail_covers_nothing() -> None:
    other = sealed([2, 3], key=CheckpointKey(Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))))
    lines = sealed([2, 3])

    codes = [code for code, _ in found(verdict_on(with_marks(purged(lines, 1, 1), mark_of(other, 1, 1))))]
    assert codes == ["mark-foreign", "record-removed"]


@pytest.mark.parametrize("removed_at", ["2026-12-20T00:15:00.999999Z", "2026-01-01T00:00:00.000000Z", "yesterday"])
def test_a_mark_before_its_time_covers_nothing(removed_at: str) -> None:
    lines = sealed([2, 3])
    mark = mark_of(lines, 1, 1, removed_at=removed_at)

    assert found(verdict_on(with_marks(purged(lines, 1, 1), mark))) == [
        ("mark-too-early", "mark of seals 1 to 1"),
        ("record-removed", "seal 1"),
    ]


def test_of_seals_that_are_in_part_too_young_the_young_ones_are_named() -> None:
    lines = sealed([2, 3])
    for each in seals_of(lines)[1:]:
        each["checkpoint"]["sealed_at"] = "2027-01-15T00:00:00.000000Z"

    wheres = found(verdict_on(with_marks(purged(lines, 1, 2), mark_of(lines, 1, 2))))
    assert ("mark-too-early", "mark of seals 1 to 2") in wheres
    assert ("record-removed", "seal 2") in wheres
    assert ("record-removed", "seal 1") not in wheres


def test_a_mark_that_says_that_something_no_longer_fitted_is_a_finding() -> None:
    lines = sealed([2, 3])
    mark = mark_of(lines, 1, 1, changed_count=1)

    assert found(verdict_on(with_marks(purged(lines, 1, 1), mark))) == [
        ("changed-before-purge", "mark of seals 1 to 1")
    ]


@pytest.mark.parametrize("member", RetentionMark.__struct_fields__)
def test_a_changed_member_of_a_mark_makes_it_worthless(member: str) -> None:
    lines = sealed([2, 3])
    mark = mark_of(lines, 1, 1)
    mark["mark"][member] = 7 if isinstance(mark["mark"][member], int) else "ab" * 32

    codes = [code for code, _ in found(verdict_on(with_marks(purged(lines, 1, 1), mark)))]
    assert codes == ["key-unknown" if member == "key_id" else "signature-wrong", "record-removed"]


def test_an_unsigned_mark_is_worthless() -> None:
    lines = sealed([2, 3])

    for signature in ("", "00" * 64, "not hexadecimal"):
        mark = {**mark_of(lines, 1, 1), "signature": signature}
        assert ("signature-wrong", "mark of seals 1 to 1") in found(verdict_on(with_marks(purged(lines, 1, 1), mark)))


def test_a_mark_that_was_cut_out_of_the_file_is_known_by_itself() -> None:
    lines = sealed([2, 3])
    cut = [{**lines[0], "marks": 1}, *purged(lines, 1, 1)[1:]]

    assert ("file-cut", "the file") in found(verdict_on(cut))


def test_a_file_of_before_there_were_marks_is_read() -> None:
    lines = sealed([2, 3])
    lines[0].pop("marks", None)

    assert found(verdict_on(lines)) == []
