"""Query parameters that nobody asked for are refused: a misspelt ``known_at`` must not mean today's knowledge."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.datastructures import QueryParams
from starlette.types import Scope

from shared.errors import RequestInvalid, Violation

_A_NAME = re.compile(r"[A-Za-z0-9_.-]{1,40}")


def refuse_unknown_query(request: Request) -> None:
    """Raise RequestInvalid where a parameter is not the route's, or comes twice where the route takes one."""
    route = request.scope.get("route")
    if not request.url.query or not isinstance(route, APIRoute):
        return
    if any(_is_model(field.field_info.annotation) for field in route.dependant.query_params):
        return  # The model of all parameters forbids what it does not know, and names it with all else that is wrong.
    takes_several = dict(_parameters(route.dependant))
    given = Counter(name for name, _ in request.query_params.multi_items())
    unknown = [_unknown(name) for name in given if name not in takes_several]
    repeated = [_repeated(name) for name, times in given.items() if times > 1 and takes_several.get(name) is False]
    if unknown or repeated:
        raise RequestInvalid([*unknown, *repeated])


def refuse_every_query(scope: Scope) -> None:
    """Raise RequestInvalid where a request has parameters, of an operation that takes none."""
    if scope["query_string"]:
        raise RequestInvalid([_unknown(name) for name in dict.fromkeys(QueryParams(scope["query_string"]))])


def refuse_other_query(scope: Scope, known: Collection[str]) -> None:
    """Raise RequestInvalid where a request has a parameter that is none of ``known``, or one of them twice."""
    given = Counter(name for name, _ in QueryParams(scope["query_string"]).multi_items())
    unknown = [_unknown(name) for name in given if name not in known]
    repeated = [_repeated(name) for name, times in given.items() if times > 1 and name in known]
    if unknown or repeated:
        raise RequestInvalid([*unknown, *repeated])


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """Yield the name of each query parameter, and whether it may come several times."""
    for field in dependant.query_params:
        yield field.alias, _is_list(field.field_info.annotation)
    for each in dependant.dependencies:
        yield from _parameters(each)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _is_list(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return any(_is_list(each) for each in get_args(annotation))
    return (origin or annotation) in (list, set, tuple, frozenset)


def _unknown(name: str) -> Violation:
    # A name that is none may be anything, also personal data.
    pointer = f"/query/{name}" if _A_NAME.fullmatch(name) else "/query"
    return Violation(
        pointer, "extra-forbidden", "Is no parameter of this operation.", "このパラメーターは使用できません。"
    )


def _repeated(name: str) -> Violation:
    return Violation(f"/query/{name}", "repeated", "May be given only once.", "1回のみ指定できます。")
