"""The journal on a page: the latest requests, live, and why each was answered so."""

from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import HTMLResponse

from shared.errors import ControlsAlone, JournalOff, ServiceError
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter
from simulator.controls.console.forms import body_of
from simulator.controls.journal import Journal
from simulator.controls.journal_messages import JournalMatch, JournalRequest
from simulator.journal.reading import Wanted
from simulator.pages.console import CONSOLE_PAGES

PATH = "/console/journal"
router = StrictRouter(prefix=PATH, include_in_schema=False, dependencies=[Depends(page_query)])
_SHOWN = 50
_Journal = Annotated[Journal, Depends(FromWorld(Journal))]
_Text = Annotated[str, Query(max_length=200)]


class _Filter:
    """What somebody looks for; an empty field fits all."""

    def __init__(
        self, persona: _Text = "", operation: _Text = "", test: _Text = "", fault: _Text = "", check_id: _Text = ""
    ) -> None:
        self.written = {
            "persona": persona,
            "operation": operation,
            "test": test,
            "fault": fault,
            "check_id": check_id,
        }

    async def found(self, request: Request, journal: Journal) -> list[JournalRequest] | None:
        """Return the latest that fit; None where no journal is kept; raises RequestInvalid."""
        asked = body_of(JournalMatch, {name: value for name, value in self.written.items() if value})
        wanted = Wanted(test=asked.test, operation=asked.operation, check_id=asked.check_id, fault=asked.fault)
        try:
            return await journal.latest(request.scope[WORLD_KEY], wanted, _SHOWN, persona=asked.persona)
        except (ControlsAlone, JournalOff):
            return None


_Wanted = Annotated[_Filter, Depends(_Filter)]


@router.get("")
async def show_journal(request: Request, journal: _Journal, wanted: _Wanted) -> HTMLResponse:
    """Return the page; what cannot be looked for is told above."""
    entries: list[JournalRequest] | None = []
    refusal: ServiceError | None = None
    try:
        entries = await wanted.found(request, journal)
    except ServiceError as refused:
        refusal = refused
    return CONSOLE_PAGES.render(
        request, "journal.html", entries=entries, written=wanted.written, query=request.url.query, refusal=refusal
    )


@router.get("/now")
async def show_now(request: Request, journal: _Journal, wanted: _Wanted) -> HTMLResponse:
    """Return the list alone."""
    entries = await wanted.found(request, journal)
    return CONSOLE_PAGES.render(request, "journal_now.html", entries=entries, query=request.url.query)


@router.get("/requests/{request_id}")
async def show_request(request: Request, request_id: str, journal: _Journal) -> HTMLResponse:
    """Return the page of one request, explained."""
    entry = await journal.read_one(request.scope[WORLD_KEY], request_id)
    return CONSOLE_PAGES.render(request, "journal_entry.html", entry=entry)
