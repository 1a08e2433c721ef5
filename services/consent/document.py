"""Requests of the consent service's operations in the OpenAPI document."""

from shared.web.document import WholeExamples, example
from shared.web.placeholders import PLACEHOLDERS


def request_examples() -> dict[tuple[str, str], WholeExamples]:
    """Return the bodies, and the values of the parameters that go with them."""
    check_id = PLACEHOLDERS["check_id"].example
    return {
        ("POST", "/v1/purpose-checks"): example(
            {"purpose": "CARE_VISIT", "role": "institution", "data_kinds": ["coverage", "limit_certificate"]}
        ),
        ("POST", "/v1/consents"): example({"check_id": check_id, "kinds": ["limit_certificate"], "channel": "desk"}),
        ("POST", "/v1/consents/{consent_id}/withdrawal"): example(
            {"reason": "patient"}, consent_id=PLACEHOLDERS["consent_id"].example
        ),
        ("GET", "/v1/consents/{consent_id}/proofs"): WholeExamples(
            parameters={"consent_id": PLACEHOLDERS["consent_id"].example}
        ),
        ("POST", "/v1/openings"): example(
            {"purpose": "DISASTER_READ", "prefecture": "99", "ends_at": "2026-11-27T09:00:00+09:00"}
        ),
        ("POST", "/v1/openings/{opening_id}/closure"): WholeExamples(
            parameters={"opening_id": PLACEHOLDERS["opening_id"].example}
        ),
        ("GET", "/v1/openings/{opening_id}/proofs"): WholeExamples(
            parameters={"opening_id": PLACEHOLDERS["opening_id"].example}
        ),
        ("POST", "/v1/me/sessions"): example({"presence_proof": PLACEHOLDERS["portal_proof"].example}),
        ("GET", "/v1/me/disclosures/{check_id}/proof"): WholeExamples(parameters={"check_id": check_id}),
        ("POST", "/v1/me/consents/{consent_id}/withdrawal"): WholeExamples(
            parameters={"consent_id": PLACEHOLDERS["card_consent_id"].example}
        ),
        ("GET", "/v1/me/consents/{consent_id}/proofs"): WholeExamples(
            parameters={"consent_id": PLACEHOLDERS["card_consent_id"].example}
        ),
    }
