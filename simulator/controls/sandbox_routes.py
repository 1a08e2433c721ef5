"""``/sandboxes``: worlds of one's own, made, reset, kept as snapshots, restored and removed."""

from typing import Annotated

from fastapi import Depends, Path, Request, Response

from shared.errors import (
    DATABASE_FAILURES,
    AlreadyExists,
    BodyTooLarge,
    BodyUnreadable,
    ChangeNotAcknowledged,
    ChangeNotFollowed,
    ControlsAlone,
    Overloaded,
    RequestInvalid,
    ResourceNotFound,
    SandboxNotReady,
    TooManySandboxes,
    WorldNotASandbox,
)
from shared.web.bodies import Plain
from shared.web.paging import After, Limit
from shared.web.placeholders import PLACEHOLDERS
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from simulator.controls.pages_of_lists import MOST, page_after
from simulator.controls.sandbox_messages import (
    NewSandbox,
    RestoreRequest,
    SandboxAnswer,
    SandboxList,
    SnapshotAnswer,
    sandbox_answer,
    snapshot_answer,
)
from simulator.controls.sandbox_worlds import SandboxWorlds
from simulator.sandboxes.names import SnapshotName
from simulator.sandboxes.store import Sandbox

router = StrictRouter(prefix="/sandboxes", tags=["controls"])
_ALWAYS = (RequestInvalid, ControlsAlone, Overloaded, *DATABASE_FAILURES)
_OF_ONE = (*_ALWAYS, ResourceNotFound, WorldNotASandbox)
_CHANGES = (*_OF_ONE, SandboxNotReady, ChangeNotAcknowledged, ChangeNotFollowed)
_BODY = (BodyUnreadable, BodyTooLarge)


def _worlds(request: Request) -> SandboxWorlds:
    """Return the sandboxes, whichever world was named: no request stays in a world that it removes."""
    found: SandboxWorlds | None = request.app.state.sandboxes
    if found is None:
        raise ControlsAlone
    return found


_Worlds = Annotated[SandboxWorlds, Depends(_worlds)]
_Name = Annotated[
    str,
    Plain,
    Path(max_length=40, description="The sandbox's name.", examples=[PLACEHOLDERS["sandbox"].example]),
]


def _answer(worlds: SandboxWorlds, sandbox: Sandbox) -> SandboxAnswer:
    steps = worlds.filling.steps.get(sandbox.template or "")
    return sandbox_answer(sandbox, worlds.urls, worlds.clients_of(sandbox), steps, worlds.idle_s)


@router.post(
    "",
    summary="Make a sandbox (サンドボックスの作成)",
    status_code=201,
    responses={
        202: {"model": SandboxAnswer, "description": "Its people are made first; ask until it is `ready` (作成中)."},
        **refusals(*_ALWAYS, *_BODY, AlreadyExists, TooManySandboxes, ResourceNotFound, ChangeNotAcknowledged),
    },
)
async def create_sandbox(response: Response, body: NewSandbox, worlds: _Worlds) -> SandboxAnswer:
    """Make a world of one's own: data, clock, patients, credentials are its own; nothing of it is seen elsewhere.

    Installed software is given `base_url` instead of the usual address. Another date or seed is made once, in seconds
    (202 with `state` `making`), and in milliseconds from then on.
    """
    sandbox = await worlds.sandboxes.create(body.asked())
    response.status_code = 201 if sandbox.state == "ready" else 202
    response.headers["Location"] = f"/sandboxes/{sandbox.name}"
    return _answer(worlds, sandbox)


@router.get("", summary="All sandboxes (サンドボックスの一覧)", responses=refusals(*_ALWAYS))
async def list_sandboxes(worlds: _Worlds, limit: Limit = MOST, cursor: After = None) -> SandboxList:
    """Tell of every sandbox, the oldest first."""
    all_ = await worlds.sandboxes.all()
    page = page_after(all_, cursor, limit, lambda sandbox: sandbox.name, lambda sandbox: _answer(worlds, sandbox))
    return SandboxList(items=page.items, next_cursor=page.next_cursor)


@router.get("/{name}", summary="One sandbox (サンドボックスの照会)", responses=refusals(*_OF_ONE))
async def read_sandbox(name: _Name, worlds: _Worlds) -> SandboxAnswer:
    """Tell of one; ask again while its `state` is `making`."""
    return _answer(worlds, await worlds.sandboxes.find(name))


@router.delete(
    "/{name}",
    summary="Remove a sandbox (サンドボックスの削除)",
    status_code=204,
    responses=refusals(*_OF_ONE, ChangeNotAcknowledged),
)
async def remove_sandbox(name: _Name, worlds: _Worlds) -> None:
    """Remove it with its snapshots; its address is `world-unknown` from now on."""
    await worlds.sandboxes.remove(name)


@router.post(
    "/{name}/reset",
    summary="Reset a sandbox (サンドボックスの初期化)",
    responses=refusals(*_CHANGES),
)
async def reset_sandbox(name: _Name, worlds: _Worlds) -> SandboxAnswer:
    """Set it back to how it began, its clock too. It answers when every worker serves the new generation.

    `change-not-followed`: it is set back, and the workers named still serve the life before; to send it again is safe.
    """
    return _answer(worlds, await worlds.sandboxes.reset(name))


@router.put(
    "/{name}/snapshots/{snapshot}",
    summary="Take a snapshot (スナップショットの保存)",
    responses=refusals(*_CHANGES),
)
async def take_snapshot(
    name: _Name,
    snapshot: Annotated[SnapshotName, Path(description="The snapshot's name.", examples=["before-the-change"])],
    worlds: _Worlds,
) -> SnapshotAnswer:
    """Keep the sandbox as it stands, instead of an earlier snapshot of this name; its requests wait meanwhile."""
    return snapshot_answer(await worlds.sandboxes.take_snapshot(name, snapshot))


@router.post(
    "/{name}/restore",
    summary="Restore a snapshot (スナップショットの復元)",
    responses=refusals(*_CHANGES, *_BODY),
)
async def restore_sandbox(name: _Name, body: RestoreRequest, worlds: _Worlds) -> SandboxAnswer:
    """Bring a snapshot back, with the clock that it had, as a new generation."""
    return _answer(worlds, await worlds.sandboxes.restore(name, body.snapshot))
