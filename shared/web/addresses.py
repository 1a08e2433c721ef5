"""Which of an app's routes stand at the address of a request, and what may be said of that address.

The ``instance`` of a problem says which operation was asked for, and repeats nothing of what was sent: a path may hold
a person's number, be it by mistake, and problems are kept in logs. So parameters are shown by name. RFC 9457 wants a
URI reference: it is ``/v1/persons/:person_id`` and not ``/v1/persons/{person_id}``.
"""

import re
from collections.abc import Iterable, Sequence

from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import BaseRoute, Match
from starlette.types import Scope

_PARAMETER = re.compile(r"\{([^}:]*)[^}]*\}")


def methods_at(routes: Sequence[BaseRoute], scope: Scope) -> set[str]:
    """Return the methods of all ``routes`` that stand at the address of the request."""
    return {method for route in _routes_at(routes, scope) for method in route.methods or ()}


def instance_of(scope: Scope) -> str:
    """Return the path of the operation that was asked for; that of the service where there is none."""
    taken = scope.get("route")
    if taken is None and "app" in scope:
        # Refused before the routing.
        taken = next(iter(_routes_at(scope["app"].routes, scope)), None)
    template = _PARAMETER.sub(r":\1", taken.path or "") if taken is not None else ""
    prefix: str = scope.get("root_path", "")
    return (prefix + template) or "/"


def _routes_at(routes: Sequence[BaseRoute], scope: Scope) -> Iterable[RouteContext]:
    return (route for route in iter_route_contexts(routes) if route.matches(scope)[0] is not Match.NONE)
