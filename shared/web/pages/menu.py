"""The main menu: the parts of the simulator that a person can go to, as far as they are there.

A page cannot know what is served beside it. What serves it says so, in the request's scope: ``WithMenu`` stands around
all programs of a listener. Without it a program is alone, and has its API documents only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.pages.links import link, world_prefix

_MENU_KEY = "onshi.menu"


class Part(StrEnum):
    """A part of the simulator with pages of its own. ``FRONT`` is the name in the corner, the others the menu."""

    FRONT = "front"
    READER = "reader"
    PORTAL = "portal"
    CONSOLE = "console"
    GUIDE = "guide"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part is: a path of this listener, or of another one, whose origin is given (``http://127.0.0.1:8099``)."""

    path: str
    origin: str = ""


Places = Mapping[Part, Place]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is shown."""

    part: Part
    address: str
    is_current: bool
    """Whether the page that shows it belongs to it."""


class WithMenu:
    """Middleware: tells the pages behind it what there is beside them."""

    def __init__(self, app: ASGIApp, places: Callable[[], Places]) -> None:
        """``places`` is asked whenever a page is shown: a part may come later than this one."""
        self._app, self._places = app, places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, with the places in the scope."""
        scope[_MENU_KEY] = self._places
        await self._app(scope, receive, send)


def entries_of(request: Request, current: Part | None) -> list[Entry]:
    """Return what there is, in the order of the menu; a page of ``current`` asks."""
    places: Callable[[], Places] | None = request.scope.get(_MENU_KEY)
    if places is None:
        return [Entry(Part.DOCUMENTS, link(request, "/docs"), current is Part.DOCUMENTS)]
    prefix, there = world_prefix(request), places()
    return [
        Entry(part, f"{place.origin}{prefix}{place.path}", part is current)
        for part in Part
        if (place := there.get(part)) is not None
    ]
