"""`POST /v1/readers/{reader}/visits`: one call puts a card on a reader, for tests of receipt systems."""

from fastapi import Request
from fastapi.responses import JSONResponse

from services.reader.visits.commands.direct import PASSED_ON, receive
from services.reader.visits.messages.visits import NewVisit, VisitCheck
from services.reader.visits.routes.desks import RequestDesk
from services.reader.visits.store.over import REMOVING
from shared.errors import BodyUnreadable, MyNumberNotAccepted, Overloaded, RequestInvalid
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from shared.web.turns import out_of_turn

router = StrictRouter(prefix="/v1/readers", tags=["visits"])


@router.post(
    "/{reader}/visits",
    summary="Put a card on a reader (カードをかざす)",
    response_model=VisitCheck,
    response_description="The answer of the check, as the receipt system gets it.",
    responses=refusals(BodyUnreadable, RequestInvalid, MyNumberNotAccepted, Overloaded, *PASSED_ON),
)
async def begin(request: Request, reader: str, body: NewVisit, desk: RequestDesk) -> JSONResponse:
    """Verify the holder, have the card sign, and check, as a patient at the reader does screen by screen.

    `reader` is the client of role `reader` (`clinic-reader`, …). The institution hears of the check by
    `GET /eligibility/v1/checks`, and the clinic's screen of the reader shows it; no screen of a patient does. What the
    card or eligibility refuses is refused here with the same code. A card that is not registered is not registered.
    An `X-Onshi-Test` is named in all calls that come of it.
    """
    del reader
    refuse_my_numbers(body)
    consents = tuple(kind.value for kind in body.consents)
    form = None if body.prescription_form is None else body.prescription_form.value
    with out_of_turn(request.scope):
        answer = await receive(desk, body.card, body.way(), consents, form)
    desk.world.background.need(REMOVING)
    return JSONResponse(dict(answer.document))
