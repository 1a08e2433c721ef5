"""高齢受給者証: issued, renewed and ended."""

from typing import Final

from fastapi import Response

from services.registry.callers import Registrar
from services.registry.certificates.commands import ELDERLY_KIND
from services.registry.certificates.messages.days import CertificateEnd
from services.registry.certificates.messages.elderly_certificates import (
    ElderlyCertificateRegistration,
    ElderlyCertificateShown,
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

router = StrictRouter(prefix="/v1/coverages/{coverage_id}/elderly-certificates", tags=["certificates"])
_WHEN: Final = (
    "From the 1st of the month after 70 is reached until the day before the 75th birthday; no two share a day. "
    "On 後期高齢者医療 it is the 負担割合 of a year, until 31 July at the latest. "
)


@router.post(
    "",
    summary="Issue (高齢受給者証の交付)",
    description=f"{ISSUES} {_WHEN}{ROLES}",
    status_code=CREATED,
    responses=issue_responses(ElderlyCertificateShown),
)
async def issue_elderly_certificate(
    coverage_id: Id, body: ElderlyCertificateRegistration, caller: Registrar, world: RequestWorld, response: Response
) -> ElderlyCertificateShown:
    """Issue an elderly certificate."""
    issued = await issue(ELDERLY_KIND, coverage_id, body, caller, world)
    set_status(response, issued)
    return ElderlyCertificateShown.of(issued.thing)


@router.post(
    "/{certificate_id}/renewal",
    summary="Renew (高齢受給者証の更新)",
    description=RENEWS,
    status_code=CREATED,
    responses=issue_responses(ElderlyCertificateShown),
)
async def renew_elderly_certificate(
    coverage_id: Id,
    certificate_id: Id,
    body: ElderlyCertificateRegistration,
    caller: Registrar,
    world: RequestWorld,
    response: Response,
) -> ElderlyCertificateShown:
    """Issue an elderly certificate that follows another."""
    issued = await renew(ELDERLY_KIND, coverage_id, certificate_id, body, caller, world)
    set_status(response, issued)
    return ElderlyCertificateShown.of(issued.thing)


@router.post(
    "/{certificate_id}/end",
    summary="End or withdraw (高齢受給者証の終了・取消)",
    description=ENDS,
    responses=END_RESPONSES,
)
async def end_elderly_certificate(
    coverage_id: Id, certificate_id: Id, body: CertificateEnd, caller: Registrar, world: RequestWorld
) -> ElderlyCertificateShown:
    """End an elderly certificate, or withdraw it."""
    return ElderlyCertificateShown.of(await end(ELDERLY_KIND, coverage_id, certificate_id, body, caller, world))
