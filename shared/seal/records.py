"""What is sealed of a record: every column, as one line of JSON, and its leaf.

PostgreSQL hashes the records where they lie, so that sealing costs the process that answers checks next to nothing;
Python hashes them again when it verifies. Both write the same bytes: members in the order of FIELDS, no blanks,
UTF-8, nothing escaped but what JSON must escape. A test holds the two equal.
"""

from collections.abc import Mapping

import msgspec

from shared.seal.merkle import leaf_hash

FORM = 1
"""Which FIELDS a leaf holds. Whoever adds a column adds a form; seals of before keep theirs."""

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

_INSTANT = "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_WRITTEN = {
    "checked_at": _INSTANT.format("d.checked_at"),
    "nonce": "encode(d.nonce, 'hex')",
    "proof_digest": "encode(d.proof_digest, 'hex')",
    "listed_in": "d.listed_in::text",
}
_MEMBERS = ", ".join(f"{_WRITTEN.get(name, f'd.{name}')} AS {name}" for name in FIELDS)
RECORD_SQL = f"(SELECT row_to_json(sealed)::text FROM (SELECT {_MEMBERS}) AS sealed)"  # noqa: S608 - from the above
"""An expression over a row ``d`` of the record of checks: its canonical text."""
LEAF_SQL = rf"sha256('\x00'::bytea || convert_to({RECORD_SQL}, 'UTF8'))"
"""An expression over such a row: its leaf."""


class RecordUnreadable(ValueError):
    """What should be a record has not the members of one; the message never quotes it."""


def canonical(record: Mapping[str, object]) -> bytes:
    """Return the bytes that are sealed of a record, which ``RECORD_SQL`` wrote; raises RecordUnreadable."""
    if record.keys() != set(FIELDS):
        raise RecordUnreadable("its members are not those of a record")
    try:
        return msgspec.json.encode({name: record[name] for name in FIELDS})
    except (TypeError, UnicodeEncodeError):
        raise RecordUnreadable("a member cannot be written") from None


def leaf_of(record: Mapping[str, object]) -> bytes:
    """Return the leaf of a record; raises RecordUnreadable."""
    return leaf_hash(canonical(record))
