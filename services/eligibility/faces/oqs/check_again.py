"""The answer to a check again, as a message: how a card check's result gets into the folder ``face``."""

from base64 import b64encode
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.eligibility.answers.shown import CheckAnswer
from services.eligibility.callers import NumberKeeper, institution_of
from services.eligibility.checks.store.check_log import CheckLog
from services.eligibility.faces.oqs.answers import CHECKED, Message, whole
from services.eligibility.faces.oqs.codes import Codes
from services.eligibility.faces.oqs.endpoint import FACE
from services.eligibility.faces.oqs.fields import Edition, Order, Text
from services.eligibility.faces.oqs.frames import JSON, XML, frame_of
from services.eligibility.faces.oqs.kinds.check import answering
from services.eligibility.faces.oqs.spelling import day
from services.eligibility.record.commands.second_reading import read_again
from shared.domain.identifiers import InstitutionCode
from shared.errors import CardNotUsable, CheckHasNoAnswer, Overloaded, RequestInvalid, ResourceNotFound
from shared.web.from_world import FromWorld, RequestWorld
from shared.web.ids import Id
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

_TEXT = {"type": "string"}


def again_router(codes: Codes) -> APIRouter:
    """Return the route; ``codes`` are those that its messages name."""
    router = StrictRouter(tags=["messages"])

    @router.get(
        "/oqs/checks/{check_id}",
        operation_id="messages_check_again",
        summary="The answer to a check again, as a message (資格確認結果の電文)",
        response_class=Response,
        responses={
            200: {
                "description": "A siquc01 response message.",
                "content": {XML: {"schema": _TEXT}, JSON: {"schema": _TEXT}},
            },
            **refusals(ResourceNotFound, CheckHasNoAnswer, CardNotUsable, RequestInvalid, Overloaded),
        },
    )
    async def check_again(
        check_id: Id,
        request: Request,
        caller: NumberKeeper,
        world: RequestWorld,
        log: Annotated[CheckLog, Depends(FromWorld(CheckLog))],
        edition: Annotated[
            Edition, Query(description="The release of the interface (版) that is written.")
        ] = Edition.Y2026,
        order: Annotated[Order, Query(description="In which order elements are written (要素の順序).")] = Order.SPEC,
    ) -> Response:
        """Read the answer to a check of this institution as the receipt computer would find it in `face`.

        `Accept` chooses XML (UTF-8, or Shift_JIS by its charset) or JSON; XML in UTF-8 without it. It is the answer of
        `GET /v1/checks/{check_id}`: derived anew under today's flags, and recorded as a disclosure of its own.
        """
        request.scope[FACE[0]] = FACE[1]
        institution = institution_of(caller)
        frame = frame_of(request.scope["headers"], XML, "utf-8", edition, order)

        def write(answer: CheckAnswer) -> bytes:
            message = _header_of(answer, institution, frame.encoding, edition)
            return frame.write(whole(answering(message, answer, codes), CHECKED))

        reading = await read_again(check_id, caller, world, log, write)
        return Response(reading.body, media_type=frame.media_type, headers={"Cache-Control": "no-store"})

    return router


def _header_of(answer: CheckAnswer, institution: InstitutionCode, encoding: str, edition: Edition) -> Message:
    # The real one has a token of the centre; without the caller's own reference the check's id stands for it.
    token = answer.client_reference or b64encode(UUID(answer.check_id).bytes).decode()
    return Message(
        at=answer.checked_at,
        encoding=encoding,
        institution_code=Text(institution),
        file_identifier=Text(token),
        confirmation_date=Text(day(answer.as_of) or ""),
        classification=None,
        echo=None,
        edition=edition,
    )
