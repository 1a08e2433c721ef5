"""The days on which certificates and tickets hold. Pure."""

from datetime import date
from typing import TypeVar

from shared.domain.coverage import ElderlyCertificate, LimitCertificate, MedicalTicket, SpecificDiseaseCertificate

AnyBenefitCertificate = LimitCertificate | ElderlyCertificate | SpecificDiseaseCertificate | MedicalTicket
BenefitCertificate = TypeVar(
    "BenefitCertificate", LimitCertificate, ElderlyCertificate, SpecificDiseaseCertificate, MedicalTicket
)


def held_days(certificate: AnyBenefitCertificate) -> tuple[date, date]:
    """Return the first and the last day; one that was ended before it began has its last day before its first."""
    return certificate.valid_from, certificate.valid_to or date.max


def never_held(certificate: AnyBenefitCertificate) -> bool:
    """Tell whether a certificate was ended on the day before it began: it was withdrawn."""
    first, last = held_days(certificate)
    return last < first


def share_a_day(one: AnyBenefitCertificate, other: AnyBenefitCertificate) -> bool:
    """Tell whether two certificates share a day."""
    (one_first, one_last), (other_first, other_last) = held_days(one), held_days(other)
    return max(one_first, other_first) <= min(one_last, other_last)
