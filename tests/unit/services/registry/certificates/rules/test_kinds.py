"""Which two certificates or tickets of a kind cannot share a day."""

from dataclasses import replace
from datetime import date

from services.registry.certificates.rules.kinds import LIMIT_CERTIFICATE, SPECIFIC_DISEASE_CERTIFICATE
from shared.domain.codes import LimitCertificateKind, SpecificDisease
from shared.domain.coverage import SpecificDiseaseCertificate
from tests.builders import limit_certificate


def test_no_two_limit_certificates_share_a_day_whatever_their_kinds() -> None:
    one = limit_certificate(valid_from=date(2026, 8, 1), valid_to=date(2026, 8, 31))
    other = replace(one, kind=LimitCertificateKind.MEALS, valid_from=date(2026, 8, 31), valid_to=None)
    assert LIMIT_CERTIFICATE.conflict(one, other)
    assert not LIMIT_CERTIFICATE.conflict(one, replace(other, valid_from=date(2026, 9, 1)))


def test_two_diseases_share_days_and_one_does_not() -> None:
    dialysis = SpecificDiseaseCertificate(
        "1", SpecificDisease.DIALYSIS, date(2026, 8, 1), date(2026, 8, 1), None, 10_000
    )
    haemophilia = replace(dialysis, disease=SpecificDisease.HAEMOPHILIA)
    assert SPECIFIC_DISEASE_CERTIFICATE.conflict(dialysis, dialysis)
    assert not SPECIFIC_DISEASE_CERTIFICATE.conflict(dialysis, haemophilia)
