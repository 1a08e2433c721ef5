"""Sandboxes on a page: which there are, and forms that make, reset, keep, restore and remove them."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from shared.errors import ControlsAlone, Overloaded, ResourceNotFound, ServiceError
from shared.web.edge import WORLD_KEY
from shared.web.pages.forms import Form, read_form, see_other
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter
from simulator.controls.console.forms import body_of, first_of
from simulator.controls.console.numbers import number_or_text
from simulator.controls.sandbox_messages import NewSandbox, RestoreRequest, SandboxAnswer, sandbox_answer
from simulator.controls.sandbox_worlds import SandboxWorlds
from simulator.pages.console import CONSOLE_PAGES
from simulator.sandboxes.templates import DEFAULT, EMPTY

PATH = "/console/sandboxes"
# None of these stays in the world that was named: it may be the one that is removed.
router = StrictRouter(prefix=PATH, include_in_schema=False, dependencies=[Depends(page_query)])
_FIELDS = ("name", "from", "date", "seed")
_SEE_OTHER = 303


@router.get("")
async def show_sandboxes(request: Request) -> HTMLResponse:
    """Return the page."""
    return await _page(request)


@router.get("/now")
async def show_now(request: Request) -> HTMLResponse:
    """Return the list alone."""
    return CONSOLE_PAGES.render(request, "sandboxes_now.html", sandboxes=await _sandboxes(request))


@router.post("")
async def create(request: Request) -> Response:
    """Make a sandbox; one that is refused is told above what was written."""
    form = await read_form(request)
    members: dict[str, Any] = {name: value for name in _FIELDS if (value := first_of(form, name))}
    if "seed" in members:
        members["seed"] = number_or_text(members["seed"])
    try:
        await _worlds(request).sandboxes.create(body_of(NewSandbox, members).asked())
    except ServiceError as refusal:
        return await _page(request, form, refusal)
    return see_other(request, PATH)


@router.post("/{name}/{act}")
async def change(request: Request, name: str, act: str) -> Response:
    """Reset, keep, restore or remove a sandbox."""
    form = await read_form(request)
    try:
        if act not in _ACTS:
            raise ResourceNotFound
        await _ACTS[act](_worlds(request), name, first_of(form, "snapshot"))
    except ServiceError as refusal:
        return await _page(request, None, refusal)
    if act == "removals" and request.scope[WORLD_KEY] == name:
        # The page's own world is gone.
        return RedirectResponse(PATH, _SEE_OTHER)
    return see_other(request, PATH)


async def _reset(worlds: SandboxWorlds, name: str, _: str) -> None:
    await worlds.sandboxes.reset(name)


async def _remove(worlds: SandboxWorlds, name: str, _: str) -> None:
    await worlds.sandboxes.remove(name)


async def _keep(worlds: SandboxWorlds, name: str, snapshot: str) -> None:
    await worlds.sandboxes.take_snapshot(name, body_of(RestoreRequest, {"snapshot": snapshot}).snapshot)


async def _restore(worlds: SandboxWorlds, name: str, snapshot: str) -> None:
    await worlds.sandboxes.restore(name, body_of(RestoreRequest, {"snapshot": snapshot}).snapshot)


_Act = Callable[[SandboxWorlds, str, str], Awaitable[None]]
_ACTS: Mapping[str, _Act] = {"resets": _reset, "removals": _remove, "snapshots": _keep, "restorations": _restore}


def _worlds(request: Request) -> SandboxWorlds:
    found: SandboxWorlds | None = request.app.state.sandboxes
    if found is None:
        raise ControlsAlone
    return found


async def _page(request: Request, form: Form | None = None, refusal: ServiceError | None = None) -> HTMLResponse:
    sandboxes = await _sandboxes(request)
    origins = [DEFAULT, EMPTY, *(f"{each.name}/{kept}" for each in sandboxes or () for kept in each.snapshots)]
    written: dict[str, Any] = {name: first_of(form or {}, name) for name in _FIELDS}
    return CONSOLE_PAGES.render(
        request, "sandboxes.html", sandboxes=sandboxes, origins=origins, written=written, refusal=refusal
    )


async def _sandboxes(request: Request) -> list[SandboxAnswer] | None:
    """Return all sandboxes, the newest first; None where there can be none."""
    try:
        worlds = _worlds(request)
        urls = worlds.urls
    except ControlsAlone:
        return None
    except Overloaded:
        # What is being started has none that could be told of.
        return []
    return [
        sandbox_answer(
            each, urls, worlds.clients_of(each), worlds.filling.steps.get(each.template or ""), worlds.idle_s
        )
        for each in reversed(await worlds.sandboxes.all())
    ]
