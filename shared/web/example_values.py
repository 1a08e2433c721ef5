"""The examples in the OpenAPI documents: one invented patient, told the same way by every service.

It is the persona ``employee-with-limit`` of seed 1, which is the default: his numbers, his birth date and his card can
be sent as they stand, whatever day it is in the world. Other days are those of a world on 2026-11-20. A field that has
an example of its own keeps it.
"""

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from shared.web.placeholders import PLACEHOLDERS

if TYPE_CHECKING:
    from shared.sim.personas.persona import Persona

SEED, DAY, PERSONA = 1, date(2026, 11, 20), "employee-with-limit"
_AT = "2026-11-20T09:15:00+09:00"
_ID = "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55"
FORMAT_VALUES = {"uuid": _ID, "date": DAY.isoformat(), "date-time": _AT}
"""For fields whose name alone says nothing."""
SUFFIXES = {"_insurer_number": "insurer_number", "_insurer_name": "insurer_name", "_yen": "base_yen"}
"""Endings of names, and whose example they share."""


@cache
def example_values() -> dict[str, Any]:
    """Return an example for each field name, as JSON shows it."""
    # Whoever serves starts without it; the first reader of a document waits for it.
    from shared.sim.personas.cast import personas  # noqa: PLC0415

    patient = next(persona for persona in personas(SEED, DAY) if persona.id == PERSONA)
    return {**_WORDS, **_instants(), **_of(patient)}


def _of(patient: "Persona") -> dict[str, Any]:
    holder, (membership, *_) = patient.holder, patient.memberships
    assert holder is not None  # noqa: S101 - this persona is a person
    assert patient.card is not None  # noqa: S101 - with a card
    certificate = membership.limit_certificates[0]
    assert certificate.valid_to is not None  # noqa: S101 - for a benefit year
    return {
        "person_id": str(holder.person_id),
        "name": holder.name,
        "name_kana": holder.name_kana,
        "insured_name": holder.name,
        "birthdate": holder.birthdate.isoformat(),
        "postal_code": holder.postal_code,
        "address": holder.address,
        "coverage_id": str(membership.coverage_id),
        "insurer_number": membership.insurer.number,
        "insurer_name": membership.insurer.name,
        "symbol": membership.symbol,
        "number": membership.number,
        "branch": membership.branch,
        "acquired_on": membership.acquired_on.isoformat(),
        "certificate_id": str(certificate.certificate_id),
        "category": certificate.category.value,
        "label": certificate.category.term,
        "issued_on": certificate.issued_on.isoformat(),
        "valid_from": certificate.valid_from.isoformat(),
        "valid_to": str(certificate.valid_to),
        "card_id": str(patient.card.card_id),
        "pin": patient.card.pin,
        "carrier": patient.card.carrier,
        "codes": dict(patient.codes),
        "id": patient.id,
        "title": patient.title,
        "title_ja": patient.title_ja,
        "situation": patient.situation,
        "situation_ja": patient.situation_ja,
    }


def _instants() -> dict[str, Any]:
    at_nine = dict.fromkeys(("checked_at", "issued_at", "recorded_at", "counted_at", "consented_at", "given_at"), _AT)
    return {
        **at_nine,
        "expires_at": "2026-11-20T09:25:00+09:00",
        "viewable_until": "2026-11-21T09:15:00+09:00",
        "not_before": "2025-10-16T00:00:00+09:00",
        "not_after": "2030-05-05T23:59:59+09:00",
        "as_of": DAY.isoformat(),
        "lost_on": "2026-12-01",
        "in_force_from": "2020-10-01",
        "valid_until": "2030-05-05",
        "long_stay_from": "2026-11-01",
    }


_WORDS: dict[str, Any] = {
    "check_id": PLACEHOLDERS["check_id"].example,
    "nonce": PLACEHOLDERS["nonce"].example,
    "presence_proof": PLACEHOLDERS["presence_proof"].example,
    "institution": "9910000018",
    "institution_code": "9910000018",
    "institution_codes": ["9910000018"],
    "client_id": "clinic",
    "client_secret": "clinic-development-secret",
    "client_reference": "uketsuke-0012",
    "access_token": "eyJhbGciOiJFUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzdWIiOiJjbGluaWMifQ.mC7…",
    "expires_in": 600,
    "scope": "consent:read consent:write eligibility:check",
    "error_description": "The client is unknown or its secret is wrong.",
    "purpose": "CARE_VISIT",
    "article": "健康保険法194条の2",
    "authority_key_id": PLACEHOLDERS["authority_key_id"].example,
    "serial_number": PLACEHOLDERS["serial_number"].example,
    "subject": "CN=JPKI-SIM Authentication CA 3,O=onshi simulator,C=JP",
    "certificates_pem": PLACEHOLDERS["certificates_pem"].example,
    "generation": 3,
    "pin_tries_left": 3,
    "by_channel": {"portal": 12, "reader": 30, "atm": 4, "municipal_desk": 2},
    "total": 48,
    "kind": "kyokai",
    "table": "2026-08",
    "base_yen": 85800,
    "threshold_yen": 286000,
    "rate_percent": 1,
    "many_times_yen": 44400,
    "outpatient_yen": 18000,
    "outpatient_year_yen": 144000,
    "year_cap_yen": 530000,
    "copay_percent": 30,
    "share_percent": 20,
    "name_other": "ミホン　リサ",
    "name_other_kana": "ミホン　リサ",
    "reference_number": "000123",
    "claimed_in": "2026-11",
    "treatment_month": "2026-11",
    "issue_number": "0000123",
    "institution_name": "模擬クリニック",
    "reason_ja": "資格取得の届出が遅れたため。",
    "days_late": 12,
    "claim_reference": "seikyu-2026-11-0042",
    "item_reference": "yoyaku-0042",
    "client_references": ["uketsuke-0012"],
    "month": "2026-11",
    "limit_yen": 87430,
    "many_times_limit_yen": 44400,
    "outpatient_limit_yen": 18000,
    "next_cursor": "MDExMzkwMTM=",
    "cursor": "MDExMzkwMTM=",
    "limit": 100,
    "code": "certificate-expires-soon",
    "message": "The certificate expires soon; the patient renews it at the municipal office.",
    "message_ja": "電子証明書の有効期限が近づいています。市区町村の窓口で更新してください。",
    "persona_id": PERSONA,
}
