"""Days and instants that callers send: numbers are none (pydantic alone takes them for seconds)."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from tools.docs.applications import NAMES, application

NUMBERS = (b"0", b"1", b"86400", b"1700000000", b"1.5", b'"0"', b'"1"', b'"86400"', b'"1700000000"', b'"20261120"')


def sent_days() -> Iterator[tuple[str, TypeAdapter[Any]]]:
    """Every day and instant that a request may hold, by where it stands."""
    for name in NAMES:
        app = application(name)
        for route in routes(app):
            for field in fields_of(route.dependant):
                yield from days_in(f"{name} {route.path} {field.alias}", field.field_info)


def routes(app: FastAPI) -> Iterator[APIRoute]:
    waiting: list[Any] = [*getattr(app, "described_routes", tuple)(), *app.routes]
    for route in waiting:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):  # what FastAPI keeps of include_router
            waiting += route.original_router.routes


def fields_of(dependant: Dependant) -> Iterator[Any]:
    yield from (*dependant.query_params, *dependant.path_params, *dependant.header_params, *dependant.body_params)
    for inner in dependant.dependencies:
        yield from fields_of(inner)


def days_in(where: str, info: FieldInfo) -> Iterator[tuple[str, TypeAdapter[Any]]]:
    annotation: Any = info.annotation
    models = list(models_in(annotation))
    for model in models:
        for name, inner in model.model_fields.items():
            yield from days_in(f"{where}/{name}", inner)
    if not models:
        adapter: TypeAdapter[Any] = TypeAdapter(
            Annotated[(annotation, *info.metadata)] if info.metadata else annotation
        )
        schema = adapter.json_schema()
        if any(choice.get("format") in ("date", "date-time") for choice in [schema, *schema.get("anyOf", [])]):
            yield where, adapter


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)


DAYS = dict(sent_days())


def test_requests_hold_days() -> None:
    assert len(DAYS) > 30
    assert {where.partition(" ")[0] for where in DAYS} == {
        "registry",
        "consent",
        "eligibility",
        "jpki",
        "controls",
    }


@pytest.mark.parametrize("where", DAYS)
def test_a_number_is_no_day(where: str) -> None:
    taken = []
    for number in NUMBERS:
        try:
            DAYS[where].validate_json(number)
        except ValidationError:
            continue
        taken.append(number)
    assert taken == []
