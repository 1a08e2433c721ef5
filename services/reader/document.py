"""Requests of the card reader's operations in the OpenAPI document."""

from shared.web.document import WholeExamples, example


def request_examples() -> dict[tuple[str, str], WholeExamples]:
    """Return the bodies, and the values of the parameters that go with them."""
    visit = {
        "card": "employee-with-limit",
        "pin": "1234",
        "consents": ["medication", "checkups"],
        "prescription_form": "electronic",
    }
    return {("POST", "/v1/readers/{reader}/visits"): example(visit, reader="clinic-reader")}
