"""Faults on a page: what is made to happen, how often it did, and a form that makes another."""

import json
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from shared.errors import RequestInvalid, ResourceNotFound, ServiceError, Violation
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.pages.forms import Form, read_form, see_other
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter
from shared.worlds.clock import WorldClock
from simulator.controls.console.forms import body_of, first_of
from simulator.controls.console.numbers import number_or_text
from simulator.controls.console.people import clients_of
from simulator.controls.fault_messages import FaultAnswer, fault_answer
from simulator.controls.faults import FaultRules
from simulator.faults.kinds import KINDS
from simulator.faults.new_rule import NewFault, NewMatch
from simulator.faults.operations import operations
from simulator.faults.stories.story import STORIES, story_named
from simulator.pages.console import CONSOLE_PAGES
from simulator.pages.fault_examples import EXAMPLES, PRESETS

PATH = "/console/faults"
router = StrictRouter(prefix=PATH, include_in_schema=False, dependencies=[Depends(page_query)])
_Rules = Annotated[FaultRules, Depends(FromWorld(FaultRules))]
_MATCH = tuple(NewMatch.model_fields)
_HOW_OFTEN = ("skip", "every", "share", "for_seconds")
_NO_JSON = Violation(
    "/parameters",
    "not-json",
    'is a JSON object, as {"status": 503}',
    'JSONオブジェクトで指定してください（例: {"status": 503}）。',
)


@router.get("")
async def show_faults(request: Request, rules: _Rules) -> HTMLResponse:
    """Return the page."""
    return await _page(request, rules)


@router.get("/now")
async def show_now(request: Request, rules: _Rules) -> HTMLResponse:
    """Return the list alone."""
    return CONSOLE_PAGES.render(request, "faults_now.html", faults=await _faults(request, rules), kinds=KINDS)


@router.post("")
async def add_fault(request: Request, rules: _Rules) -> Response:
    """Make a fault; one that is refused is told above what was written."""
    form = await read_form(request)
    try:
        await rules.add(request.scope[WORLD_KEY], [body_of(NewFault, _members(form))])
    except ServiceError as refusal:
        return await _page(request, rules, form, refusal)
    return see_other(request, PATH)


@router.post("/stories")
async def make_story(request: Request, rules: _Rules) -> Response:
    """Make all faults of the story that the form names."""
    story = story_named(first_of(await read_form(request), "name"))
    try:
        if story is None:
            raise ResourceNotFound
        await rules.add(request.scope[WORLD_KEY], [NewFault.model_validate(rule) for rule in story.rules])
    except ServiceError as refusal:
        return await _page(request, rules, None, refusal)
    return see_other(request, PATH)


@router.post("/removals")
async def remove_faults(request: Request, rules: _Rules) -> Response:
    """Remove the fault that the form names, or all of them."""
    named, world = first_of(await read_form(request), "id"), request.scope[WORLD_KEY]
    try:
        await rules.remove(world, [await rules.one(world, named)] if named else await rules.all_of(world))
    except ServiceError as refusal:
        return await _page(request, rules, None, refusal)
    return see_other(request, PATH)


async def _page(
    request: Request, rules: FaultRules, form: Form | None = None, refusal: ServiceError | None = None
) -> HTMLResponse:
    names = ("kind", "parameters", "times", "note", *_HOW_OFTEN, *_MATCH)
    written = {name: first_of(form or {"times": ("1",)}, name) for name in names}
    return CONSOLE_PAGES.render(
        request,
        "faults.html",
        faults=await _faults(request, rules),
        is_alone=rules.simulation.is_alone,
        kinds=KINDS,
        examples=[each for each in EXAMPLES if each[0] in KINDS],
        presets=[each for each in PRESETS if each.kind in KINDS],
        stories=STORIES,
        operations=[each.operation_id for each in operations()],
        clients=list(await clients_of(request)),
        match=_MATCH,
        how_often=_HOW_OFTEN,
        written=written,
        filled={name for name, value in written.items() if value},
        refusal=refusal,
    )


async def _faults(request: Request, rules: FaultRules) -> list[FaultAnswer]:
    if rules.simulation.is_alone:
        return []
    world = request.scope[WORLD_KEY]
    clock = WorldClock((await rules.simulation.state_of(world)).clock)
    return [fault_answer(each, clock) for each in reversed(await rules.all_of(world))]


def _members(form: Form) -> dict[str, Any]:
    """Return the form as the body of ``POST /faults``: what is empty is left out, but no limit is said."""
    plain: dict[str, Any] = {name: value for name in ("kind", "note") if (value := first_of(form, name))}
    plain |= {name: number_or_text(value) for name in _HOW_OFTEN if (value := first_of(form, name))}
    times = first_of(form, "times")
    match = {name: value for name in _MATCH if (value := first_of(form, name))}
    return {**plain, "times": number_or_text(times) if times else None, "match": match, "parameters": _parameters(form)}


def _parameters(form: Form) -> dict[str, Any]:
    try:
        parameters = json.loads(first_of(form, "parameters") or "{}")
    except ValueError:
        raise RequestInvalid([_NO_JSON]) from None
    if not isinstance(parameters, dict):
        raise RequestInvalid([_NO_JSON])
    return parameters
