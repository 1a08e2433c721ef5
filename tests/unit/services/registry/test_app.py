from typing import Any

import pytest

from services.registry.app import create_app
from shared.settings import Settings


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_app(Settings()).openapi()


def _operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, methods in document["paths"].items()
        if path.startswith(("/v1", "/.well-known"))
        for method, operation in methods.items()
    ]


def test_the_document_names_all_operations(document: dict[str, Any]) -> None:
    assert sorted(name for name, _ in _operations(document)) == [
        "get /.well-known/jwks.json",
        "get /v1/accepted-algorithms",
        "get /v1/card-registration-reservations",
        "get /v1/card-registration-reservations/{reservation_id}",
        "get /v1/card-registrations/{registration_id}",
        "get /v1/coverages/{coverage_id}",
        "get /v1/imports",
        "get /v1/imports/{import_id}",
        "get /v1/institutions",
        "get /v1/institutions/{institution_code}",
        "get /v1/insurers",
        "get /v1/insurers/{insurer_number}",
        "get /v1/persons/{person_id}",
        "get /v1/persons/{person_id}/coverages",
        "get /v1/reports/late-registrations",
        "get /v1/reports/overlaps",
        "get /v1/reports/unregistered-members",
        "get /v1/statistics/card-registrations",
        "get /v1/statistics/check-methods",
        "get /v1/trust-roots",
        "post /v1/card-registration-reservations",
        "post /v1/card-registrations",
        "post /v1/card-registrations/lookup",
        "post /v1/card-registrations/{registration_id}/end",
        "post /v1/card-registrations/{registration_id}/renewal",
        "post /v1/claim-routes",
        "post /v1/clients",
        "post /v1/coverages",
        "post /v1/coverages/{coverage_id}/corrections",
        "post /v1/coverages/{coverage_id}/dependants",
        "post /v1/coverages/{coverage_id}/elderly-certificates",
        "post /v1/coverages/{coverage_id}/elderly-certificates/{certificate_id}/end",
        "post /v1/coverages/{coverage_id}/elderly-certificates/{certificate_id}/renewal",
        "post /v1/coverages/{coverage_id}/limit-certificates",
        "post /v1/coverages/{coverage_id}/limit-certificates/{certificate_id}/end",
        "post /v1/coverages/{coverage_id}/limit-certificates/{certificate_id}/renewal",
        "post /v1/coverages/{coverage_id}/loss",
        "post /v1/coverages/{coverage_id}/medical-tickets",
        "post /v1/coverages/{coverage_id}/medical-tickets/{certificate_id}/end",
        "post /v1/coverages/{coverage_id}/medical-tickets/{certificate_id}/renewal",
        "post /v1/coverages/{coverage_id}/moves",
        "post /v1/coverages/{coverage_id}/specific-disease-certificates",
        "post /v1/coverages/{coverage_id}/specific-disease-certificates/{certificate_id}/end",
        "post /v1/coverages/{coverage_id}/specific-disease-certificates/{certificate_id}/renewal",
        "post /v1/imports",
        "post /v1/institutions",
        "post /v1/institutions/{institution_code}/clients",
        "post /v1/insurers",
        "post /v1/oauth/token",
        "post /v1/person-matches",
        "post /v1/person-matches/bulk",
        "post /v1/persons",
        "post /v1/persons/{person_id}/changes",
        "post /v1/trust-roots",
    ]


def test_every_operation_declares_its_refusals_and_has_a_japanese_term(document: dict[str, Any]) -> None:
    for name, operation in _operations(document):
        assert any(ord(character) > 0x3000 for character in operation["summary"]), name
        assert "503" in operation["responses"], name
        for status, response in operation["responses"].items():
            if status == "422":
                assert "application/problem+json" in response["content"], name


def test_every_field_is_described(document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        if name.endswith(("Registration", "Shown", "Request", "Loss")):
            for field, described in schema["properties"].items():
                assert described.get("description"), f"{name}.{field}"
