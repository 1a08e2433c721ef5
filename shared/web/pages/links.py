"""Addresses that stand on a page: each keeps the prefix of the world in which the page was asked for.

A page in ``/~name/…`` that linked to ``/…`` would lead its reader into another world.
"""

from urllib.parse import urlencode

from starlette.requests import Request

from shared.web.edge import WORLD_PREFIX_KEY


def link(request: Request, path: str) -> str:
    """Return the address of ``path``, which begins with ``/``, in the program that was asked."""
    root: str = request.scope.get("root_path", "")
    return f"{world_prefix(request)}{root}{path}"


def world_prefix(request: Request) -> str:
    """Return ``/~name`` as the request came, or nothing where it named no world."""
    prefix: str = request.scope.get(WORLD_PREFIX_KEY, "")
    return prefix


def same_page(request: Request, **changed: str) -> str:
    """Return the address of this page, with ``changed`` parameters in its query."""
    query = {name: value for name, value in request.query_params.multi_items() if name not in changed}
    return f"{_path_of(request)}?{urlencode({**query, **changed})}"


def whole_address(request: Request, path: str | None = None) -> str:
    """Return the address of ``path`` in this program, else of this page, as another program can call it."""
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return origin + (_path_of(request) if path is None else link(request, path))


def _path_of(request: Request) -> str:
    # The path already holds the name that the program is served under (ASGI, root_path).
    return f"{world_prefix(request)}{request.url.path}"
