"""docs/my-number-guard.md names every text that callers can send, and the routes treat each as it says."""

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from shared.settings import SERVICES, Settings
from shared.web.document import operations

GUIDE = Path(__file__).parents[3] / "docs" / "my-number-guard.md"
ROW = re.compile(r"^\| `([a-z_-]+)` \| ([a-z, ]+) \| ([a-z ]+) \|$", re.MULTILINE)
ROWS = ROW.findall(GUIDE.read_text(encoding="utf-8"))
TOLD = {name: treatment for name, _, treatment in ROWS}
WHERE = {name: set(where.split(", ")) for name, where, _ in ROWS}
TREATMENTS = {"refused", "reference", "other form", "credential", "not kept"}


def app_of(service: str) -> Any:
    return import_module(f"services.{service}.app").create_app(Settings())


def open_texts(document: dict[str, Any], schema: dict[str, Any], name: str) -> Iterator[str]:
    """The names of fields in which twelve digits could stand, as far as the schema says."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from open_texts(document, choice, name)
    for member, inner in schema.get("properties", {}).items():
        yield from open_texts(document, inner, member)
    if "items" in schema:
        yield from open_texts(document, schema["items"], name)
    is_closed = "enum" in schema or "const" in schema or schema.get("format") in ("date", "date-time", "uuid", "binary")
    if schema.get("type") == "string" and not is_closed:
        yield name


def texts_of_callers() -> dict[str, set[str]]:
    """Each text's name, and the services that take one."""
    found: dict[str, set[str]] = {}
    for service in SERVICES:
        document = app_of(service).openapi()
        for _, operation in operations(document):
            names: set[str] = set()
            for content in operation.get("requestBody", {}).get("content", {}).values():
                names |= set(open_texts(document, content["schema"], ""))
            for parameter in operation.get("parameters", []):
                names |= set(open_texts(document, parameter["schema"], parameter["name"].lower()))
            for name in names - {""}:
                found.setdefault(name, set()).add(service)
    return found


def test_the_guide_names_every_text_that_callers_send_and_where() -> None:
    assert set(TOLD.values()) <= TREATMENTS
    assert texts_of_callers() == WHERE


def test_every_route_of_the_registry_with_a_guarded_text_looks_at_it() -> None:
    registry = app_of("registry")
    document = registry.openapi()
    guarded = {name for name, treatment in TOLD.items() if treatment in ("refused", "reference")}
    # Read as six or eight digits, or not at all.
    guarded -= {"insurer_number"}
    looked_at = set()
    for route in routes_of(registry.routes):
        method = min(route.methods or {"GET"})
        operation = document["paths"].get(route.path, {}).get(method.lower(), {})
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if guarded & set(open_texts(document, content["schema"], "")) and "oauth" not in route.path:
                assert any("refuse_my_numbers(body)" in source for source in sources(route.endpoint)), route.path
                looked_at.add(route.path)

    assert len(looked_at) >= 10


def sources(endpoint: Callable[..., Any]) -> Iterator[str]:
    """The route's own text, and that of the function of its room which it hands the body to."""
    own = inspect.getsource(endpoint)
    yield own
    for name in re.findall(r"await (\w+)\([^()]*\bbody\b", own):
        yield inspect.getsource(inspect.unwrap(endpoint).__globals__[name])


def routes_of(routes: list[BaseRoute]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif (included := getattr(route, "original_router", None)) is not None:
            yield from routes_of(included.routes)
