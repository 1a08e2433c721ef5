"""Retention marks: every member is signed, never as a checkpoint, and the rule counts in whole days."""

from datetime import UTC, datetime

import msgspec
import pytest

from shared.seal.checkpoints import is_signed, read_instant, written_instant
from shared.seal.retention import RetentionMark, may_end
from tests.checkpoint_key import KEY

MARK = RetentionMark(
    from_sequence=1,
    through_sequence=2,
    through_hash="ab" * 32,
    record_count=5,
    changed_count=0,
    kept_days=30,
    removed_at="2026-12-21T00:15:01.000000Z",
    key_id=KEY.key_id,
)


def test_the_signed_text_is_one_line_of_members_under_its_name() -> None:
    assert MARK.signed_text().decode() == (
        "onshi retention mark 1\n"
        '{"from_sequence":1,"through_sequence":2,"through_hash":"' + "ab" * 32 + '","record_count":5,'
        '"changed_count":0,"kept_days":30,"removed_at":"2026-12-21T00:15:01.000000Z","key_id":"' + KEY.key_id + '"}'
    )


@pytest.mark.parametrize("member", RetentionMark.__struct_fields__)
def test_every_member_is_signed(member: str) -> None:
    signature = KEY.sign(MARK)
    other = 7 if isinstance(getattr(MARK, member), int) else "cd" * 32

    assert is_signed(MARK, signature, KEY.public_key)
    assert not is_signed(msgspec.structs.replace(MARK, **{member: other}), signature, KEY.public_key)


def test_the_rule_counts_from_the_seal_to_the_microsecond() -> None:
    sealed_at = datetime(2026, 11, 20, 0, 15, 1, tzinfo=UTC)

    assert may_end(sealed_at, 30, datetime(2026, 12, 20, 0, 15, 1, tzinfo=UTC))
    assert not may_end(sealed_at, 30, datetime(2026, 12, 20, 0, 15, 0, 999999, tzinfo=UTC))


def test_an_instant_is_read_as_it_was_written() -> None:
    at = datetime(2026, 11, 20, 0, 15, 1, 5, tzinfo=UTC)

    assert read_instant(written_instant(at)) == at
    with pytest.raises(ValueError, match="does not match"):
        read_instant("2026-11-20")
