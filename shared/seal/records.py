"""What is sealed of a check's record: every column, as one line of JSON (lines.py), and its leaf.

In the same order and the same seals stand acts (acts.py). An act has the member ``act``, which no record of a check
has, so the line of one is never that of the other.
"""

from collections.abc import Mapping

import msgspec

from shared.seal.acts import ACT_FIELDS
from shared.seal.lines import instant_sql, leaf_sql, line_sql
from shared.seal.merkle import leaf_hash

FORM = 2
"""Which FIELDS a leaf holds. Whoever adds a column adds a form; seals of before keep theirs."""
KNOWN_FORMS = frozenset({1, 2})
"""1: records of checks alone, with the same FIELDS; 2: acts too."""

FIELDS = (
    "check_id",
    "checked_at",
    "client_id",
    "role",
    "institution_code",
    "method",
    "purpose",
    "as_of",
    "outcome",
    "code",
    "person_id",
    "kinds",
    "rules",
    "registry_version",
    "consent_versions",
    "holder_verification",
    "certificate_state",
    "chosen_consents",
    "prescription_form",
    "client_reference",
    "nonce",
    "proof_digest",
    "coverage_ids",
    "rederived_from",
    "listed_in",
)

_WRITTEN = {
    "checked_at": instant_sql("d.checked_at"),
    "nonce": "encode(d.nonce, 'hex')",
    "proof_digest": "encode(d.proof_digest, 'hex')",
    "listed_in": "d.listed_in::text",
}
RECORD_SQL = line_sql("d", FIELDS, _WRITTEN)
"""An expression over a row ``d`` of the record of checks: its canonical text."""
LEAF_SQL = leaf_sql(RECORD_SQL)
"""An expression over such a row: its leaf."""


class RecordUnreadable(ValueError):
    """What should be a record has not the members of one; the message never quotes it."""


def is_act(record: Mapping[str, object]) -> bool:
    """Tell an act from the record of a check."""
    return "act" in record


def id_of(record: Mapping[str, object]) -> str:
    """Return what names it in its seal: 照会ID, or an act's own."""
    return str(record.get("act_id" if is_act(record) else "check_id"))


def canonical(record: Mapping[str, object]) -> bytes:
    """Return the bytes that are sealed of a record or an act, as PostgreSQL wrote them; raises RecordUnreadable."""
    fields = ACT_FIELDS if is_act(record) else FIELDS
    if record.keys() != set(fields):
        raise RecordUnreadable("its members are not those of a record")
    try:
        return msgspec.json.encode({name: record[name] for name in fields})
    except (TypeError, UnicodeEncodeError):
        raise RecordUnreadable("a member cannot be written") from None


def leaf_of(record: Mapping[str, object]) -> bytes:
    """Return the leaf of a record or an act; raises RecordUnreadable."""
    return leaf_hash(canonical(record))
