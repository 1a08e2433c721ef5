"""限度額適用認定証: issued, renewed and ended."""

from typing import Final

from fastapi import Response

from services.registry.callers import Registrar
from services.registry.certificates.commands import LIMIT_KIND
from services.registry.certificates.messages.days import CertificateEnd
from services.registry.certificates.messages.limit_certificates import (
    LimitCertificateRegistration,
    LimitCertificateShown,
)
from services.registry.certificates.routes.acts import (
    END_RESPONSES,
    ENDS,
    ISSUES,
    RENEWS,
    ROLES,
    end,
    issue,
    issue_responses,
    renew,
)
from services.registry.created import CREATED, set_status
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.strict_routes import StrictRouter

router = StrictRouter(prefix="/v1/coverages/{coverage_id}/limit-certificates", tags=["certificates"])
_WHEN: Final = (
    "No two share a day, whatever their kinds: an answer shows one. Who gets a lower price of meals beside a "
    "limit has one of kind limit_and_meals, as the renewal of the one before. A01 to A06 hold until the month "
    "in which 70 is reached is over, B01 to B08 after it; 後期高齢者医療 has B categories only. "
)


@router.post(
    "",
    summary="Issue (限度額適用認定証の交付)",
    description=f"{ISSUES} {_WHEN}{ROLES}",
    status_code=CREATED,
    responses=issue_responses(LimitCertificateShown),
)
async def issue_limit_certificate(
    coverage_id: Id, body: LimitCertificateRegistration, caller: Registrar, world: RequestWorld, response: Response
) -> LimitCertificateShown:
    """Issue a limit certificate."""
    issued = await issue(LIMIT_KIND, coverage_id, body, caller, world)
    set_status(response, issued)
    return LimitCertificateShown.of(issued.thing)


@router.post(
    "/{certificate_id}/renewal",
    summary="Renew (限度額適用認定証の更新)",
    description=RENEWS,
    status_code=CREATED,
    responses=issue_responses(LimitCertificateShown),
)
async def renew_limit_certificate(
    coverage_id: Id,
    certificate_id: Id,
    body: LimitCertificateRegistration,
    caller: Registrar,
    world: RequestWorld,
    response: Response,
) -> LimitCertificateShown:
    """Issue a limit certificate that follows another."""
    issued = await renew(LIMIT_KIND, coverage_id, certificate_id, body, caller, world)
    set_status(response, issued)
    return LimitCertificateShown.of(issued.thing)


@router.post(
    "/{certificate_id}/end",
    summary="End or withdraw (限度額適用認定証の終了・取消)",
    description=ENDS,
    responses=END_RESPONSES,
)
async def end_limit_certificate(
    coverage_id: Id, certificate_id: Id, body: CertificateEnd, caller: Registrar, world: RequestWorld
) -> LimitCertificateShown:
    """End a limit certificate, or withdraw it."""
    return LimitCertificateShown.of(await end(LIMIT_KIND, coverage_id, certificate_id, body, caller, world))
