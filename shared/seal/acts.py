"""What is sealed of an act: a consent given, ended or withdrawn, an opening made or closed. Every column, as one line.

An act names no person: its check does, whose record is sealed too. So a patient can be given the whole of it.
"""

from enum import StrEnum

from shared.seal.lines import instant_sql, leaf_sql, line_sql


class ActKind(StrEnum):
    """What was done."""

    CONSENT_GIVEN = "consent_given"
    """同意の登録."""
    CONSENT_ENDED = "consent_ended"
    """Another consent of the same kind took its place (viewable no longer)."""
    CONSENT_WITHDRAWN = "consent_withdrawn"
    """同意の取消し, with its reason; 用途変更 is one."""
    OPENING_MADE = "opening_made"
    """災害時等の開放."""
    OPENING_CLOSED = "opening_closed"
    """開放の終了, before its time."""


ACT_FIELDS = (
    "act_id",
    "act",
    "acted_at",
    "acted_by",
    "is_from_before",
    "check_id",
    "consent_id",
    "kind",
    "institution_code",
    "channel",
    "given_at",
    "viewable_until",
    "reason",
    "opening_id",
    "purpose",
    "prefecture",
    "institution_codes",
    "opened_at",
    "ends_at",
    "listed_in",
)
"""``is_from_before``: it was done before acts were sealed, and is listed as it stood then."""

_INSTANTS = ("acted_at", "given_at", "viewable_until", "opened_at", "ends_at")
_WRITTEN = {name: instant_sql(f"a.{name}") for name in _INSTANTS} | {"listed_in": "a.listed_in::text"}
ACT_SQL = line_sql("a", ACT_FIELDS, _WRITTEN)
"""An expression over a row ``a`` of the acts: its canonical text."""
ACT_LEAF_SQL = leaf_sql(ACT_SQL)
"""An expression over such a row: its leaf."""
