"""The OpenAPI documents of all services: complete, valid in both versions, told in both languages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from shared.problem import TYPE_PREFIX
from shared.settings import SERVICES
from shared.web.document import OPERATION_TAG, operations
from shared.web.integers import format_of
from shared.web.openapi30 import to_openapi_30
from shared.web.responses import PROBLEM_SCHEMAS, declared_codes
from simulator.pages.whole_document import whole_document
from tools.docs.applications import NAMES, document

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
CALLER = {"token-missing", "token-invalid", "token-expired", "role-not-allowed", "scope-missing", "world-mismatch"}


def every_operation() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in NAMES:
        for (method, path), operation in operations(document(name)):
            yield f"{method} {path} of {name}", operation


@pytest.mark.parametrize("name", NAMES)
def test_the_document_is_valid_in_both_versions(name: str) -> None:
    OpenAPIV31SpecValidator(document(name)).validate()
    OpenAPIV30SpecValidator(to_openapi_30(document(name))).validate()


def test_the_one_document_is_valid_in_both_versions_and_its_operations_have_names_of_their_own() -> None:
    whole = whole_document({name: document(name) for name in SERVICES})
    names = [operation["operationId"] for _, operation in operations(whole)]

    OpenAPIV31SpecValidator(whole).validate()
    OpenAPIV30SpecValidator(to_openapi_30(whole)).validate()
    assert len(set(names)) == len(names)
    assert {"check_eligibility", "registry_operation_ready", "all_ready"} <= set(names)


def test_every_operation_says_what_it_is_in_both_languages() -> None:
    for which, operation in every_operation():
        assert operation["tags"], which
        assert operation["description"], which
        assert JAPANESE.search(operation["summary"]), which


@pytest.mark.parametrize("name", NAMES)
def test_every_group_of_operations_is_told_in_both_languages(name: str) -> None:
    told = {tag["name"]: tag for tag in document(name)["tags"]}

    assert told.keys() == {tag for _, operation in operations(document(name)) for tag in operation["tags"]}
    for tag in told.values():
        assert JAPANESE.search(tag["description"])
        assert JAPANESE.search(tag["x-displayName"])


def test_every_response_is_described() -> None:
    for which, operation in every_operation():
        for status, response in operation["responses"].items():
            assert "$ref" in response or response["description"] not in ("", "Successful Response"), (which, status)


def test_an_operation_that_needs_a_token_names_every_refusal_of_the_caller() -> None:
    secured = 0
    for which, operation in every_operation():
        codes = {code for response in operation["responses"].values() for code in declared_codes(response)}
        if "security" in operation:
            secured += 1
            assert codes >= CALLER, which
        else:
            # A nonce too may be of another world.
            assert not codes & CALLER - {"world-mismatch"}, which
    assert secured > 10


def test_every_operation_of_a_service_may_meet_an_internal_error_and_an_unknown_world() -> None:
    for which, operation in every_operation():
        if operation["tags"] != [OPERATION_TAG]:
            assert "500" in operation["responses"], which
            assert "world-unknown" in declared_codes(operation["responses"]["404"]), which


def test_every_example_of_a_refusal_is_of_its_code() -> None:
    for name in NAMES:
        told = document(name)["components"]["examples"]
        assert [code for code, example in told.items() if example["value"]["type"] != TYPE_PREFIX + code] == []
        for _, operation in operations(document(name)):
            for response in operation["responses"].values():
                media = response.get("content", {}).get("application/problem+json", {})
                for code, example in media.get("examples", {}).items():
                    assert example == {"$ref": f"#/components/examples/{code}"}
                    assert code in told


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_described_and_shown(name: str) -> None:
    fields = [
        (f"{schema_name}.{field}", member)
        for schema_name, schema in document(name)["components"]["schemas"].items()
        for field, member in schema.get("properties", {}).items()
        if schema_name not in PROBLEM_SCHEMAS
    ]

    # A field says it itself (description, examples), or its name says it: shared/web/field_words.py, example_values.py.
    assert [where for where, member in fields if "$ref" not in member and not member.get("description")] == []
    assert [where for where, member in fields if not is_shown(member)] == []


def is_shown(member: dict[str, Any]) -> bool:
    """Whether a reader sees what stands in the field: by example, by its words, or by what it refers to."""
    told = {"example", "examples", "enum", "const", "$ref", "additionalProperties"} & member.keys()
    plain = member.get("type") in ("boolean", "null", "array") or member.get("default") is not None
    return bool(told) or plain or any(is_shown(choice) for choice in member.get("anyOf", []) if choice != NULL)


NULL = {"type": "null"}


@pytest.mark.parametrize("name", NAMES)
def test_operations_have_names_of_their_own(name: str) -> None:
    names = [operation["operationId"] for _, operation in operations(document(name))]

    assert len(set(names)) == len(names)
    assert [each for each in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", each)] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_integer_says_how_wide_it_is(name: str) -> None:
    integers = [schema for schema in parts(document(name)) if schema.get("type") == "integer"]

    assert integers
    assert [schema for schema in integers if schema.get("format") != format_of(schema)] == []


def test_what_may_exceed_32_bits_is_said_to_be_of_64() -> None:
    asked = document("eligibility")["paths"]["/v1/limit-amounts"]["get"]["parameters"]
    (cost,) = [each["schema"] for each in asked if each["name"] == "total_cost_yen"]
    told = document("registry")["components"]["schemas"]["DependantCircumstances"]["properties"]["income_yen"]

    assert (cost["maximum"], cost["format"]) == (10_000_000_000, "int64")
    assert (told["maximum"], told["format"]) == (10_000_000_000, "int64")


def parts(part: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document."""
    if isinstance(part, dict):
        yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from parts(inner)


def test_every_body_and_every_parameter_in_a_path_has_an_example() -> None:
    for which, operation in every_operation():
        for media in operation.get("requestBody", {}).get("content", {}).values():
            assert media["examples"], which
        for parameter in operation.get("parameters", []):
            if parameter.get("required"):
                assert "example" in parameter or parameter["schema"].keys() & {"examples", "enum"}, which
