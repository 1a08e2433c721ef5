"""How the OpenAPI document shows ``POST /oqs/messages``, which bare ASGI answers (endpoint.py)."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.routing import BaseRoute

from services.eligibility.faces.oqs.endpoint import MESSAGES_PATH, OPERATION, SENDERS
from services.eligibility.faces.oqs.fields import Edition, Order
from services.eligibility.faces.oqs.frames import XML
from services.eligibility.faces.oqs.messages import KINDS
from shared import errors
from shared.domain.roles import Scope
from shared.web.callers import Requires
from shared.web.document import WholeExamples
from shared.web.idempotency_key import IdempotencyKey
from shared.web.responses import refusals

_REQUESTS = Path(__file__).parent / "example_requests"
_TEXT = {"type": "string"}
_REFUSALS = (
    errors.MessageUnreadable,
    errors.BodyTooLarge,
    errors.MediaTypeUnsupported,
    errors.ContentEncodingUnsupported,
    errors.RequestInvalid,
    errors.MyNumberNotAccepted,
    errors.IdempotencyKeyReused,
    errors.CardNotUsable,
    errors.Overloaded,
)


def described_routes() -> list[BaseRoute]:
    """Return the messages as a route for the document."""
    described = APIRouter()
    described.add_api_route(
        MESSAGES_PATH,
        _send,
        methods=["POST"],
        tags=["messages"],
        operation_id=OPERATION,
        summary="A message of the real interface (XmlMsg 電文)",
        dependencies=[Depends(Requires(Scope.CHECK, SENDERS))],
        responses={
            200: {
                "description": "The answering message; its three layers of status tell what came of it.",
                "content": {XML: {"schema": _TEXT}},
            },
            **refusals(*_REFUSALS),
        },
        response_model=None,
        openapi_extra={"requestBody": {"required": True, "content": {XML: {"schema": _TEXT}}}},
    )
    return list(described.routes)


def whole_examples() -> dict[tuple[str, str], WholeExamples]:
    """Return messages as they are sent; of 02 messages the kind stands in the address, so none is an example."""
    told = {
        "siquc01": "資格確認 (OQSsiquc01req)",
        "siimm01": "照会番号登録 (OQSsiimm01req)",
        "muquc01": "一括照会 (OQSmuquc01req)",
    }
    return {
        ("POST", MESSAGES_PATH): WholeExamples(
            {
                name: {"summary": summary, "value": (_REQUESTS / f"{name}.xml").read_text(encoding="utf-8")}
                for name, summary in told.items()
            }
        )
    }


async def _send(
    type: Annotated[  # noqa: A002 - what it is called on the wire
        str | None,
        Query(
            description=f"電文の種別: {', '.join(KINDS)}; what stands between system and `req` in a file's name. Left "
            "out, the body tells, but only of siquc01, siimm01, muquc01 and muimm01.",
            examples=["siquc01"],
        ),
    ] = None,
    edition: Annotated[
        Edition, Query(description="The release of the interface (版) that is written.")
    ] = Edition.Y2026,
    order: Annotated[
        Order, Query(description="In which order elements are written (要素の順序); real answers are shuffled.")
    ] = Order.SPEC,
    idempotency_key: IdempotencyKey = None,
) -> str:
    """Send one XmlMsg as a receipt computer does, in UTF-8 or Shift_JIS; the answer comes in the same characters.

    The same names as JSON (`application/json`) are taken and answered too; `Accept` chooses another form. A message
    that can be read gets 200, and SegmentOfResult, ProcessingResultStatus and QualificationValidity say what came of
    it. Error codes in messages are invented. See docs/messages.md.
    """
    raise NotImplementedError
