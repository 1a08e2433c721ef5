"""What stays of a check: the record of a disclosure, built here and nowhere else. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from services.eligibility.checks.rules.outcomes import Act, Asked, Outcome, Refused
from shared.errors import ServiceError


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
    kinds: Sequence[str] = []
    rules: Sequence[str] = []
    person_id: str | None = None
    registry_version: UUID | None = None
    coverage_ids: Sequence[str] = []
    """Without a card: which coverages of the person the identifiers fitted."""
    consent_versions: Sequence[UUID] = []
    holder_verification: str | None = None
    certificate_state: str | None = None
    chosen_consents: Sequence[str] = []
    """Kinds of data that the patient chose at the reader, or agreed to at the desk."""
    prescription_form: str | None = None
    client_reference: str | None = None
    rederived_from: UUID | None = None
    """The check whose answer was read again; such a disclosure is no check of its own."""
    nonce: str | None = None
    """In hexadecimal, as is ``proof_digest`` (SHA-256 of what the card signed)."""
    proof_digest: str | None = None


class Recorded(msgspec.Struct, frozen=True):
    """What came of it, as a record keeps it."""

    outcome: Literal["answered", "refused", "rejected", "registered", "not_registered"]
    code: str
    kinds: Sequence[str] = []
    person_id: str | None = None
    version_id: UUID | None = None
    coverage_ids: Sequence[str] = []
    certificate_state: str | None = None


def recorded(outcome: Outcome | ServiceError) -> Recorded:
    """Return what a record keeps of an outcome; a ServiceError is a check that ended in a refusal."""
    if isinstance(outcome, ServiceError):
        return Recorded("rejected", outcome.code)
    if isinstance(outcome, Refused):
        return Recorded(
            "refused",
            outcome.refusal.code,
            person_id=outcome.person_id,
            version_id=outcome.version_id,
            certificate_state=outcome.certificate_state,
        )
    person = outcome.decision.person
    return Recorded(
        "answered",
        outcome.decision.validity,
        sorted(outcome.shown.kinds),
        None if person is None else person.person_id,
        outcome.version_id,
        outcome.coverage_ids,
        outcome.certificate_state,
    )


def record_of(act: Act, asked: Asked, outcome: Outcome | ServiceError | Recorded) -> DisclosureRecord:
    """Return the record of ``act``: what was asked, and what came of it."""
    kept = outcome if isinstance(outcome, Recorded) else recorded(outcome)
    return DisclosureRecord(
        check_id=act.check_id,
        checked_at=act.at,
        client_id=act.caller.client_id,
        role=act.caller.role,
        institution_code=act.caller.institution_code,
        method=asked.method,
        purpose=asked.purpose,
        as_of=asked.as_of,
        outcome=kept.outcome,
        code=kept.code,
        kinds=kept.kinds,
        rules=asked.rules,
        person_id=kept.person_id,
        registry_version=kept.version_id,
        coverage_ids=kept.coverage_ids,
        consent_versions=asked.consent_versions,
        holder_verification=asked.holder_verification,
        certificate_state=kept.certificate_state,
        chosen_consents=asked.chosen,
        prescription_form=asked.prescription_form,
        client_reference=asked.client_reference,
        rederived_from=asked.rederived_from,
        nonce=asked.nonce,
        proof_digest=asked.proof_digest,
    )
