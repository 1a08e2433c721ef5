"""Every field that a request may hold, by where it stands: what the routes of all services take."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter
from pydantic.fields import FieldInfo

from tools.docs.applications import NAMES, application

Field = tuple[str, TypeAdapter[Any], dict[str, Any]]
"""Where it stands, what reads it, and each of its schemas."""


def sent_fields(*, in_bodies_only: bool = False) -> Iterator[Field]:
    """Yield the fields of all requests."""
    for name in NAMES:
        for route in _routes(application(name)):
            for field in _fields_of(route.dependant, in_bodies_only=in_bodies_only):
                yield from _inside(f"{name} {route.path} {field.alias}", field.field_info)


def choices_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a schema offers, itself first."""
    return [schema, *schema.get("anyOf", [])]


def _routes(app: FastAPI) -> Iterator[APIRoute]:
    waiting: list[Any] = [*getattr(app, "described_routes", tuple)(), *app.routes]
    for route in waiting:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):  # what FastAPI keeps of include_router
            waiting += route.original_router.routes


def _fields_of(dependant: Dependant, *, in_bodies_only: bool) -> Iterator[Any]:
    yield from dependant.body_params
    if not in_bodies_only:
        yield from (*dependant.query_params, *dependant.path_params, *dependant.header_params)
    for inner in dependant.dependencies:
        yield from _fields_of(inner, in_bodies_only=in_bodies_only)


def _inside(where: str, info: FieldInfo) -> Iterator[Field]:
    annotation: Any = info.annotation
    models = list(_models_in(annotation))
    for model in models:
        for name, inner in model.model_fields.items():
            yield from _inside(f"{where}/{name}", inner)
    if not models:
        adapter: TypeAdapter[Any] = TypeAdapter(
            Annotated[(annotation, *info.metadata)] if info.metadata else annotation
        )
        yield where, adapter, adapter.json_schema()


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
