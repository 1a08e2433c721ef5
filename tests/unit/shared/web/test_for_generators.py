"""What generators read otherwise than the framework meant it, form by form."""

from typing import Any

import pytest

from shared.web.for_generators import (
    describe_answers_as_they_come,
    describe_parameters_as_sent,
    name_bodies,
    name_choices_beside_null,
)

JSON = "application/json"
NULL = {"type": "null"}


def operation(asked: str, answered: str) -> dict[str, Any]:
    return {
        "requestBody": {"content": {JSON: {"schema": {"$ref": f"#/components/schemas/{asked}"}}}},
        "responses": {"200": {"content": {JSON: {"schema": {"$ref": f"#/components/schemas/{answered}"}}}}},
    }


def test_a_body_with_a_title_gets_its_place_among_the_schemas() -> None:
    form = {"title": "TokenRequest", "type": "object", "properties": {}}
    described = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": form}}}}
    schemas: dict[str, Any] = {}

    name_bodies([described, {}], schemas)

    assert schemas == {"TokenRequest": form}
    assert described["requestBody"]["content"] == {
        "application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/TokenRequest"}}
    }


def test_an_answer_has_all_its_members_and_may_get_more() -> None:
    inner = {"properties": {"kind": {"const": "a", "default": "a"}, "more": {}}, "additionalProperties": False}
    outer = {"properties": {"inner": {"$ref": "#/components/schemas/Inner"}}, "required": []}
    schemas: dict[str, Any] = {"Asked": {"properties": {}}, "Answer": outer, "Inner": inner}

    describe_answers_as_they_come([operation("Asked", "Answer")], schemas)

    assert schemas["Answer"]["required"] == ["inner"]
    assert schemas["Inner"] == {"properties": {"kind": {"const": "a"}, "more": {}}, "required": ["kind", "more"]}


def test_what_is_asked_with_keeps_its_defaults_and_stays_closed() -> None:
    closed = {"properties": {"limit": {"default": 5}}, "additionalProperties": False}
    schemas: dict[str, Any] = {"Both": dict(closed), "Word": {"enum": ["a"]}}

    describe_answers_as_they_come([operation("Both", "Both"), operation("Both", "Word")], schemas)

    assert schemas == {"Both": closed, "Word": {"enum": ["a"]}}


def test_an_example_is_no_reference() -> None:
    schemas: dict[str, Any] = {"Shown": {"properties": {"a": {}}}}
    media = {"schema": {}, "example": {"$ref": "#/components/schemas/Shown"}}

    describe_answers_as_they_come([{"responses": {"200": {"content": {JSON: media}}}}], schemas)

    assert schemas == {"Shown": {"properties": {"a": {}}}}


def test_a_choice_beside_null_is_named_by_schema_and_field() -> None:
    words = {"type": "string", "enum": ["current", "in_grace"]}
    record = {"type": "object", "additionalProperties": True}
    text = {"anyOf": [{"type": "string"}, NULL]}
    members = {"certificate_state": {"anyOf": [words, NULL]}, "record": {"anyOf": [record, NULL]}, "text": text}
    schemas: dict[str, Any] = {"Answer": {"properties": members}}

    name_choices_beside_null(schemas)

    assert schemas["Answer"]["properties"] == {
        "certificate_state": {"anyOf": [{"$ref": "#/components/schemas/AnswerCertificateState"}, NULL]},
        "record": {"anyOf": [{"$ref": "#/components/schemas/AnswerRecord"}, NULL]},
        "text": text,
    }
    assert schemas["AnswerCertificateState"] == {"title": "AnswerCertificateState", **words}
    assert schemas["AnswerRecord"] == {"title": "AnswerRecord", **record}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"anyOf": [{"type": "string", "format": "date"}, NULL], "description": "日"},
         {"type": "string", "format": "date", "description": "日"}),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}, NULL]},
         {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        ({"anyOf": [{"$ref": "#/a"}, NULL], "description": "種別"}, {"$ref": "#/a", "description": "種別"}),
        ({"type": "integer", "default": 100}, {"type": "integer", "default": 100}),
    ],
)  # fmt: skip
def test_a_parameter_is_never_null(schema: dict[str, Any], expected: dict[str, Any]) -> None:
    described = {"parameters": [{"in": "query", "name": "as_of", "schema": schema}]}

    describe_parameters_as_sent(described)

    assert described["parameters"] == [{"in": "query", "name": "as_of", "schema": expected}]


def test_a_header_is_named_as_people_write_it_and_what_is_negotiated_is_none() -> None:
    text = {"type": "string"}
    named = [{"in": "header", "name": name, "schema": text} for name in ("if-none-match", "accept", "Idempotency-Key")]
    described: dict[str, Any] = {"parameters": [*named, {"in": "query", "name": "accept", "schema": text}]}

    describe_parameters_as_sent(described)

    assert [(each["in"], each["name"]) for each in described["parameters"]] == [
        ("header", "If-None-Match"),
        ("header", "Idempotency-Key"),
        ("query", "accept"),
    ]
