"""What certificates and tickets must fit: the coverage they hang on, and their holder's age. Pure.

Limit certificates have rules of their own (limit_certificates.py).
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from services.registry.person_records.rules.days import benefit_year_ends
from services.registry.person_records.rules.recorded_coverages import RecordedCoverage
from shared.domain.ages import LATE_ELDERLY_AGE, birthday, elderly_recipient_from
from shared.domain.codes import CardKind, LimitCategory, SpecificDisease
from shared.domain.coverage import ElderlyCertificate, MedicalTicket, SpecificDiseaseCertificate
from shared.domain.insurers import InsurerKind
from shared.errors import Violation

_LOWER_COPAY_YEN, _HIGHER_COPAY_YEN = 10_000, 20_000
_UPPER_INCOME: Final = frozenset({LimitCategory.A01, LimitCategory.A02})
_TEN_PERCENT: Final = 10
_TEN_PERCENT_BORN_BY: Final = date(1944, 4, 1)
"""70 to 74 pays 10 % by a special measure that ended with those who were 70 in March 2014."""


def elderly_certificate_violations(
    certificate: ElderlyCertificate, recorded: RecordedCoverage, birthdate: date
) -> list[Violation]:
    """Return what is wrong with a dated share.

    高齢受給者証: from the 1st of the month after 70 is reached until the day before the 75th birthday. On
    後期高齢者医療 it is the 負担割合 that 資格確認書 names, which income decides anew each 1 August
    (高齢者の医療の確保に関する法律67条, 同施行令7条).
    """
    if recorded.coverage.insurer.kind is InsurerKind.ELDERLY:
        return list(_against_late_elderly(certificate, recorded.coverage.acquired_on))
    return list(_against_elderly_recipient(certificate, birthdate))


def _against_late_elderly(certificate: ElderlyCertificate, acquired_on: date) -> Iterator[Violation]:
    if certificate.valid_from < acquired_on:
        yield Violation(
            "/valid_from",
            "before-the-coverage",
            "Begins on the day on which the coverage begins at the earliest.",
            "資格取得年月日以降の日付で指定してください。",
        )
    if certificate.valid_to > benefit_year_ends(certificate.valid_from):
        yield Violation(
            "/valid_to",
            "past-the-year",
            "Ends on the next 31 July at the latest: the share is set anew on 1 August.",
            "負担割合は毎年8月1日に定期判定されるため、次の7月31日までです。",
        )


def _against_elderly_recipient(certificate: ElderlyCertificate, birthdate: date) -> Iterator[Violation]:
    if certificate.valid_from < elderly_recipient_from(birthdate):
        yield Violation(
            "/valid_from",
            "too-young",
            "Begins on the 1st of the month after 70 is reached.",
            "70歳に達した日の属する月の翌月1日からです。",
        )
    if certificate.valid_to >= birthday(birthdate, LATE_ELDERLY_AGE):
        yield Violation(
            "/valid_to",
            "too-old",
            "Ends on the day before the 75th birthday at the latest.",
            "75歳の誕生日の前日までです。",
        )
    if certificate.share_percent == _TEN_PERCENT and birthdate > _TEN_PERCENT_BORN_BY:
        yield Violation(
            "/share_percent",
            "not-a-share",
            "Is 20 or 30; 10 only of those born by 1 April 1944.",
            "2割または3割で指定してください（1割は昭和19年4月1日以前生まれのみ）。",
        )


def specific_disease_violations(
    certificate: SpecificDiseaseCertificate, recorded: RecordedCoverage, birthdate: date
) -> list[Violation]:
    """特定疾病: 10,000 yen; 20,000 for dialysis below 70 in ア and イ only (健康保険法施行令42条9項)."""
    if certificate.copay_limit_yen == _LOWER_COPAY_YEN:
        return []
    if certificate.copay_limit_yen != _HIGHER_COPAY_YEN or certificate.disease is not SpecificDisease.DIALYSIS:
        return [
            Violation(
                "/copay_limit_yen",
                "not-an-amount",
                "Is 10,000 yen, or 20,000 for dialysis.",
                "1万円（人工透析は2万円も可）で指定してください。",
            )
        ]
    return list(_against_upper_income(certificate, recorded, elderly_recipient_from(birthdate)))


def _against_upper_income(
    certificate: SpecificDiseaseCertificate, recorded: RecordedCoverage, from_70: date
) -> Iterator[Violation]:
    is_late_elderly = recorded.coverage.insurer.kind is InsurerKind.ELDERLY
    if is_late_elderly or certificate.valid_from >= from_70:
        yield Violation(
            "/copay_limit_yen",
            "too-old",
            "Is 10,000 yen from 70 on and in 後期高齢者医療.",
            "70歳以上（高齢受給者）と後期高齢者医療は1万円です。",
        )
    elif certificate.valid_to is not None and certificate.valid_to >= from_70:
        # Without a last day it goes on from 70 on, at the lower amount: the answer of a check sees to that.
        yield Violation(
            "/valid_to",
            "too-old",
            "20,000 yen end with the month in which 70 is reached.",
            "2万円の区分は、70歳に達した日の属する月の末日までです。",
        )
    categories = {
        limit.category for limit in recorded.coverage.limit_certificates if limit.holds_on(certificate.valid_from)
    }
    if categories - _UPPER_INCOME:
        yield Violation(
            "/copay_limit_yen",
            "not-upper-income",
            "Is 20,000 yen in categories A01 and A02 only; the limit certificate of the day says another.",
            "2万円は適用区分ア・イに限ります（登録済みの限度額適用認定証の区分と異なります）。",
        )


def medical_ticket_violations(ticket: MedicalTicket, recorded: RecordedCoverage, _: date) -> list[Violation]:
    """医療券: on medical assistance only, within its month."""
    found = []
    if recorded.coverage.card_kind is not CardKind.MEDICAL_ASSISTANCE:
        found.append(
            Violation(
                "",
                "not-medical-assistance",
                "Tickets hang on coverages of card kind medical_assistance.",
                "医療扶助の資格にのみ登録できます。",
            )
        )
    months = {f"{day:%Y-%m}" for day in (ticket.valid_from, ticket.valid_to)}
    if months != {ticket.treatment_month}:
        found.append(
            Violation(
                "/treatment_month",
                "other-month",
                "A ticket is valid within its month of treatment.",
                "診療年月の範囲内の有効期間を指定してください。",
            )
        )
    return found
