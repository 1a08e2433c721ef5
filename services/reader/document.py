"""Requests of the card reader's operations in the OpenAPI document."""

from shared.web.document import WholeExamples


def request_examples() -> dict[tuple[str, str], WholeExamples]:
    """Return the bodies, and the values of the parameters that go with them."""
    return {}
