"""``POST /patients``: own people by one call."""

from typing import Annotated

from fastapi import Depends, Request, Response

from shared.errors import (
    DATABASE_FAILURES,
    AlreadyExists,
    BodyTooLarge,
    BodyUnreadable,
    ConflictingPeriod,
    ControlsAlone,
    MyNumberNotAccepted,
    Overloaded,
    RequestInvalid,
    WorldUnknown,
)
from shared.web.edge import WORLD_KEY
from shared.web.from_world import FromWorld
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter
from simulator.controls.making import Making
from simulator.controls.new_patient import NewPatient, PatientAnswer, patient_answer

router = StrictRouter(tags=["controls"])


@router.post(
    "/patients",
    summary="Make a patient of one's own (テスト患者の作成)",
    status_code=201,
    responses={
        200: {"model": PatientAnswer, "description": "The same request made this patient before."},
        **refusals(
            RequestInvalid,
            BodyUnreadable,
            BodyTooLarge,
            MyNumberNotAccepted,
            AlreadyExists,
            ConflictingPeriod,
            ControlsAlone,
            WorldUnknown,
            Overloaded,
            *DATABASE_FAILURES,
        ),
    },
)
async def make_patient(
    request: Request, response: Response, body: NewPatient, making: Annotated[Making, Depends(FromWorld(Making))]
) -> PatientAnswer:
    """Make a person with insurer, coverage, limit certificate and card in one call; they answer as a persona does.

    What is left out is chosen: an employees' insurer (from 75 on 後期高齢者医療), covered today, a registered card with
    the PIN 1234. Everything that is wrong is named at once, and nothing is made then. `GET /personas/{id}` shows the
    patient from now on, also after a restart with `--data`. Choose an `id` to be able to repeat the request.
    """
    refuse_my_numbers(body)
    persona, is_new = await making.make(request.scope[WORLD_KEY], body)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"{request.scope.get('root_path', '')}/personas/{persona.id}"
    return patient_answer(persona, await making.simulation.today_in(request.scope[WORLD_KEY]))
