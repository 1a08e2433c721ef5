"""``/faults``: rules by which requests fail, are late or are answered wrongly, as often as they say."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from shared.errors import (
    DATABASE_FAILURES,
    BodyTooLarge,
    BodyUnreadable,
    ChangeNotAcknowledged,
    ChangeNotFollowed,
    ControlsAlone,
    Overloaded,
    RequestInvalid,
    ResourceNotFound,
    WorldUnknown,
)
from shared.web.bodies import Plain
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.paging import After, Limit
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.worlds.clock import WorldClock
from simulator.controls.fault_messages import FaultAnswer, FaultList, fault_answer
from simulator.controls.faults import FaultRules
from simulator.controls.pages_of_lists import MOST, page_after
from simulator.faults.new_rule import NewFault

router = StrictRouter(prefix="/faults", tags=["faults"])
_ALWAYS = (RequestInvalid, ControlsAlone, WorldUnknown, *DATABASE_FAILURES)
_FaultId = Annotated[str, Path(max_length=100, examples=["fault-1"], description="`id` of a fault.")]
_Test = Annotated[str, Plain]
_Rules = Annotated[FaultRules, Depends(FromWorld(FaultRules))]


@router.post(
    "",
    summary="Make a fault (障害の注入)",
    status_code=201,
    responses=refusals(*_ALWAYS, BodyUnreadable, BodyTooLarge, ChangeNotAcknowledged, Overloaded),
)
async def add(request: Request, response: Response, body: NewFault, rules: _Rules) -> FaultAnswer:
    """Let requests that fit fail, be late or be answered wrongly: `times` times, by default the next one.

    When this answers, every worker knows it. Whatever it does is labelled: `X-Onshi-Fault` names the rule. A rule that
    could never fire is refused. Parallel tests name themselves in `X-Onshi-Test` and match by it.
    """
    world = request.scope[WORLD_KEY]
    (kept,) = await rules.add(world, [body])
    response.headers["Location"] = f"{request.scope.get('root_path', '')}/faults/{kept.id}"
    return fault_answer(kept, await _clock(rules, world))


@router.get("", summary="The faults of this world (障害の一覧)", responses=refusals(*_ALWAYS))
async def find(
    request: Request,
    rules: _Rules,
    test: Annotated[_Test | None, Query(max_length=200, description="Only those that match this test.")] = None,
    limit: Limit = MOST,
    cursor: After = None,
) -> FaultList:
    """List the rules with what came of them, the oldest first."""
    world = request.scope[WORLD_KEY]
    clock = await _clock(rules, world)
    kept = await rules.all_of(world, test)
    page = page_after(kept, cursor, limit, lambda rule: rule.id, lambda rule: fault_answer(rule, clock))
    return FaultList(items=page.items, next_cursor=page.next_cursor)


@router.get("/{fault_id}", summary="One fault (障害の照会)", responses=refusals(*_ALWAYS, ResourceNotFound))
async def get_one(request: Request, fault_id: _FaultId, rules: _Rules) -> FaultAnswer:
    """Tell how often it has fired, how often it will, and whether it is used up."""
    world = request.scope[WORLD_KEY]
    return fault_answer(await rules.one(world, fault_id), await _clock(rules, world))


@router.delete(
    "",
    summary="Remove all faults (障害の全削除)",
    status_code=204,
    responses=refusals(*_ALWAYS, ChangeNotFollowed),
)
async def remove_all(
    request: Request,
    rules: _Rules,
    test: Annotated[_Test | None, Query(max_length=200, description="Only those that match this test.")] = None,
) -> None:
    """Remove every rule, of one test or of all: when this answers, none of them happens any more."""
    world = request.scope[WORLD_KEY]
    await rules.remove(world, await rules.all_of(world, test))


@router.delete(
    "/{fault_id}",
    summary="Remove a fault (障害の削除)",
    status_code=204,
    responses=refusals(*_ALWAYS, ResourceNotFound, ChangeNotFollowed),
)
async def remove(request: Request, fault_id: _FaultId, rules: _Rules) -> None:
    """Remove a rule: when this answers, it happens no more."""
    world = request.scope[WORLD_KEY]
    await rules.remove(world, [await rules.one(world, fault_id)])


async def _clock(rules: FaultRules, world: str) -> WorldClock:
    return WorldClock((await rules.simulation.state_of(world)).clock)
