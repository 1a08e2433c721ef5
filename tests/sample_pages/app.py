"""Notes on a board: a form, its mistakes, and a list that goes on by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, Query, Request, Response
from starlette.types import ASGIApp

from shared.web.app import new_service_app
from shared.web.edge import Edge
from shared.web.pages.forms import read_form, see_other
from shared.web.pages.menu import Part, Place, WithMenu
from shared.web.pages.page_query import page_query
from shared.web.pages.pages import Pages
from shared.web.pages.words import Words
from shared.web.strict_routes import StrictRouter

WORDS: Words = {
    "notes_title": ("掲示板", "Board"),
    "notes_note": ("メモ", "Note"),
    "notes_add": ("追加する", "Add"),
    "notes_count": ("{count} 件", "{count} notes"),
    "alert_note_empty": ("メモを入力してください。", "Write a note."),
}
PAGES = Pages(Path(__file__).parent / "templates", WORDS, Part.CONSOLE)
_WAITED_S = 2.0


class Board:
    """The notes, and whoever waits for the next one."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.asked = 0
        """How often the list has been asked for."""
        self._more = asyncio.Condition()

    async def add(self, note: str) -> None:
        """Keep ``note``, and wake who waits."""
        async with self._more:
            self.notes.append(note)
            self._more.notify_all()

    async def wait(self, seen: int) -> None:
        """Return when there are more than ``seen``, or after a while."""
        self.asked += 1
        async with self._more:
            try:
                await asyncio.wait_for(self._more.wait_for(lambda: len(self.notes) > seen), _WAITED_S)
            except TimeoutError:
                return


def sample_app(board: Board) -> ASGIApp:
    """Return the part as it is served: in the worlds ``default`` and ``mine``, with a menu of two entries."""
    router = StrictRouter(dependencies=[Depends(page_query)], include_in_schema=False)

    @router.get("/")
    async def show(request: Request) -> Response:
        return PAGES.render(request, "notes.html", notes=board.notes)

    @router.get("/list")
    async def show_list(request: Request, after: Annotated[int, Query(ge=0)]) -> Response:
        await board.wait(after)
        return PAGES.render(request, "list.html", notes=board.notes)

    @router.post("/notes")
    async def add(request: Request) -> Response:
        form = await read_form(request)
        note = "".join(form.get("note", ())).strip()
        if not note:
            return see_other(request, "/", alert="note_empty")
        await board.add(note)
        return see_other(request, "/")

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield

    app = new_service_app(title="onshi sample", description="Notes on a board.", lifespan=lifespan)
    app.include_router(router)
    places = {Part.FRONT: Place("/"), Part.CONSOLE: Place("/"), Part.DOCUMENTS: Place("/docs")}
    return Edge(WithMenu(app, lambda: places), worlds=("default", "mine"))
