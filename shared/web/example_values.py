"""The examples in the OpenAPI documents: one invented patient, told the same way by every service.

It is the persona ``employee-with-limit`` of seed 1, which is the default: his numbers, his birth date and his card can
be sent as they stand, whatever day it is in the world. Other days are those of a world on 2026-11-20. A field that has
an example of its own keeps it.
"""

from datetime import date
from functools import cache
from typing import Any

from shared.web.placeholders import PLACEHOLDERS

SEED, DAY, PERSONA = 1, date(2026, 11, 20), "employee-with-limit"
PATIENT: dict[str, Any] = {
    "person_id": "b3e7b562-b8fe-53e5-9594-a45b1c92c5bb",
    "name": "仮野　隆",
    "name_kana": "カリノ　タカシ",
    "insured_name": "仮野　隆",
    "birthdate": "1985-11-20",
    "postal_code": "999-0001",
    "address": "東京都模擬市見本町1丁目1番",
    "coverage_id": "f156ca1c-da73-5725-9ce4-287eb115e616",
    "insurer_number": "01139013",
    "insurer_name": "模擬健康保険協会",
    "symbol": "11103647",
    "number": "230999",
    "branch": "00",
    "acquired_on": "2023-11-16",
    "certificate_id": "750e7b33-3312-58ac-b801-3a0cec9248b7",
    "category": "A03",
    "label": "ウ",
    "issued_on": "2026-08-01",
    "valid_from": "2026-08-01",
    "valid_to": "2027-07-31",
    "card_id": "1e22f087-ae1c-5733-ae70-eb68ad7f3524",
    "pin": "1234",
    "carrier": "card",
    "codes": {
        "QualificationValidity": "1",
        "Sex1": "1",
        "InsuredCardClassification": "01",
        "PersonalFamilyClassification": "1",
        "LimitApplicationCertificateClassification": "01",
        "LimitApplicationCertificateClassificationFlag": "A03",
    },
    "id": PERSONA,
    "title": "Employee with a limit certificate",
    "title_ja": "会社員・限度額適用認定証（区分ウ）",
    "situation": "Insured employee (協会けんぽ), 30 %, monthly limit of category ウ (A03).",
    "situation_ja": "協会けんぽの被保険者本人。3割、適用区分ウ（A03）。",
}
"""What the world holds of the persona, field by field; a test holds it equal to the persona."""
_AT = "2026-11-20T09:15:00+09:00"
_ID = "019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55"
FORMAT_VALUES = {"uuid": _ID, "date": DAY.isoformat(), "date-time": _AT}
"""For fields whose name alone says nothing."""
SUFFIXES = {"_insurer_number": "insurer_number", "_insurer_name": "insurer_name", "_yen": "base_yen"}
"""Endings of names, and whose example they share."""


@cache
def example_values() -> dict[str, Any]:
    """Return an example for each field name, as JSON shows it."""
    return {**_WORDS, **_instants(), **PATIENT}


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
