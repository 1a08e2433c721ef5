"""Several services' OpenAPI documents as one: paths under the service's name, what they share once. Pure.

What one name means alike in all services keeps it; a name that means different things gets the service's in front, and
so does whatever refers to such a one. Descriptions and examples are no meaning: the first service's stay.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]
_PLACE = "#/components/"
_WORDS = frozenset({"title", "description", "summary", "example", "examples", "x-displayName"})
_SHARED = ("schemas", "responses", "examples")
"""The components that are named by each service, and may mean different things."""


def one_document(info: Json, own_paths: Json, documents: Mapping[str, Json]) -> Json:
    """Return ``documents`` (by service) as one, with ``own_paths`` that stand beside the services."""
    renamed = {
        service: {_reference(kind, name): _reference(kind, _with(service, name)) for kind, name in names}
        for service, names in _ambiguous(documents).items()
    }
    ids = Counter(operation["operationId"] for _, operation in _all_operations(documents))
    paths: Json = dict(own_paths)
    components: Json = defaultdict(dict)
    tags: list[Json] = []
    for service, document in documents.items():
        moved = _moved(document, renamed[service])
        for path, item in moved["paths"].items():
            paths[f"/{service}{path}"] = {
                method: _of_service(service, operation, is_taken=ids[operation["operationId"]] > 1)
                for method, operation in item.items()
            }
        for kind, members in moved.get("components", {}).items():
            for name, member in members.items():
                reference = _reference(kind, name)
                place = renamed[service].get(reference, reference).rpartition("/")[2]
                components[kind].setdefault(place, member if place == name else {**member, **_titled(member, place)})
        tags += [_tag_of(service, tag) for tag in moved["tags"]]
    return {
        "openapi": next(iter(documents.values()))["openapi"],
        "info": info,
        "paths": paths,
        "components": {kind: members for kind, members in components.items() if members},
        "tags": tags,
        "x-tagGroups": [
            {"name": service, "tags": [_tag_of(service, tag)["name"] for tag in document["tags"]]}
            for service, document in documents.items()
        ],
    }


def _ambiguous(documents: Mapping[str, Json]) -> dict[str, set[tuple[str, str]]]:
    """Return by service what has to be renamed there: kind and name of a component."""
    meanings: dict[tuple[str, str], list[tuple[str, Any]]] = defaultdict(list)
    for service, document in documents.items():
        for kind in _SHARED:
            for name, member in document.get("components", {}).get(kind, {}).items():
                meanings[kind, name].append((service, _meaning(member)))
    differing = {place for place, told in meanings.items() if any(each != told[0][1] for _, each in told)}
    grown = True
    while grown:
        references = {_reference(*place) for place in differing}
        more = {
            place
            for place, told in meanings.items()
            if place not in differing and len(told) > 1 and any(references & set(_references(each)) for _, each in told)
        }
        differing |= more
        grown = bool(more)
    return {service: {place for place in differing if _has(document, place)} for service, document in documents.items()}


def _has(document: Json, place: tuple[str, str]) -> bool:
    kind, name = place
    return name in document.get("components", {}).get(kind, {})


def _meaning(part: Any, *, names_members: bool = False) -> Any:
    """Return a schema or response without what only explains it."""
    if isinstance(part, dict):
        return {
            name: _meaning(inner, names_members=name == "properties" and not names_members)
            for name, inner in part.items()
            if names_members or name not in _WORDS
        }
    return [_meaning(inner) for inner in part] if isinstance(part, list) else part


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from _references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _references(inner)


def _moved(part: Any, renamed: Mapping[str, str]) -> Any:
    """Return ``part`` with its references to where the components stand in the one document."""
    if isinstance(part, dict):
        return {
            name: renamed.get(inner, inner) if name == "$ref" and isinstance(inner, str) else _moved(inner, renamed)
            for name, inner in part.items()
        }
    return [_moved(inner, renamed) for inner in part] if isinstance(part, list) else part


def _of_service(service: str, operation: Json, *, is_taken: bool) -> Json:
    name = operation["operationId"]
    return {
        **operation,
        "operationId": f"{service}_{name}" if is_taken else name,
        "tags": [f"{service} {tag}" for tag in operation["tags"]],
    }


def _tag_of(service: str, tag: Json) -> Json:
    shown = tag.get("x-displayName", tag["name"])
    return {**tag, "name": f"{service} {tag['name']}", "x-displayName": f"{service}: {shown}"}


def _titled(member: Json, name: str) -> Json:
    return {"title": name} if "title" in member else {}


def _with(service: str, name: str) -> str:
    return service.capitalize() + name


def _reference(kind: str, name: str) -> str:
    return f"{_PLACE}{kind}/{name}"


def _all_operations(documents: Mapping[str, Json]) -> Iterator[tuple[str, Json]]:
    for service, document in documents.items():
        for item in document["paths"].values():
            for operation in item.values():
                yield service, operation
