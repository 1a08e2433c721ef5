"""The page of a reader: the screen of the visit, and the clinic's screen beside it."""

from contextlib import suppress
from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request, Response
from fastapi.responses import FileResponse
from starlette.responses import HTMLResponse

from services.reader.calls.people import suggestions
from services.reader.pages.look import PAGES, STYLE
from services.reader.passcodes.rules import LIFETIME
from services.reader.passcodes.store import ends_at, issue
from services.reader.receptions.commands import Waiting, read_on
from services.reader.receptions.rules import shown_of as reception_shown
from services.reader.receptions.store import newest
from services.reader.visits.commands.pressing import Press, current_visit, press
from services.reader.visits.routes.cookies import (
    browser_of,
    keep_passcode_cookie,
    keep_visit_cookie,
    passcode_of,
)
from services.reader.visits.routes.desks import RequestDesk
from services.reader.visits.rules.shown import shown_of
from services.reader.visits.rules.steps import ENDS, Event, Step
from shared.web.from_world import FromWorld
from shared.web.pages.forms import Form, read_form, same_origin, see_other
from shared.web.pages.page_query import page_query
from shared.web.strict_routes import StrictRouter
from shared.web.turns import out_of_turn

router = StrictRouter(include_in_schema=False, dependencies=[Depends(page_query)])
_WAIT_S: Final = 20
_ASKS_FOR_A_CARD: Final = (Step.IDLE, Step.HOLD)
_Waiting = Annotated[Waiting, Depends(FromWorld(Waiting))]


@router.get("/reader-assets/reader.css")
async def style() -> FileResponse:
    """Return the style of a reader."""
    return FileResponse(STYLE, media_type="text/css", headers={"Cache-Control": "no-cache"})


@router.get("/{reader}")
async def show(request: Request, desk: RequestDesk, card: Annotated[str, Query(max_length=100)] = "") -> HTMLResponse:
    """Return the reader as this browser sees it: its visit, else the idle screen."""
    with out_of_turn(request.scope):
        visit = await current_visit(desk, browser_of(request))
        if card and visit is not None and visit.step in ENDS:
            # Somebody comes with a card: the last one's is taken out when it is placed.
            visit = None
        shown = shown_of(visit, desk.now)
        people = await suggestions(desk.calls) if shown["step"] in _ASKS_FOR_A_CARD else ()
        await read_on(desk.world, desk.reader.client_id, desk.institution, 0)
        passcode = passcode_of(request)
        is_good = passcode and await ends_at(desk.world, desk.reader.institution_code, passcode) is not None
        received = await _received(desk)
    return PAGES.render(
        request,
        "visit.html",
        reader=desk.reader,
        people=people,
        card=card,
        passcode=passcode if is_good else "",
        **shown,
        **received,
    )


@router.get("/{reader}/received")
async def show_received(
    request: Request, desk: RequestDesk, waiting: _Waiting, after: Annotated[int, Query(ge=0)] = 0
) -> HTMLResponse:
    """Return what the clinic received, as soon as there is more than ``after`` (long poll)."""
    received = await _received(desk)
    if received["after"] <= after:
        with out_of_turn(request.scope) as stopping:
            await waiting.hear(
                desk.reader.client_id,
                lambda: read_on(desk.world, desk.reader.client_id, desk.institution, _WAIT_S),
                *stopping,
            )
        received = await _received(desk)
    return PAGES.render(request, "received.html", reader=desk.reader, **received)


@router.post("/{reader}/visit")
async def press_button(request: Request, desk: RequestDesk) -> Response:
    """Do what a button of the screen asks for, and lead to the screen that follows."""
    form = await read_form(request)
    with out_of_turn(request.scope):
        pressed = await press(desk, browser_of(request), _press_in(form))
    reader = desk.reader.client_id
    answer = see_other(request, f"/{reader}", alert=pressed.alert)
    if pressed.cookie is not None:
        keep_visit_cookie(request, answer, reader, pressed.cookie)
    return answer


@router.post("/{reader}/passcodes")
async def issue_passcode(request: Request, desk: RequestDesk) -> Response:
    """Issue a passcode for the staff; the clinic's screen shows it."""
    same_origin(request)
    passcode = await issue(desk.world, desk.reader.institution_code)
    answer = see_other(request, f"/{desk.reader.client_id}")
    keep_passcode_cookie(request, answer, desk.reader.client_id, passcode, LIFETIME)
    return answer


def _press_in(form: Form) -> Press:
    event = turn = None
    with suppress(ValueError):
        (name,) = form.get("event", ("",))
        event = Event(name)
    with suppress(ValueError):
        (text,) = form.get("turn", ("",))
        turn = int(text)
    return Press(event, turn, form)


async def _received(desk: RequestDesk) -> dict[str, Any]:
    found = await newest(desk.world, desk.reader.client_id)
    return {
        "receptions": [reception_shown(each.check_id, each.entry, each.answer) for each in found],
        "after": found[0].place if found else 0,
    }
