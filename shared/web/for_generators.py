"""What generators of clients read otherwise than the framework meant it, said so that they read it right.

Each step changes the framework's document in place; tests/generated_clients tries it with two generators.
"""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
_SCHEMAS = "#/components/schemas/"
_NOT_FOR_PARAMETERS = frozenset({"accept", "authorization", "content-type"})
"""Headers whose description as a parameter a reader of the document shall ignore (OpenAPI 3.1.1, 4.8.12.1)."""
_NULL = {"type": "null"}


def name_bodies(operations: list[Json], schemas: Json) -> None:
    """Give a body that a route describes by itself, with a title, its place among the schemas."""
    for operation in operations:
        for media in operation.get("requestBody", {}).get("content", {}).values():
            if media["schema"].get("type") == "object" and "title" in media["schema"]:
                name = media["schema"]["title"]
                schemas[name], media["schema"] = media["schema"], {"$ref": _SCHEMAS + name}


def describe_answers_as_they_come(operations: list[Json], schemas: Json) -> None:
    """Say of what is only answered that all its members come, and that more may come one day.

    A default and a refusal of unknown members are for who asks; the classes of both kinds of bodies have them.
    """
    asked = _reached([[each.get("parameters"), each.get("requestBody")] for each in operations], schemas)
    answered = _reached([each["responses"] for each in operations], schemas)
    for schema in (schemas[name] for name in answered - asked if "properties" in schemas[name]):
        schema["required"] = list(schema["properties"])
        if schema.get("additionalProperties") is False:
            del schema["additionalProperties"]
        for member in schema["properties"].values():
            member.pop("default", None)


def name_choices_beside_null(schemas: Json) -> None:
    """Name an enumeration or object that may be null by its schema and field: generators only number it."""
    for name, schema in list(schemas.items()):
        for field, member in schema.get("properties", {}).items():
            choices = member.get("anyOf", [])
            for place, choice in enumerate(choices):
                if _NULL in choices and ("enum" in choice or choice.get("type") == "object"):
                    named = name + field.title().replace("_", "")
                    schemas[named] = {"title": named, **choice}
                    choices[place] = {"$ref": _SCHEMAS + named}


def describe_parameters_as_sent(operation: Json) -> None:
    """A parameter is there or not and never null; a header's name is written as people write it."""
    if "parameters" not in operation:
        return
    sent = [each for each in operation["parameters"] if not _is_negotiated(each)]
    for parameter in sent:
        if parameter["in"] == "header":
            parameter["name"] = "-".join(word.capitalize() for word in parameter["name"].split("-"))
        parameter["schema"] = _without_null(parameter["schema"])
    operation["parameters"] = sent


def _is_negotiated(parameter: Json) -> bool:
    return parameter["in"] == "header" and parameter["name"].lower() in _NOT_FOR_PARAMETERS


def _without_null(schema: Json) -> Json:
    choices = [choice for choice in schema.get("anyOf", []) if choice != _NULL]
    if not choices:
        return schema
    siblings = {name: value for name, value in schema.items() if name != "anyOf"}
    return {**choices[0], **siblings} if len(choices) == 1 else {"anyOf": choices, **siblings}


def _reached(start: Any, schemas: Json) -> set[str]:
    """Return the names of the schemas that ``start`` refers to, through others too."""
    found: set[str] = set()
    waiting = list(_references(start))
    while waiting:
        name = waiting.pop()
        if name in schemas and name not in found:
            found.add(name)
            waiting += _references(schemas[name])
    return found


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref":
                yield value.removeprefix(_SCHEMAS)
            elif name not in ("example", "examples"):
                yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
