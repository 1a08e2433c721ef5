"""OpenAPI 3.1 to 3.0.3, for generators that stumble on 3.1's nullable forms (C#, Java). Pure.

What 3.0.3 cannot say is said more loosely, never more strictly: what the 3.1 document allows, the 3.0.3 one does too.
A nullable reference becomes ``allOf`` with ``nullable``, the form that generators understand, although 3.0.3 read to
the letter gives it no effect. Only schemas are converted: examples, defaults and enumerations are data.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Json = dict[str, Any]
VERSION = "3.0.3"

_ONLY_IN_31 = (
    frozenset({"$schema", "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$comment", "$defs", "$vocabulary"})
    | {"if", "then", "else", "dependentRequired", "dependentSchemas", "contains", "minContains", "maxContains"}
    | {"propertyNames", "unevaluatedProperties", "unevaluatedItems", "contentSchema"}
)
_NOTHING: Json = {"type": "object", "nullable": True, "maxProperties": 0}
"""As near as 3.0.3 comes to a value that is always null."""
_TYPE_OF = {bool: "boolean", int: "integer", float: "number", str: "string"}


def to_openapi_30(document: Mapping[str, Any]) -> Json:
    """Return ``document`` (OpenAPI 3.1) as OpenAPI 3.0.3; the argument stays as it is."""
    converted = {name: value for name, value in document.items() if name not in ("jsonSchemaDialect", "webhooks")}
    converted["openapi"] = VERSION
    converted["info"] = {name: value for name, value in document["info"].items() if name != "summary"}
    converted["paths"] = _each(document.get("paths", {}), _path_item)
    if "components" in document:
        converted["components"] = _components(document["components"])
    return converted


def schema_30(schema: Any) -> Json:
    """Return one schema of 3.1 (JSON Schema 2020-12) as a schema of 3.0.3."""
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    if "$ref" in schema:
        siblings = {name: value for name, value in schema.items() if name != "$ref"}
        reference = {"$ref": schema["$ref"]}
        return {"allOf": [reference], **schema_30(siblings)} if siblings else reference
    converted = {name: value for name, value in schema.items() if name not in _ONLY_IN_31}
    for step in (_values, _bounds, _items, _properties, _content, _combinations, _types):
        converted = step(converted)
    return converted


def _components(components: Mapping[str, Any]) -> Json:
    convert: dict[str, Callable[[Any], Json]] = {
        "schemas": schema_30,
        "responses": _response,
        "parameters": _with_schema,
        "headers": _with_schema,
        "requestBodies": _with_content,
        "callbacks": lambda callback: _each(callback, _path_item),
    }
    return {
        name: _each(members, convert[name]) if name in convert else members
        for name, members in components.items()
        if name != "pathItems"
    }


def _path_item(item: Mapping[str, Any]) -> Json:
    methods = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
    converted = {name: _operation(value) if name in methods else value for name, value in item.items()}
    if "parameters" in item:
        converted["parameters"] = [_with_schema(parameter) for parameter in item["parameters"]]
    return converted


def _operation(operation: Mapping[str, Any]) -> Json:
    converted = dict(operation)
    if "parameters" in operation:
        converted["parameters"] = [_with_schema(parameter) for parameter in operation["parameters"]]
    if "requestBody" in operation:
        converted["requestBody"] = _with_content(operation["requestBody"])
    converted["responses"] = _each(operation.get("responses", {}), _response)
    if "callbacks" in operation:
        converted["callbacks"] = _each(operation["callbacks"], lambda callback: _each(callback, _path_item))
    return converted


def _response(response: Mapping[str, Any]) -> Json:
    converted = _with_content(response)
    if "headers" in response:
        converted["headers"] = _each(response["headers"], _with_schema)
    return converted


def _with_content(holder: Mapping[str, Any]) -> Json:
    if "content" not in holder:
        return dict(holder)
    return {**holder, "content": _each(holder["content"], _with_schema)}


def _with_schema(holder: Mapping[str, Any]) -> Json:
    """Convert what has a schema: a parameter, a header, a media type."""
    converted = _with_content(holder)
    if "schema" in holder:
        converted["schema"] = schema_30(holder["schema"])
    return converted


def _values(schema: Json) -> Json:
    """``const`` becomes an ``enum`` of one, ``examples`` the first as ``example``.

    Not so a constant true or false: generators for 3.0 take the members of an enumeration for words.
    """
    converted = {name: value for name, value in schema.items() if name not in ("const", "examples")}
    if "const" in schema:
        constant = schema["const"]
        if not isinstance(constant, bool):
            converted["enum"] = [constant]
        if "type" not in schema and type(constant) in _TYPE_OF:
            converted["type"] = _TYPE_OF[type(constant)]
    if schema.get("examples"):
        converted.setdefault("example", schema["examples"][0])
    return converted


def _bounds(schema: Json) -> Json:
    """``exclusiveMinimum: 3`` becomes ``minimum: 3`` with ``exclusiveMinimum: true``; the tighter bound stays."""
    converted = dict(schema)
    for exclusive, inclusive, tighter in (
        ("exclusiveMinimum", "minimum", max),
        ("exclusiveMaximum", "maximum", min),
    ):
        bound = converted.pop(exclusive, None)
        if bound is None:
            continue
        other = converted.get(inclusive)
        if other is None or tighter(bound, other) == bound:
            converted[inclusive], converted[exclusive] = bound, True
    return converted


def _items(schema: Json) -> Json:
    """A tuple becomes an array of anything that one of its places allows; every array names its items."""
    converted = dict(schema)
    places = converted.pop("prefixItems", None)
    if places is not None:
        rest = converted.pop("items", True)
        # Without an end, what follows the places may be anything.
        open_end = rest is not False and converted.get("maxItems", len(places) + 1) > len(places)
        converted["items"] = {} if open_end and rest is True else {"anyOf": [*places, *([rest] if open_end else [])]}
        if rest is False:
            converted.setdefault("maxItems", len(places))
    if "items" in converted:
        converted["items"] = schema_30(converted["items"])
    elif "array" in _type_list(converted):
        converted["items"] = {}
    return converted


def _properties(schema: Json) -> Json:
    converted = dict(schema)
    if "properties" in converted:
        converted["properties"] = _each(converted["properties"], schema_30)
    patterns = converted.pop("patternProperties", None)
    additional = converted.get("additionalProperties")
    if patterns is not None and additional in (None, False):
        converted["additionalProperties"] = schema_30({"anyOf": list(patterns.values())})
    elif patterns is not None:
        converted["additionalProperties"] = True
    elif isinstance(additional, Mapping):
        converted["additionalProperties"] = schema_30(additional)
    return converted


def _content(schema: Json) -> Json:
    """Bytes are a format in 3.0.3."""
    converted = dict(schema)
    encoding, media_type = converted.pop("contentEncoding", None), converted.pop("contentMediaType", None)
    if encoding == "base64":
        converted.setdefault("format", "byte")
    elif media_type == "application/octet-stream":
        converted.setdefault("format", "binary")
    return converted


def _combinations(schema: Json) -> Json:
    """A choice with null becomes the choice without it, nullable."""
    converted = dict(schema)
    if "not" in converted:
        converted["not"] = schema_30(converted["not"])
    if "allOf" in converted:
        converted["allOf"] = [schema_30(part) for part in converted["allOf"]]
    for word in ("anyOf", "oneOf"):
        if word not in converted:
            continue
        given: Sequence[Any] = converted[word]
        choices = [choice for choice in given if not _is_null(choice)]
        is_nullable = len(choices) < len(given)
        if not choices:
            del converted[word]
            converted["type"] = "null"
        elif is_nullable and len(choices) == 1:
            del converted[word]
            converted = {**_alone(schema_30(choices[0])), **converted, "nullable": True}
        else:
            converted[word] = [schema_30(choice) for choice in choices]
            if is_nullable:
                converted["nullable"] = True
    return converted


def _types(schema: Json) -> Json:
    """A list of types becomes one type or a choice; null becomes ``nullable``."""
    if "type" not in schema:
        return schema
    types = _type_list(schema)
    converted = {name: value for name, value in schema.items() if name != "type"}
    named = [name for name in types if name != "null"]
    if not named:
        return {**_NOTHING, **{name: value for name, value in converted.items() if name != "enum"}}
    if len(named) < len(types):
        converted["nullable"] = True
    if len(named) == 1:
        return {"type": named[0], **converted}
    choices = [{"type": name, "items": {}} if name == "array" else {"type": name} for name in named]
    if "anyOf" in converted:
        return {**converted, "allOf": [*converted.get("allOf", []), {"anyOf": choices}]}
    return {**converted, "anyOf": choices}


def _alone(schema: Json) -> Json:
    """Return a schema that can take siblings: a reference cannot."""
    return {"allOf": [schema]} if "$ref" in schema else schema


def _is_null(schema: Any) -> bool:
    return isinstance(schema, Mapping) and (schema.get("type") == "null" or schema.get("const", "") is None)


def _type_list(schema: Mapping[str, Any]) -> list[str]:
    given = schema.get("type", [])
    return [given] if isinstance(given, str) else list(given)


def _each(members: Mapping[str, Any], convert: Callable[[Any], Json]) -> Json:
    return {name: convert(member) for name, member in members.items()}
