"""What two insurers have on record, and how each thing is asked for and changed."""

from typing import Any

from tests.service.matrix.rows import Row
from tests.service.registry.caller import CLINIC, COVERAGE, PERSON

WELFARE = {"insurer_number": "12131015", "name": "見本福祉事務所", "kind": "public_assistance"}
FELLOW = {"insurer_number": "06139018", "name": "模擬健康保険組合", "kind": "society"}
ELDER = {**PERSON, "person_id": "019a0000-0000-7000-8000-000000000003", "birthdate": "1954-05-05"}
CHILD = {**PERSON, "person_id": "019a0000-0000-7000-8000-000000000002", "birthdate": "2015-05-05"}
FIRST, SECOND = "019a0000-0000-7000-8000-0000000000d1", "019a0000-0000-7000-8000-0000000000d2"
NEW, ASSISTED = "019a0000-0000-7000-8000-0000000000c4", "019a0000-0000-7000-8000-0000000000c5"
HELD = {**COVERAGE, "person_id": ELDER["person_id"]}
HELD_TWICE = {**HELD, "coverage_id": None, "insurer_number": FELLOW["insurer_number"]}
ASSISTANCE = {
    **COVERAGE,
    "coverage_id": ASSISTED,
    "insurer_number": WELFARE["insurer_number"],
    "card_kind": "medical_assistance",
}
DAYS = {"issued_on": "2025-07-20", "valid_from": "2025-08-01", "valid_to": "2026-07-31"}
LATER = {"valid_from": "2026-04-01"}
CERTIFICATES: dict[str, dict[str, Any]] = {
    "limit-certificates": {**DAYS, "kind": "limit", "category": "B03"},
    "elderly-certificates": {**DAYS, "share_percent": 20},
    "specific-disease-certificates": {**DAYS, "disease": "dialysis", "copay_limit_yen": 10_000},
}
TICKET = {
    "kind": "medical",
    "treatment_month": "2026-11",
    "valid_from": "2026-11-01",
    "valid_to": "2026-11-30",
    "issue_number": "000123",
    "institution_code": CLINIC["institution_code"],
    "institution_name": "見本内科",
    "treatment_type": "outpatient",
    "use": "alone",
    "self_pay_yen": 500,
}
NEXT_TICKET = {**TICKET, "treatment_month": "2026-12", "valid_from": "2026-12-01", "valid_to": "2026-12-31"}
DEPENDANT = {"person_id": CHILD["person_id"], "branch": "02", "acquired_on": "2024-05-01"}


def held_rows() -> list[Row]:
    """Everything about the society's member; what ends the cover comes last."""
    person, coverage = f"/v1/persons/{ELDER['person_id']}", f"/v1/coverages/{HELD['coverage_id']}"
    return [
        Row("GET /v1/reports/late-registrations", hides=HELD["coverage_id"]),
        Row("GET /v1/reports/overlaps", hides=HELD["coverage_id"]),
        Row("GET /v1/reports/unregistered-members", hides=ELDER["person_id"]),
        Row("GET /v1/persons/{person_id}", person),
        Row("GET /v1/persons/{person_id}/coverages", f"{person}/coverages"),
        Row("POST /v1/persons/{person_id}/changes", f"{person}/changes", {"address": "東京都見本区二丁目"}),
        Row("GET /v1/coverages/{coverage_id}", coverage),
        Row("POST /v1/coverages", body={**COVERAGE, "coverage_id": NEW, "number": "99"}),
        *(row for kind, body in CERTIFICATES.items() for row in certificate_rows(coverage, kind, body)),
        changed(coverage, "dependants", DEPENDANT),
        changed(coverage, "corrections", {"symbol": "56-78"}),
        changed(coverage, "moves", {"moved_on": "2026-11-01", "symbol": "9997"}),
        changed(f"/v1/coverages/{NEW}", "loss", {"lost_on": "2026-11-01", "loss_reason": "other"}),
    ]


def ticket_rows() -> list[Row]:
    """The welfare office's tickets (医療券)."""
    return ways_of_certificates(
        f"/v1/coverages/{ASSISTED}", "medical-tickets", "ticket_id", (TICKET, NEXT_TICKET), "2026-12-15"
    )


def certificate_rows(coverage: str, kind: str, body: dict[str, Any]) -> list[Row]:
    return ways_of_certificates(coverage, kind, "certificate_id", (body, {**body, **LATER}), "2026-06-30")


def ways_of_certificates(
    coverage: str, kind: str, key: str, bodies: tuple[dict[str, Any], dict[str, Any]], ends_on: str
) -> list[Row]:
    """Issued, renewed, and the renewed one ended."""
    first, second = bodies
    return [
        changed(coverage, kind, {**first, key: FIRST}),
        changed(coverage, f"{kind}/{{certificate_id}}/renewal", {**second, key: SECOND}, FIRST),
        changed(coverage, f"{kind}/{{certificate_id}}/end", {"valid_to": ends_on}, SECOND),
    ]


def changed(coverage: str, change: str, body: dict[str, Any], certificate: str = "") -> Row:
    at = f"{coverage}/{change.replace('{certificate_id}', certificate)}"
    return Row(f"POST /v1/coverages/{{coverage_id}}/{change}", at, body)


def import_rows(import_id: str) -> list[Row]:
    """A file that an insurer has handed in."""
    return [
        Row("GET /v1/imports", hides=import_id),
        Row("GET /v1/imports/{import_id}", f"/v1/imports/{import_id}"),
    ]
