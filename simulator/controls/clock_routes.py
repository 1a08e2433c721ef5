"""``GET`` and ``PUT /clock``: what time it is in the world, and moving it on."""

from typing import Annotated

from fastapi import Depends, Header, Request

from shared.errors import (
    DATABASE_FAILURES,
    BodyTooLarge,
    BodyUnreadable,
    ChangeNotAcknowledged,
    ChangeNotFollowed,
    ClockGoesBack,
    ControlsAlone,
    IdempotencyKeyReused,
    MyNumberNotAccepted,
    RequestInvalid,
    WorldUnknown,
)
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.idempotency_key import HEADER, key_in
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from simulator.controls.clock import Clocks
from simulator.controls.clock_messages import ClockAnswer, ClockMove, clock_answer
from simulator.controls.ports import ControlPorts

router = StrictRouter(prefix="/clock", tags=["controls"])
_ALWAYS = (RequestInvalid, ControlsAlone, WorldUnknown, *DATABASE_FAILURES)
_CHANGES = (ChangeNotAcknowledged, ChangeNotFollowed)
_UNDER_A_KEY = (IdempotencyKeyReused, MyNumberNotAccepted)
_Key = Annotated[
    str | None,
    Header(
        alias=HEADER,
        description="A move that is sent again under the same key within 24 hours is made once (冪等キー): what is "
        "answered then is how the clock goes now. 1 to 100 characters.",
        examples=["01JD2R8V6X6Q6W3N5C4T7B9K1M"],
    ),
]
_Clocks = Annotated[Clocks, Depends(FromWorld(Clocks))]
_Ports = Annotated[ControlPorts, Depends(FromWorld(ControlPorts))]


@router.get("", summary="The world's clock (時計の照会)", responses=refusals(*_ALWAYS))
async def read_clock(request: Request, clocks: _Clocks, ports: _Ports) -> ClockAnswer:
    """Tell what time it is in the world, whether its clock runs, and with which day it began."""
    return clock_answer(await clocks.read(request.scope[WORLD_KEY]), ports.reference_date)


@router.put(
    "",
    summary="Move the world's clock (時計の変更)",
    responses=refusals(*_ALWAYS, BodyUnreadable, BodyTooLarge, ClockGoesBack, *_UNDER_A_KEY, *_CHANGES),
)
async def move_clock(request: Request, body: ClockMove, clocks: _Clocks, ports: _Ports, _: _Key = None) -> ClockAnswer:
    """Set the clock, advance it, freeze it or let it run; only forward, another past is another world.

    All workers pause: requests under way end, others wait. What was handed in is worked first, then the clock is moved,
    what has fallen due is done, and all go on; then this answers. A worker that does not pause within two seconds makes
    it `change-not-acknowledged`: nothing was moved. One that does not go on within ten makes it `change-not-followed`:
    the clock was moved, and to advance again would move it twice. Under an `Idempotency-Key` sending again is safe
    whatever came of the first. Tokens, nonces and consents end by this clock: after a day one needs new ones.
    """
    key = key_in(request.scope["headers"])
    return clock_answer(await clocks.move(request.scope[WORLD_KEY], body.move(), key), ports.reference_date)
