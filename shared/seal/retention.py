"""A retention mark: what is signed when a rule (保存期間) has ended records, so that it can be told from tampering.

It is signed like a checkpoint, by the same key, and names the last seal that it is about by hash, so it fits no other
chain. The seals stay; their lists and records are gone. Pure.
"""

from datetime import datetime, timedelta

import msgspec

_DOMAIN = b"onshi retention mark 1\n"


class RetentionMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which seals were emptied, when, and by which rule."""

    from_sequence: int
    through_sequence: int
    through_hash: str
    """Of the checkpoint of the last, hexadecimal."""
    record_count: int
    """How many records these seals held."""
    changed_count: int
    """How many of them were no longer as they were sealed when they were removed, or not there."""
    kept_days: int
    """The rule."""
    removed_at: str
    """UTC, by the world's clock."""
    key_id: str

    def signed_text(self) -> bytes:
        """Return the bytes that are signed."""
        return _DOMAIN + msgspec.json.encode(self)


def may_end(sealed_at: datetime, kept_days: int, at: datetime) -> bool:
    """Tell whether the rule lets the records of a seal end at ``at``: it counts from the seal, whose time is signed."""
    return sealed_at <= at - timedelta(days=kept_days)
