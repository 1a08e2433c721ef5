"""Requests of the registry's operations in the OpenAPI document, beside those with an answer (document.py).

Whoever is changed here is made anew first (shared/web/placeholders.py), so that nobody of the world changes by an
example; what needs an age or 医療扶助 is tried with a persona who has it, in a year that is free.
"""

from typing import Any

from shared.web.document import WholeExamples, example
from shared.web.example_values import example_values
from shared.web.placeholders import PLACEHOLDERS

Examples = dict[tuple[str, str], WholeExamples]
AGED, AGED_COVERAGE = "aged-70-general", "0d187215-f304-5958-9724-3b3d8cc147bb"
AGED_CERTIFICATE = "a86ab55e-3ee3-5b7c-b7ed-8082c69508fd"
ASSISTED, ASSISTED_COVERAGE = "assistance-outpatient", "06731cdd-14d8-5ff1-bcff-2c49d696204d"
ASSISTED_TICKET = "f5dfc394-ec30-5b1a-92a2-d8983aa6aac3"
"""Personas of the world of shared/web/example_values.py, and what they hold; a test holds them equal."""
_COVERAGE = "/v1/coverages/{coverage_id}"
_REGISTRATION = "/v1/card-registrations/{registration_id}"


def request_examples() -> Examples:
    """Return the bodies, and the values of the parameters that go with them."""
    values = example_values()
    return {
        ("POST", "/v1/trust-roots"): example({"certificates_pem": values["certificates_pem"]}),
        ("POST", "/v1/person-matches"): example(
            {name: values[name] for name in ("name", "birthdate", "address")} | {"sex": "male"}
        ),
        ("POST", "/v1/person-matches/bulk"): example(
            {
                "items": [
                    {name: values[name] for name in ("name", "birthdate", "address")}
                    | {"sex": "male", "item_reference": "line-000001"}
                ]
            }
        ),
        ("POST", "/v1/claim-routes"): example(
            {name: values[name] for name in ("insurer_number", "symbol", "number", "branch", "claim_reference")}
            | {"treated_from": "2026-11-02", "treated_to": "2026-11-16"}
        ),
        ("GET", "/v1/imports/{import_id}"): WholeExamples(parameters={"import_id": _live("import_id")}),
        **_callers(),
        **_people(),
        **_certificates(),
        **_cards(values),
    }


def _callers() -> Examples:
    secret = "another-development-secret"  # noqa: S105 - of an invented client
    return {
        ("POST", "/v1/institutions"): example(
            {"institution_code": "9910000034", "name": "模擬第二クリニック", "role": "institution"}
        ),
        ("POST", "/v1/institutions/{institution_code}/clients"): example(
            {"client_id": "clinic-second", "client_secret": secret}
        ),
        ("POST", "/v1/clients"): example(
            {"client_id": "hospital-second", "client_secret": secret, "role": "institution"}
            | {"institution_codes": ["9910000026"]}
        ),
    }


def _people() -> Examples:
    person, coverage = {"person_id": _live("person_id")}, {"coverage_id": _live("coverage_id")}
    return {
        ("POST", "/v1/persons/{person_id}/changes"): example({"address": "東京都模擬市見本町99丁目2番"}, **person),
        ("POST", f"{_COVERAGE}/loss"): example({"lost_on": "2026-11-01", "loss_reason": "other"}, **coverage),
        ("POST", f"{_COVERAGE}/corrections"): example({"symbol": "9998", "valid_to": "2027-03-31"}, **coverage),
        ("POST", f"{_COVERAGE}/moves"): example({"moved_on": "2026-11-01", "symbol": "9997"}, **coverage),
        ("POST", f"{_COVERAGE}/dependants"): example(
            {
                "person_id": _live("family_person_id"),
                "branch": "01",
                "acquired_on": "2026-11-01",
                "circumstances": {"income_yen": 0, "insured_income_yen": 4_800_000, "is_spouse": True},
            },
            **coverage,
        ),
    }


def _certificates() -> Examples:
    coverage = {"coverage_id": _live("coverage_id")}
    limit = {"kind": "limit", "category": "A03", "issued_on": "2026-08-01", "valid_from": "2026-08-01"}
    disease = {"disease": "dialysis", "issued_on": "2026-08-01", "valid_from": "2026-08-01", "copay_limit_yen": 10_000}
    aged, assisted = {"coverage_id": AGED_COVERAGE}, {"coverage_id": ASSISTED_COVERAGE}
    elderly = {"issued_on": "2027-08-01", "valid_from": "2027-08-01", "valid_to": "2028-07-31", "share_percent": 20}
    ticket = {
        "kind": "medical",
        "treatment_type": "outpatient",
        "use": "alone",
        "issue_number": "000123",
        "institution_code": "9910000018",
        "institution_name": "模擬クリニック",
    }
    return {
        **_life(
            "limit-certificates",
            example({**limit, "valid_to": "2027-07-31"}, **coverage),
            example(
                {**limit, "category": "A04", "issued_on": "2026-11-01", "valid_from": "2026-11-01"},
                **coverage,
                certificate_id=_live("limit_certificate_id"),
            ),
            "2026-10-31",
        ),
        **_life(
            "specific-disease-certificates",
            example(disease, **coverage),
            example(
                {**disease, "valid_from": "2026-11-01", "issued_on": "2026-11-01"},
                **coverage,
                certificate_id=_live("specific_disease_certificate_id"),
            ),
            "2026-10-31",
        ),
        **_life(
            "elderly-certificates",
            example(elderly, **aged),
            example(
                {**elderly, "valid_from": "2026-12-01", "issued_on": "2026-12-01", "valid_to": "2027-07-31"},
                **aged,
                certificate_id=AGED_CERTIFICATE,
            ),
            "2026-10-31",
        ),
        **_life(
            "medical-tickets",
            example(
                {**ticket, "treatment_month": "2026-12", "valid_from": "2026-12-01", "valid_to": "2026-12-31"},
                **assisted,
            ),
            example(
                {**ticket, "treatment_month": "2026-11", "valid_from": "2026-11-15", "valid_to": "2026-11-30"},
                **assisted,
                certificate_id=ASSISTED_TICKET,
            ),
            "2026-11-10",
        ),
    }


def _life(kind: str, issued: WholeExamples, renewed: WholeExamples, ended_on: str) -> Examples:
    path = f"{_COVERAGE}/{kind}"
    return {
        ("POST", path): issued,
        ("POST", f"{path}/{{certificate_id}}/renewal"): renewed,
        ("POST", f"{path}/{{certificate_id}}/end"): example({"valid_to": ended_on}, **renewed.parameters),
    }


def _cards(values: dict[str, Any]) -> Examples:
    certificate = {name: values[name] for name in ("authority_key_id", "serial_number")}
    registration = {"registration_id": _live("registration_id")}
    nobody = {
        "name": "予約　花子",
        "birthdate": "2001-02-03",
        "sex": "female",
        "address": "東京都模擬市99丁目",
    }
    return {
        ("POST", "/v1/card-registrations/lookup"): example(
            {"presence_proof": PLACEHOLDERS["registration_proof"].example}
        ),
        ("GET", _REGISTRATION): WholeExamples(parameters=registration),
        ("POST", f"{_REGISTRATION}/end"): example({"reason": "holder_request"}, **registration),
        ("POST", f"{_REGISTRATION}/renewal"): example(certificate, **registration),
        ("POST", "/v1/card-registration-reservations"): example(
            {**certificate, "person": nobody, "channel": "municipal_desk"}
        ),
        ("GET", "/v1/card-registration-reservations/{reservation_id}"): WholeExamples(
            parameters={"reservation_id": _live("reservation_id")}
        ),
    }


def _live(name: str) -> str:
    return PLACEHOLDERS[name].example
