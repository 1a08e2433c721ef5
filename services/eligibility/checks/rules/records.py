"""What stays of a check: the record of a disclosure. Pure."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec


class DisclosureRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who asked about whom, for what, what came of it, and on what it rested. Never the data itself."""

    check_id: UUID
    checked_at: datetime
    client_id: str
    role: str
    institution_code: str | None
    method: str
    purpose: str
    as_of: date
    outcome: Literal["answered", "refused", "rejected", "registered", "not_registered"]
    """The last two are no checks: a number was registered by identifiers (references/commands.py)."""
    code: str
    """The validity of an answer, the code of a refused purpose, or of the refusal that ended the check."""
    kinds: list[str] = []
    rules: list[str] = []
    person_id: str | None = None
    registry_version: UUID | None = None
    coverage_ids: list[str] = []
    """Without a card: which coverages of the person the identifiers fitted."""
    consent_versions: list[UUID] = []
    holder_verification: str | None = None
    certificate_state: str | None = None
    chosen_consents: list[str] = []
    """Kinds of data that the patient chose at the reader, or agreed to at the desk."""
    prescription_form: str | None = None
    client_reference: str | None = None
    rederived_from: UUID | None = None
    """The check whose answer was read again; such a disclosure is no check of its own."""
    nonce: str | None = None
    """In hexadecimal, as is ``proof_digest`` (SHA-256 of the proof's text)."""
    proof_digest: str | None = None
