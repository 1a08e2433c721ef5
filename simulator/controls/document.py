"""Requests of the controls' operations in the OpenAPI document."""

from shared.web.document import WholeExamples, example
from shared.web.placeholders import PLACEHOLDERS


def request_examples() -> dict[tuple[str, str], WholeExamples]:
    """Return the bodies."""
    return {
        ("POST", "/sandboxes"): example({"from": "default"}),
        ("POST", "/sandboxes/{name}/restore"): example({"snapshot": PLACEHOLDERS["snapshot"].example}),
        ("PUT", "/clock"): example({"advance": "P1D"}),
        ("POST", "/faults"): example(
            {
                "kind": "status",
                "parameters": {"status": 503},
                "match": {"operation": "check_eligibility", "test": "retries-after-503"},
            }
        ),
        ("POST", "/journal/verifications"): example({"match": {"operation": "check_eligibility"}, "at_least": 1}),
        ("POST", "/patients"): example(
            {
                "name": "試験　花子",
                "birthdate": "1985-04-01",
                "sex": "female",
                "limit_certificate": {"category": "A03"},
            }
        ),
    }
