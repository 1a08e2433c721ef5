"""OpenAPI 3.1 to 3.0.3, form by form."""

import copy
from typing import Any

import pytest

from shared.web.openapi30 import schema_30, to_openapi_30


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": ["string", "null"]}, {"type": "string", "nullable": True}),
        ({"anyOf": [{"type": "string", "maxLength": 4}, {"type": "null"}], "description": "枝番"},
         {"type": "string", "maxLength": 4, "nullable": True, "description": "枝番"}),
        ({"anyOf": [{"$ref": "#/a"}, {"type": "null"}]}, {"allOf": [{"$ref": "#/a"}], "nullable": True}),
        ({"oneOf": [{"$ref": "#/a"}, {"$ref": "#/b"}, {"type": "null"}]},
         {"oneOf": [{"$ref": "#/a"}, {"$ref": "#/b"}], "nullable": True}),
        ({"type": "null", "description": "未対応"},
         {"type": "object", "nullable": True, "maxProperties": 0, "description": "未対応"}),
        ({"type": ["string", "integer"]}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ({"type": ["string", "integer", "null"]},
         {"nullable": True, "anyOf": [{"type": "string"}, {"type": "integer"}]}),
    ],
)  # fmt: skip
def test_null_becomes_nullable(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    assert schema_30(schema) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"const": "Bearer"}, {"enum": ["Bearer"], "type": "string"}),
        ({"const": 3}, {"enum": [3], "type": "integer"}),
        ({"type": "string", "examples": ["01", "02"]}, {"type": "string", "example": "01"}),
        ({"type": "integer", "exclusiveMinimum": 0}, {"type": "integer", "minimum": 0, "exclusiveMinimum": True}),
        ({"minimum": 5, "exclusiveMinimum": 3}, {"minimum": 5}),
        ({"maximum": 5, "exclusiveMaximum": 5}, {"maximum": 5, "exclusiveMaximum": True}),
        ({"$ref": "#/a", "description": "保険者"}, {"allOf": [{"$ref": "#/a"}], "description": "保険者"}),
        ({"$ref": "#/a"}, {"$ref": "#/a"}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        (True, {}),
        (False, {"not": {}}),
        ({"type": "string", "contentMediaType": "application/octet-stream"}, {"type": "string", "format": "binary"}),
        ({"type": "string", "contentEncoding": "base64"}, {"type": "string", "format": "byte"}),
    ],
)
def test_what_30_says_in_another_way(schema: Any, expected: dict[str, Any]) -> None:
    assert schema_30(schema) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "array", "prefixItems": [{"type": "string"}, {"const": 1}], "items": False},
         {"type": "array", "items": {"anyOf": [{"type": "string"}, {"enum": [1], "type": "integer"}]}, "maxItems": 2}),
        ({"type": "array", "prefixItems": [{"type": "string"}]}, {"type": "array", "items": {}}),
        ({"type": "object", "propertyNames": {"pattern": "^a"}, "additionalProperties": {"type": ["integer", "null"]}},
         {"type": "object", "additionalProperties": {"type": "integer", "nullable": True}}),
        ({"type": "object", "patternProperties": {"^x": {"type": "string"}}},
         {"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}]}}),
        ({"if": {"type": "string"}, "then": False}, {}),
        ({"const": True}, {"type": "boolean"}),
        ({"anyOf": [{"type": "boolean", "const": True}, {"type": "null"}]}, {"type": "boolean", "nullable": True}),
    ],
)  # fmt: skip
def test_what_30_cannot_say_is_said_more_loosely(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    assert schema_30(schema) == expected


def test_data_is_not_taken_for_a_schema() -> None:
    schema = {"type": "object", "default": {"type": ["a", "null"]}, "enum": [{"const": 1}]}

    assert schema_30(schema) == schema


def test_schemas_are_found_wherever_they_stand_and_the_argument_stays() -> None:
    nullable = {"type": ["string", "null"]}
    media = {"application/json": {"schema": nullable, "example": {"const": 1}}}
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://spec.openapis.org/oas/3.1/dialect/base",
        "info": {"title": "t", "version": "1", "summary": "s"},
        "paths": {
            "/a": {
                "parameters": [{"name": "p", "in": "query", "schema": nullable}],
                "post": {
                    "parameters": [{"name": "q", "in": "query", "schema": nullable}],
                    "requestBody": {"content": media},
                    "responses": {
                        "200": {"description": "d", "headers": {"H": {"schema": nullable}}, "content": media}
                    },
                },
            }
        },
        "components": {"schemas": {"A": {"properties": {"type": nullable}}}, "pathItems": {}},
    }
    before = copy.deepcopy(document)

    converted = to_openapi_30(document)

    text = {"type": "string", "nullable": True}
    media_30 = {"application/json": {"schema": text, "example": {"const": 1}}}
    assert document == before
    assert converted == {
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/a": {
                "parameters": [{"name": "p", "in": "query", "schema": text}],
                "post": {
                    "parameters": [{"name": "q", "in": "query", "schema": text}],
                    "requestBody": {"content": media_30},
                    "responses": {"200": {"description": "d", "headers": {"H": {"schema": text}}, "content": media_30}},
                },
            }
        },
        "components": {"schemas": {"A": {"properties": {"type": text}}}},
    }
