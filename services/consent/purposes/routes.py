"""The purposes (利用目的): the table, and what it says of a case."""

from typing import Annotated

from fastapi import Depends

from services.consent.purposes.messages import (
    Opening,
    Purpose,
    PurposeCheckRequest,
    PurposeRefusal,
    Purposes,
    PurposeVerdict,
)
from services.consent.purposes.rules import explain_purpose
from shared.clock import day_in_japan
from shared.domain.purposes import PURPOSE_RULES, PurposeRule
from shared.domain.roles import Scope
from shared.errors import (
    BodyUnreadable,
    RequestInvalid,
)
from shared.pki.tokens import Caller
from shared.web.callers import Requires
from shared.web.from_world import RequestWorld
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

router = StrictRouter(tags=["purposes"])
Reader = Annotated[Caller, Depends(Requires(Scope.CONSENT_READ))]


@router.get("/v1/purposes", summary="All purposes of use (利用目的の一覧)")
async def list_purposes(_caller: Reader) -> Purposes:
    """Every literal that a check may name, with the article that allows or forbids it."""
    return Purposes(items=[_shown(rule) for rule in PURPOSE_RULES.values()])


@router.post(
    "/v1/purpose-checks",
    summary="What the rules say of a case (利用目的の判定)",
    responses=refusals(BodyUnreadable, RequestInvalid),
)
async def check_purpose(body: PurposeCheckRequest, world: RequestWorld, _caller: Reader) -> PurposeVerdict:
    """Explain a verdict for any asker, without asking about anybody. Nothing is disclosed and nothing recorded."""
    rule = PURPOSE_RULES[body.purpose]
    role = None if body.role == "other" else body.role
    explained = explain_purpose(body.purpose, role, body.method, body.data_kinds, day_in_japan(world.clock.now()))
    refusal = explained.refusal
    return PurposeVerdict(
        is_allowed=explained.opens.issuperset(body.data_kinds),
        open_kinds=[kind for kind in body.data_kinds if kind in explained.opens],
        closed_kinds=[kind for kind in body.data_kinds if kind not in explained.opens],
        needs_consent=[kind for kind in body.data_kinds if kind in explained.needs_consent],
        methods=sorted(explained.methods),
        needs_prior_card_check=rule.needs_prior_card_check,
        needs_opening=rule.needs_opening,
        article=rule.article,
        refusal=None
        if refusal is None
        else PurposeRefusal(
            code=refusal.code, article=refusal.article, message=refusal.message, message_ja=refusal.message_ja
        ),
    )


def _shown(rule: PurposeRule) -> Purpose:
    return Purpose(
        code=rule.purpose,
        title=rule.title,
        title_ja=rule.title_ja,
        article=rule.article,
        in_force_from=rule.in_force_from,
        has_online_answer=bool(rule.opens),
        number_may_be_held=bool(rule.opens) or rule.number_may_be_held,
        methods=sorted(rule.methods),
        opens=[Opening(role=role, data_kinds=sorted(kinds)) for role, kinds in rule.opens.items()],
        needs_prior_card_check=rule.needs_prior_card_check,
        needs_opening=rule.needs_opening,
    )
