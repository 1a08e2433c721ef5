"""What certificates and tickets must fit: the coverage they hang on, and their holder's age."""

from datetime import date

from services.registry.rules.days import LATE_ELDERLY_AGE, birthday, elderly_share_from
from services.registry.store.coverages import RecordedCoverage
from shared.domain.codes import CardKind, SpecificDisease
from shared.domain.coverage import ElderlyCertificate, MedicalTicket, SpecificDiseaseCertificate
from shared.errors import Violation

_LOWER_COPAY_YEN, _HIGHER_COPAY_YEN = 10_000, 20_000


def elderly_certificate_violations(
    certificate: ElderlyCertificate, _: RecordedCoverage, birthdate: date
) -> list[Violation]:
    """高齢受給者証: from the 1st of the month after 70 is reached until the day before the 75th birthday."""
    found = []
    if certificate.valid_from < elderly_share_from(birthdate):
        found.append(
            Violation(
                "/valid_from",
                "too-young",
                "Begins on the 1st of the month after 70 is reached.",
                "70歳に達した日の属する月の翌月1日からです。",
            )
        )
    if certificate.valid_to >= birthday(birthdate, LATE_ELDERLY_AGE):
        found.append(
            Violation(
                "/valid_to",
                "too-old",
                "Ends on the day before the 75th birthday at the latest.",
                "75歳の誕生日の前日までです。",
            )
        )
    return found


def specific_disease_violations(
    certificate: SpecificDiseaseCertificate, _: RecordedCoverage, __: date
) -> list[Violation]:
    """特定疾病: 10,000 yen; 20,000 for dialysis only (健康保険法施行令42条9項)."""
    amounts = {_LOWER_COPAY_YEN}
    if certificate.disease is SpecificDisease.DIALYSIS:
        amounts.add(_HIGHER_COPAY_YEN)
    if certificate.copay_limit_yen in amounts:
        return []
    return [
        Violation(
            "/copay_limit_yen",
            "not-an-amount",
            "Is 10,000 yen, or 20,000 for dialysis.",
            "1万円（人工透析は2万円も可）で指定してください。",
        )
    ]


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
