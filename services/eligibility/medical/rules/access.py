"""Whether medical data may be read on a check: purpose, scheme, the patient's consent and its window. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.clock import day_in_japan
from shared.domain.codes import CheckMethod, QualificationValidity
from shared.domain.consent import ConsentGrant, end_of_window
from shared.domain.coverage import PersonRecord
from shared.domain.purposes import DataKind, PurposeOfUse, opened_at_best
from shared.domain.roles import Role
from shared.errors import (
    CardNotUsable,
    ConsentExpired,
    ConsentMissing,
    MedicalRecordsExcluded,
    ResourceNotFound,
    RoleNotAllowed,
)
from shared.pki.certificate_life import CertificateState

_VALID = (QualificationValidity.VALID, QualificationValidity.VALID_UNREGISTERED)


@dataclass(frozen=True, slots=True)
class CheckRead:
    """The record of the check that a reading of medical data rests on."""

    check_id: UUID
    checked_at: datetime
    institution_code: str | None
    role: Role
    method: CheckMethod
    purpose: PurposeOfUse
    as_of: date
    code: str
    certificate_state: str | None
    holder_verification: str | None
    kinds: frozenset[DataKind]
    chosen: frozenset[DataKind]
    """What the patient chose; what else is open was opened without asking."""
    registry_version: UUID | None
    consent_versions: Sequence[UUID]
    person: PersonRecord | None
    """As the check knew them."""
    is_blocked: bool
    """自己情報提供不可 today, or published no more."""
    is_open: bool
    """Whether the opening that the purpose needs is open now; true where it needs none."""


def viewable_until(
    check: CheckRead, kind: DataKind, consents: Sequence[ConsentGrant], role: Role, at: datetime
) -> datetime:
    """Return until when ``role`` of the same institution may read ``kind`` on this check.

    ``consents`` are what has become, by ``at``, of the consents that the check carries or rests on. Raises
    RoleNotAllowed, ConsentMissing, CardNotUsable, MedicalRecordsExcluded or ConsentExpired.
    """
    # 1. Nobody sees more than who asked did, nor more than their own role would.
    if kind not in _opened(check, check.role) & _opened(check, role):
        raise RoleNotAllowed
    if check.person is None or check.code not in _VALID:
        raise ConsentMissing
    if check.is_blocked:
        raise CardNotUsable
    # 2. Where the system has no such data, no consent opens it.
    in_force = [coverage for coverage in check.person.coverages if coverage.period.contains(check.as_of)]
    if check.certificate_state == CertificateState.IN_GRACE or not any(
        coverage.has_medical_data for coverage in in_force
    ):
        raise MedicalRecordsExcluded
    # 3. What the check opened, unless the patient has taken it back, and only in its window.
    if kind not in check.kinds:
        raise ConsentMissing
    until = end_of_window(check.checked_at, [consent for consent in consents if consent.kind is kind])
    if until is None or at >= until or not check.is_open:
        raise ConsentExpired
    return until


def must_be_own(check: CheckRead | None, institution_code: str) -> CheckRead:
    """Return the check of this institution; raises ResourceNotFound."""
    if check is None or check.institution_code != institution_code:
        raise ResourceNotFound
    return check


def _opened(check: CheckRead, role: Role) -> frozenset[DataKind]:
    # What had to have happened before, had happened: else the record would say refused.
    return opened_at_best(check.purpose, role, check.method, day_in_japan(check.checked_at))
