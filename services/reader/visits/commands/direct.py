"""A card put on a reader by one call: read, verified and checked, without screens."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

import httpx

from onshi.answers import Answer
from onshi.problems import OnshiProblem
from services.reader.calls.cards import VerificationOver, read_card, verify_holder
from services.reader.calls.people import card_id_of
from services.reader.visits.commands.asking import checked
from services.reader.visits.commands.desk import Desk
from services.reader.visits.rules.steps import Step
from services.reader.visits.rules.visit import Visit
from shared.errors import (
    CardNotRegistered,
    CardNotUsable,
    FaceBlocked,
    FaceMismatch,
    Overloaded,
    PinBlocked,
    PinWrong,
    ResourceNotFound,
    ServiceError,
    TooManyMisses,
    VerificationUnavailable,
)
from shared.ids import new_id
from shared.pki.presence import PRESENCE_REFUSALS

PASSED_ON: Final = (
    ResourceNotFound,
    PinWrong,
    PinBlocked,
    FaceMismatch,
    FaceBlocked,
    VerificationUnavailable,
    *PRESENCE_REFUSALS,
    CardNotRegistered,
    CardNotUsable,
    TooManyMisses,
)
"""Refusals of the card, which whoever asks gets as the card's and eligibility's own."""
_BY_CODE: Final = {refusal.code: refusal for refusal in PASSED_ON}
_NO_SUCH_CLIENT: Final = "invalid_client"


async def receive(
    desk: Desk, card: str, way: Mapping[str, Any], consents: tuple[str, ...], prescription_form: str | None
) -> Answer:
    """Return the answer of the check; raises a refusal of PASSED_ON, or Overloaded where no answer came."""
    try:
        card_id = await card_id_of(desk.calls, card)
        if card_id is None:
            raise ResourceNotFound
        read = await read_card(desk.calls, card_id)
        verification = await verify_holder(desk.calls, card_id, way)
        visit_id = new_id(desk.now, desk.world.random_bytes)
        visit = Visit(
            visit_id,
            desk.reader.client_id,
            0,
            Step.PRESCRIPTION,
            desk.now + timedelta(),
            card_id=card_id,
            carrier=read.carrier,
            verification=verification,
            consents=consents,
            prescription_form=prescription_form,
        )
        return await checked(desk, visit)
    except OnshiProblem as problem:
        raise _refusal_of(problem) from problem
    except (httpx.HTTPError, VerificationOver) as lost:
        raise Overloaded(
            detail="The services gave no answer to the reader.", detail_ja="カードリーダーへの応答がありませんでした。"
        ) from lost


def _refusal_of(problem: OnshiProblem) -> ServiceError:
    if problem.code == _NO_SUCH_CLIENT:
        return ResourceNotFound(
            detail="The reader is no client of this world.",
            detail_ja="このカードリーダーは、この環境のクライアントではありません。",
        )
    refusal = _BY_CODE.get(problem.code)
    if refusal is None:
        return Overloaded(
            detail=f"The reader was refused: {problem.code}.",
            detail_ja=f"カードリーダーの要求が拒否されました: {problem.code}。",
        )
    retry_after_s = None if problem.retry_after_s is None else int(problem.retry_after_s)
    return refusal(
        detail=problem.detail or None,
        detail_ja=problem.detail_ja or None,
        check_id=problem.check_id,
        retry_after_s=retry_after_s,
    )
