"""The four kinds of certificates and tickets: what each must fit, and which two of a kind exclude each other. Pure."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic

from services.registry.certificates.rules.certificates import (
    elderly_certificate_violations,
    medical_ticket_violations,
    specific_disease_violations,
)
from services.registry.certificates.rules.limit_certificates import limit_certificate_violations
from services.registry.person_records.rules.certificate_days import BenefitCertificate, share_a_day
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.coverage import ElderlyCertificate, LimitCertificate, MedicalTicket, SpecificDiseaseCertificate
from shared.errors import Violation


@dataclass(frozen=True, slots=True)
class CertificateRules(Generic[BenefitCertificate]):
    """The rules of one kind."""

    field: str
    """The field of a coverage that holds them."""
    violations: Callable[[BenefitCertificate, RecordedCoverage, date], list[Violation]]
    """Tells what is wrong with a certificate on this coverage for a person born on that day."""
    exclusive_by: Callable[[BenefitCertificate], Hashable]
    """What two of them must differ in to share a day."""

    def conflict(self, one: BenefitCertificate, other: BenefitCertificate) -> bool:
        """Tell whether two certificates that must not share a day do."""
        return self.exclusive_by(one) == self.exclusive_by(other) and share_a_day(one, other)


LIMIT_CERTIFICATE: Final[CertificateRules[LimitCertificate]] = CertificateRules(
    "limit_certificates",
    limit_certificate_violations,
    # 01 and 03 of one day are one 02, and an answer shows one (LimitApplicationCertificateRelatedInfo).
    lambda _: None,
)
ELDERLY_CERTIFICATE: Final[CertificateRules[ElderlyCertificate]] = CertificateRules(
    "elderly_certificates", elderly_certificate_violations, lambda _: None
)
SPECIFIC_DISEASE_CERTIFICATE: Final[CertificateRules[SpecificDiseaseCertificate]] = CertificateRules(
    "specific_disease_certificates", specific_disease_violations, lambda certificate: certificate.disease
)
MEDICAL_TICKET: Final[CertificateRules[MedicalTicket]] = CertificateRules(
    "medical_tickets",
    medical_ticket_violations,
    lambda ticket: (ticket.institution_code, ticket.kind, ticket.treatment_type),
)
CERTIFICATE_RULES: Final[Mapping[str, CertificateRules[Any]]] = {
    rules.field: rules
    for rules in (LIMIT_CERTIFICATE, ELDERLY_CERTIFICATE, SPECIFIC_DISEASE_CERTIFICATE, MEDICAL_TICKET)
}
"""By the field of a coverage."""
