"""Which 限度額適用認定証 applies to a person on a day: for a check and for the patient's own view alike. Pure."""

from datetime import date

from shared.domain.ages import is_elderly_recipient
from shared.domain.codes import LimitCertificateKind
from shared.domain.coverage import Coverage, LimitCertificate


def limit_certificate_on(coverage: Coverage, birthdate: date, on: date) -> LimitCertificate | None:
    """Return the certificate that applies on the day; of several one about the limit, and that which began last.

    Categories A end where those of 70 and over begin, whatever days were registered (健康保険法施行令42条1項・3項).
    """
    holding = [certificate for certificate in coverage.limit_certificates if certificate.holds_on(on)]
    if not holding:
        return None
    is_elderly = applies_from_70(coverage, birthdate, on)
    holding = [certificate for certificate in holding if certificate.category.is_from_70 is is_elderly]
    if len(holding) <= 1:
        return holding[0] if holding else None
    return max(holding, key=lambda one: (tells_the_limit(one), one.valid_from, one.issued_on, one.certificate_id))


def applies_from_70(coverage: Coverage, birthdate: date, on: date) -> bool:
    """Tell whether the limits of 70 and over are the person's: by age, or by the scheme of those from 75 on."""
    return coverage.is_late_elderly or is_elderly_recipient(birthdate, on)


def tells_the_limit(certificate: LimitCertificate) -> bool:
    """Tell whether it limits what is paid: 標準負担額減額認定証 (03) lowers the price of meals, and nothing else."""
    return certificate.kind is not LimitCertificateKind.MEALS
