"""The nouns of a check: what is asked of the tables, the act, what is judged, its outcome and its record. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from services.eligibility.rules import disclosure
from services.eligibility.rules.decision import Decision
from services.eligibility.rules.disclosure import Disclosure, Permission
from services.eligibility.rules.notices import LastCheck
from shared.domain import purposes
from shared.domain.codes import CheckMethod, PrescriptionForm, QualificationValidity
from shared.domain.coverage import Coverage, PersonRecord
from shared.domain.identifiers import InstitutionCode
from shared.domain.insured import InsuredIdentifiers
from shared.domain.purposes import DataKind, PurposeOfUse, PurposeRefusal
from shared.domain.roles import Role
from shared.pki.certificate_life import CertificateState
from shared.pki.path import VerifiedBefore

RULES = (purposes.RULES_VERSION, disclosure.RULES_VERSION)
"""The versions of the rules that every answer rests on."""


class Known(msgspec.Struct, frozen=True):
    """What is known of a person beside their record."""

    version_id: UUID | None = None
    """Which version of the person was read."""
    reference_number: str | None = None
    """照会番号: the asking institution's own number for the person."""
    last_check: LastCheck | None = None
    """The asking institution's last check of the person."""


class CardQuestion(msgspec.Struct, frozen=True):
    """Who holds this certificate, and what is its status?"""

    authority_key_id: bytes
    serial_number: bytes
    institution_code: InstitutionCode | None


class CardFacts(msgspec.Struct, frozen=True):
    """What is known of a certificate; ``person`` is None when it was never registered."""

    person: PersonRecord | None
    known: Known
    is_revoked: bool
    status_fresh_until: datetime | None
    """Until when the authority's revocation list can be trusted; None when there is none."""
    verified_before: VerifiedBefore | None = None
    """Of which bytes the registry has verified the chain, for this issuer and serial number."""
    is_current: bool = True
    """Whether all this is new enough to be answered from: in a cell it is read from a copy."""


class IdentifierQuestion(msgspec.Struct, frozen=True):
    """Whom do these identifiers fit, and may this asker know?"""

    insured: InsuredIdentifiers
    client_id: str
    institution_code: InstitutionCode | None


class IdentifierFacts(msgspec.Struct, frozen=True):
    """What fits, and what the purpose rules ask about the asker."""

    matches: Sequence[tuple[PersonRecord, Coverage]]
    known: Mapping[str, Known]
    """Of each person that fits."""
    prior_card_check: bool
    opened: bool
    misses: int
    """How many the asker has had, as far as they are counted."""
    decisive_miss: datetime | None
    """When the asker's miss was that used their budget up; None while something is left."""


Subject = PersonRecord | Sequence[tuple[PersonRecord, Coverage]] | QualificationValidity
"""Whom a check is about: a person, or the coverages that fit identifiers; or why nobody is shown."""


class Asker(Protocol):
    """Who asks: a caller, or who asked earlier."""

    @property
    def client_id(self) -> str:
        """The client."""

    @property
    def role(self) -> Role:
        """What the client is."""

    @property
    def institution_code(self) -> InstitutionCode | None:
        """The institution that the client stands for, if it does."""


class Act(msgspec.Struct, frozen=True):
    """The act itself: which check, when, by whom."""

    check_id: UUID
    at: datetime
    """With the offset of Japan, as it is shown."""
    today: date
    """The day in Japan at ``at``."""
    caller: Asker


class Asked(msgspec.Struct, frozen=True):
    """What was asked. Answer and record repeat it, whatever the outcome is."""

    method: CheckMethod
    purpose: PurposeOfUse
    as_of: date
    client_reference: str | None = None
    chosen: Sequence[DataKind] = []
    """What the patient chose at the reader, or agreed to at the desk."""
    prescription_form: PrescriptionForm | None = None
    holder_verification: str | None = None
    nonce: str | None = None
    """In hexadecimal, as is ``proof_digest``; both of a check by card."""
    proof_digest: str | None = None
    consent_versions: Sequence[UUID] = []
    """What it rests on: versions of consents, and the check that is asked again about."""
    rules: Sequence[str] = RULES
    rederived_from: UUID | None = None


class Question(msgspec.Struct, frozen=True):
    """What is judged: what was asked, and what is known of it."""

    asked: Asked
    subject: Subject
    permission: Permission
    refusal: PurposeRefusal | None = None
    """Why the purpose is refused; then nothing is shown."""
    known: Mapping[str, Known] = {}
    """What else is known of the people in ``subject``, by person."""
    person_id: str | None = None
    """Whom it is about, where that was known before anything was decided."""
    certificate_state: CertificateState | None = None


class Answered(msgspec.Struct, frozen=True):
    """The purpose was allowed: a validity, and what is shown of it."""

    decision: Decision
    shown: Disclosure
    version_id: UUID | None
    certificate_state: CertificateState | None
    coverage_ids: Sequence[str]
    """Without a card: which coverages of the person the identifiers fitted."""
    limit_changed: bool
    """Whether the limit certificate is not the one of this institution's last check."""
    is_unasked: bool
    """同意取得困難: whatever medical data it opens, the patient was not asked."""


class Refused(msgspec.Struct, frozen=True):
    """The purpose was refused. That is an answer too; it shows nothing."""

    refusal: PurposeRefusal
    person_id: str | None
    version_id: UUID | None
    certificate_state: CertificateState | None


Outcome = Answered | Refused


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


def is_miss(record: DisclosureRecord) -> bool:
    """Tell whether nobody fitted, as shared/published/eligibility/misses.py counts it."""
    return record.code in {"not_found", "insured-not-found"}


class Recorded(msgspec.Struct, frozen=True):
    """What came of it, as a record keeps it."""

    outcome: Literal["answered", "refused", "rejected", "registered", "not_registered"]
    code: str
    kinds: Sequence[str] = []
    person_id: str | None = None
    version_id: UUID | None = None
    coverage_ids: Sequence[str] = []
    certificate_state: str | None = None
