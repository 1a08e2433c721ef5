"""``/situations`` and ``/conformance``: what a client has met, and which rules it kept."""

from typing import Annotated

from fastapi import Depends, Query, Request

from shared.errors import DATABASE_FAILURES, ControlsAlone, JournalOff, RequestInvalid, WorldUnknown
from shared.web.bodies import Plain
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from simulator.controls.conformance import Conformance
from simulator.controls.conformance_messages import ConformanceReport, SituationsMet, report_of, situations_shown

router = StrictRouter(tags=["controls"])
_REFUSALS = refusals(RequestInvalid, ControlsAlone, JournalOff, WorldUnknown, *DATABASE_FAILURES)
_Conformance = Annotated[Conformance, Depends(FromWorld(Conformance))]
_LONGEST = 100
_Name = Annotated[str, Plain]


@router.get("/situations", summary="Which situations were met (事象の網羅状況)", responses=_REFUSALS)
async def list_situations(
    request: Request,
    conformance: _Conformance,
    client_id: Annotated[
        _Name | None, Query(max_length=_LONGEST, description="Only of this client; left out: of all together.")
    ] = None,
) -> SituationsMet:
    """List the situations that a receipt system meets, and which of them its requests have met in this world.

    One for each validity, refusal, refused purpose, failure of the line, complaint of clinics, value of a code, and
    persona; each names the personas with whom one can meet it.
    """
    return situations_shown(await conformance.met(request.scope[WORLD_KEY], client_id))


@router.get("/conformance", summary="Which rules a client kept (適合性の確認)", responses=_REFUSALS)
async def read_conformance(
    request: Request,
    conformance: _Conformance,
    client_id: Annotated[
        _Name, Query(min_length=1, max_length=_LONGEST, description="Whose requests.", examples=["clinic"])
    ],
) -> ConformanceReport:
    """Tell which rules a client's requests kept and broke in this world, and which requests show it.

    Counted is what it asked of the services since the start or the last reset. What was refused because a fault was
    injected breaks no rule; what the client does next may.
    """
    return report_of(client_id, await conformance.of_client(request.scope[WORLD_KEY], client_id))
