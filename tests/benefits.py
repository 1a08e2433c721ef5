"""Builders of what a coverage can carry besides itself, and of the schemes that people meet at an age."""

from datetime import date
from typing import Any

from shared.domain.codes import CardKind, SpecificDisease, TicketKind, TicketUse, TreatmentType
from shared.domain.coverage import Coverage, ElderlyCertificate, MedicalTicket, SpecificDiseaseCertificate
from tests import builders

CLINIC, OTHER_CLINIC = "9910000018", "9910000026"
ASSISTANCE_ID = "0190a000-0000-7000-8000-000000000109"
TICKET_ID = "0190a000-0000-7000-8000-000000000309"


def elderly_certificate(share_percent: int = 20, **more: Any) -> ElderlyCertificate:
    """高齢受給者証 of the benefit year 2026-08 to 2027-07."""
    return ElderlyCertificate(
        **{
            "certificate_id": "0190a000-0000-7000-8000-000000000301",
            "issued_on": date(2026, 8, 1),
            "valid_from": date(2026, 8, 1),
            "valid_to": date(2027, 7, 31),
            "share_percent": share_percent,
            **more,
        }
    )


def disease_certificate(**more: Any) -> SpecificDiseaseCertificate:
    """特定疾病療養受療証 for dialysis, 10,000 yen."""
    return SpecificDiseaseCertificate(
        **{
            "certificate_id": "0190a000-0000-7000-8000-000000000401",
            "disease": SpecificDisease.DIALYSIS,
            "issued_on": date(2026, 4, 1),
            "valid_from": date(2026, 4, 1),
            "valid_to": None,
            "copay_limit_yen": 10_000,
            **more,
        }
    )


def ticket(**more: Any) -> MedicalTicket:
    """医療券 of November 2026 for the clinic, outpatient, alone."""
    return MedicalTicket(
        **{
            "ticket_id": TICKET_ID,
            "kind": TicketKind.MEDICAL,
            "treatment_month": "2026-11",
            "valid_from": date(2026, 11, 1),
            "valid_to": date(2026, 11, 30),
            "issue_number": "1100123",
            "institution_code": CLINIC,
            "institution_name": "模擬内科クリニック",
            "treatment_type": TreatmentType.OUTPATIENT,
            "use": TicketUse.ALONE,
            **more,
        }
    )


def assistance(*tickets: MedicalTicket, **more: Any) -> Coverage:
    """医療扶助: payer number 12…, 受給者番号, neither symbol nor branch."""
    return builders.coverage(
        **{
            "coverage_id": ASSISTANCE_ID,
            "insurer": builders.insurer(number="12999915", name="模擬市福祉事務所", kind="public_assistance"),
            "symbol": None,
            "number": "0012345",
            "branch": None,
            "card_kind": CardKind.MEDICAL_ASSISTANCE,
            "acquired_on": date(2025, 4, 1),
            "limit_certificates": (),
            "medical_tickets": tickets,
            **more,
        }
    )


def late_elderly(share_percent: int | None = None, **more: Any) -> Coverage:
    """後期高齢者医療: payer number 39…, neither symbol nor branch."""
    return builders.coverage(
        **{
            "insurer": builders.insurer(number="39999913", name="模擬後期高齢者医療広域連合", kind="elderly"),
            "symbol": None,
            "number": "12345674",
            "branch": None,
            "acquired_on": date(2020, 4, 1),
            "share_percent": share_percent,
            "limit_certificates": (),
            **more,
        }
    )


def municipal(**more: Any) -> Coverage:
    """国民健康保険 of a municipality."""
    return builders.coverage(
        **{
            "insurer": builders.insurer(number="999914", name="模擬市国民健康保険", kind="municipal_nhi"),
            "limit_certificates": (),
            **more,
        }
    )
