"""What every service's OpenAPI document says beyond its routes: who may call, what any caller is refused, examples.

These follow from the routes themselves, so no route can forget them: one that asks for a token names every refusal of
the caller, one with a body those of a body, and each field shows a value of the same invented patient.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from shared.errors import (
    DATABASE_FAILURES,
    BodyTooLarge,
    BodyUnreadable,
    ContentEncodingUnsupported,
    MediaTypeUnsupported,
    RequestInvalid,
    ServiceError,
    WorldUnknown,
)
from shared.problem import MEDIA_TYPE, internal_error_document
from shared.web.callers import CALLER_REFUSALS, ROLES_MEMBER, SCOPE_MEMBER
from shared.web.example_values import FORMAT_VALUES, SUFFIXES, example_values
from shared.web.field_words import FIELD_WORDS
from shared.web.for_generators import (
    describe_answers_as_they_come,
    describe_parameters_as_sent,
    name_bodies,
    name_choices_beside_null,
)
from shared.web.integers import describe_integers
from shared.web.of_every_operation import HEADERS, PARAMETERS
from shared.web.placeholders import explain_placeholders
from shared.web.responses import (
    PROBLEM_SCHEMAS,
    SCHEMA_NAME,
    add_refusals,
    name_problem_examples,
    problem_schemas,
)
from shared.web.security_schemes import BEARER, CLIENT_CREDENTIALS, security_schemes
from shared.web.tag_words import described_tags

Json = dict[str, Any]
OPERATION_TAG = "operation"
_CALLER: tuple[type[ServiceError], ...] = (*CALLER_REFUSALS, *DATABASE_FAILURES)
_JSON_BODY: tuple[type[ServiceError], ...] = (
    BodyUnreadable,
    BodyTooLarge,
    MediaTypeUnsupported,
    ContentEncodingUnsupported,
)
_FRAMEWORKS_OWN = ("HTTPValidationError", "ValidationError")
_TELLING = frozenset({"example", "examples", "enum", "const", "default", "$ref"})
_INTERNAL_ERROR = "Fault"
"""Its name in the documents, where only additions are made."""
_DONE = frozenset({"200", "201"})


@dataclass(frozen=True, slots=True)
class WholeExamples:
    """Whole bodies of one operation by name, each with ``summary`` and ``value``; and values of its parameters.

    They come in here and not through the route, where FastAPI would drop every null member.
    """

    requests: Mapping[str, Json] = field(default_factory=dict)
    answers: Mapping[str, Json] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)


def example(value: Any, summary: str = "", **parameters: Any) -> WholeExamples:
    """Return the one body of an operation, with the values of its parameters."""
    told = {"summary": summary, "value": value} if summary else {"value": value}
    return WholeExamples({"example": told}, {}, parameters)


def completed(document: Json, examples: Mapping[tuple[str, str], WholeExamples] = MappingProxyType({})) -> Json:
    """Return the framework's ``document`` with everything that goes without saying, said; changes it in place.

    ``examples`` are those of operations, by method and path.
    """
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _FRAMEWORKS_OWN:
        schemas.pop(name, None)
    described = [operation for _, operation in operations(document)]
    name_bodies(described, schemas)
    describe_answers_as_they_come(described, schemas)
    name_choices_beside_null(schemas)
    schemas.update(problem_schemas())
    components["responses"] = {_INTERNAL_ERROR: _internal_error()}
    components["parameters"] = dict(PARAMETERS)
    components["headers"] = dict(HEADERS)
    asked = components.pop("securitySchemes", {})
    # What a reader came for comes first, health and metrics last.
    document["paths"] = dict(sorted(document["paths"].items(), key=_is_for_operation))
    for which, operation in operations(document):
        _complete(operation, asked, schemas)
        if which in examples:
            _show_whole(operation, examples[which])
    document["tags"] = described_tags(tag for _, operation in operations(document) for tag in operation.get("tags", ()))
    for name, schema in schemas.items():
        if name not in PROBLEM_SCHEMAS:
            _show_examples(schema)
            _say_what_fields_mean(schema)
    if asked:
        components["securitySchemes"] = security_schemes()
    components["examples"] = name_problem_examples(operation for _, operation in operations(document))
    describe_integers(document)
    explain_placeholders(document)
    return document


def operations(document: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Json]]:
    """Yield each operation with its method and path."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield (method.upper(), path), operation


def _is_for_operation(path: tuple[str, Json]) -> bool:
    return all(operation.get("tags") == [OPERATION_TAG] for operation in path[1].values())


def _complete(operation: Json, asked: Mapping[str, Json], schemas: Mapping[str, Json]) -> None:
    responses: Json = operation["responses"]
    if operation.get("tags") == [OPERATION_TAG]:
        return
    # FastAPI describes a 422 of its own where a route names none.
    if "application/json" in responses.get("422", {}).get("content", {}):
        del responses["422"]
    # Whoever asks is told what of the query nobody asked for (query.py).
    needed: list[type[ServiceError]] = [RequestInvalid]
    for requirement in operation.get("security", []):
        _tell_who_may(operation, [asked[name] for name in requirement])
        needed += _CALLER
    body = operation.get("requestBody", {}).get("content", {})
    if "application/json" in body:
        needed += _JSON_BODY
    describe_parameters_as_sent(operation)
    add_refusals(responses, [*needed, WorldUnknown])
    responses["500"] = {"$ref": f"#/components/responses/{_INTERNAL_ERROR}"}
    operation["responses"] = {status: responses[status] for status in sorted(responses)}
    for status, response in responses.items():
        _describe(status, response, schemas)
    for parameter in operation.get("parameters", []):
        if not _TELLING & parameter["schema"].keys() and parameter["name"] in example_values():
            parameter["example"] = example_values()[parameter["name"]]


def _tell_who_may(operation: Json, schemes: list[Json]) -> None:
    """Put scope and roles where a reader and a generator look for them."""
    scopes = [scheme[SCOPE_MEMBER] for scheme in schemes]
    roles = [role for scheme in schemes for role in scheme[ROLES_MEMBER]]
    operation["security"] = [{CLIENT_CREDENTIALS: scopes}, {BEARER: []}]
    words = f"Scope (スコープ): {', '.join(f'`{scope}`' for scope in scopes)}."
    if roles:
        words += f" Roles (利用者区分): {', '.join(f'`{role}`' for role in roles)}."
    operation["description"] = f"{operation.get('description', '')}\n\n{words}".strip()


def _describe(status: str, response: Json, schemas: Mapping[str, Json]) -> None:
    """Say of a success what comes, where FastAPI says only that it is one."""
    if response.get("description") != "Successful Response":
        return
    reference = response.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    described = schemas.get(reference.rpartition("/")[2], {}).get("description")
    response["description"] = described or f"{HTTPStatus(int(status)).phrase}."


def _show_whole(operation: Json, examples: WholeExamples) -> None:
    if examples.requests:
        for content in operation["requestBody"]["content"].values():
            content["examples"] = dict(examples.requests)
    for status in _DONE & operation["responses"].keys() if examples.answers else ():
        operation["responses"][status]["content"]["application/json"]["examples"] = dict(examples.answers)
    for parameter in operation.get("parameters", []):
        if parameter["name"] in examples.parameters:
            parameter["example"] = examples.parameters[parameter["name"]]


def _show_examples(schema: Json) -> None:
    """Give each property without an example that of its name."""
    for name, member in schema.get("properties", {}).items():
        telling = _TELLING | {"anyOf"} if _is_choice_of_references(member) else _TELLING
        if telling & (member.keys() - {"default"}) or member.get("default") is not None:
            continue
        value = _value_of(name)
        if value is not None and _fits(member, value):
            member["examples"] = [value]
            continue
        formats = [choice.get("format") for choice in [member, *member.get("anyOf", [])]]
        known = [FORMAT_VALUES[each] for each in formats if each in FORMAT_VALUES]
        if known:
            member["examples"] = known[:1]


def _value_of(name: str) -> Any:
    values = example_values()
    return values.get(name) or next((values[to] for ending, to in SUFFIXES.items() if name.endswith(ending)), None)


def _say_what_fields_mean(schema: Json) -> None:
    for name, member in schema.get("properties", {}).items():
        if "description" not in member and "$ref" not in member and name in FIELD_WORDS:
            member["description"] = FIELD_WORDS[name]


def _is_choice_of_references(member: Mapping[str, Any]) -> bool:
    return any("$ref" in choice for choice in member.get("anyOf", []))


def _fits(member: Mapping[str, Any], value: Any) -> bool:
    """Tell whether ``value`` is of a type that the property takes: names are shared, meanings not always."""
    names = {str: "string", bool: "boolean", int: "integer", list: "array", dict: "object"}
    types = {choice.get("type") for choice in [member, *member.get("anyOf", [])]}
    return names[type(value)] in types


def _internal_error() -> Json:
    return {
        "description": "A fault of the simulator (内部エラー), without detail; report it with its `X-Request-Id`.",
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": f"#/components/schemas/{SCHEMA_NAME}"},
                "example": internal_error_document("/v1/…"),
            }
        },
    }
