"""``/faults/stories``: what clinics of the real system complain of, as sets of faults that are made in one go."""

from typing import Annotated

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, Field

from shared.errors import (
    DATABASE_FAILURES,
    ChangeNotAcknowledged,
    ControlsAlone,
    Overloaded,
    RequestInvalid,
    ResourceNotFound,
    WorldUnknown,
)
from shared.web.bodies import LongText
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.worlds.clock import WorldClock
from simulator.controls.fault_messages import FaultAnswer, fault_answer
from simulator.controls.faults import FaultRules
from simulator.faults.new_rule import NewFault, NewMatch
from simulator.faults.stories.story import STORIES, Story, nearest_story, story_named

router = StrictRouter(prefix="/faults/stories", tags=["faults"])
_Rules = Annotated[FaultRules, Depends(FromWorld(FaultRules))]
_LONGEST_NAME = 100


class StoryListed(BaseModel):
    """A story, and of what it is made."""

    name: str = Field(description="Its name in addresses.", examples=["jlis-outage"])
    title: str
    title_ja: str
    source: str = Field(
        description="Where it is told, and what of it is inferred.", examples=["厚生労働省の公表資料。割合は推定"]
    )
    kinds: list[str] = Field(description="The kinds of its faults (障害の種類).")


class StoryList(BaseModel):
    """All stories."""

    items: list[StoryListed]


class StoryMade(BaseModel):
    """A story that happens now."""

    name: str = Field(description="Its name in addresses.", examples=["jlis-outage"])
    title: str
    title_ja: str
    source: str = Field(
        description="Where it is told, and what of it is inferred.", examples=["厚生労働省の公表資料。割合は推定"]
    )
    ids: list[str] = Field(description="Of the faults that were made; each can be read and removed by its id.")
    items: list[FaultAnswer]


@router.get(
    "", summary="The stories that can be told (シナリオの一覧)", responses=refusals(RequestInvalid, WorldUnknown)
)
async def list_stories() -> StoryList:
    """List the stories with their sources; shares and times that no source tells are inferred, and said to be."""
    return StoryList(items=[_listed(story) for story in STORIES])


@router.post(
    "/{name}",
    summary="Let a story happen (シナリオの開始)",
    status_code=201,
    responses=refusals(
        RequestInvalid,
        ControlsAlone,
        WorldUnknown,
        *DATABASE_FAILURES,
        ResourceNotFound,
        ChangeNotAcknowledged,
        Overloaded,
    ),
)
async def make_story(
    request: Request,
    rules: _Rules,
    name: Annotated[str, Path(max_length=_LONGEST_NAME, examples=["jlis-outage"], description="Of a story.")],
    test: Annotated[
        LongText | None, Query(description="Let it happen only to requests with this `X-Onshi-Test`.")
    ] = None,
) -> StoryMade:
    """Make all faults of a story in one go: they last an hour of the world's clock, and no longer in real time.

    When this answers, every worker knows them. `DELETE /faults` ends every story, with `test` that of one test.
    """
    if (story := story_named(name)) is None:
        raise _unknown(name)
    world = request.scope[WORLD_KEY]
    kept = await rules.add(world, [_rule(rule, test) for rule in map(NewFault.model_validate, story.rules)])
    clock = WorldClock((await rules.simulation.state_of(world)).clock)
    return StoryMade(
        name=story.name,
        title=story.title,
        title_ja=story.title_ja,
        source=story.source,
        ids=[each.id for each in kept],
        items=[fault_answer(each, clock) for each in kept],
    )


def _listed(story: Story) -> StoryListed:
    return StoryListed(
        name=story.name,
        title=story.title,
        title_ja=story.title_ja,
        source=story.source,
        kinds=[rule["kind"] for rule in story.rules],
    )


def _rule(rule: NewFault, test: str | None) -> NewFault:
    match = NewMatch(**rule.match.model_dump() | {"test": test})
    return rule.model_copy(update={"match": match})


def _unknown(name: str) -> ResourceNotFound:
    nearest = nearest_story(name)
    if nearest is None:
        return ResourceNotFound(
            detail="There is no story of this name; GET /faults/stories lists them.",
            detail_ja="この名前のシナリオはありません。GET /faults/stories で一覧を取得できます。",
        )
    return ResourceNotFound(
        detail=f"There is no story of this name; the nearest is {nearest}.",
        detail_ja=f"この名前のシナリオはありません。近いもの: {nearest}",
    )
