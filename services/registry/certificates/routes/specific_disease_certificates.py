"""特定疾病療養受療証: issued, renewed and ended."""

from typing import Final

from fastapi import Response

from services.registry.callers import Registrar
from services.registry.certificates.commands import SPECIFIC_DISEASE_KIND
from services.registry.certificates.messages.days import CertificateEnd
from services.registry.certificates.messages.specific_disease_certificates import (
    SpecificDiseaseCertificateRegistration,
    SpecificDiseaseCertificateShown,
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

router = StrictRouter(prefix="/v1/coverages/{coverage_id}/specific-disease-certificates", tags=["certificates"])
_WHEN: Final = "Two for one disease cannot share a day. "


@router.post(
    "",
    summary="Issue (特定疾病療養受療証の交付)",
    description=f"{ISSUES} {_WHEN}{ROLES}",
    status_code=CREATED,
    responses=issue_responses(SpecificDiseaseCertificateShown),
)
async def issue_specific_disease_certificate(
    coverage_id: Id,
    body: SpecificDiseaseCertificateRegistration,
    caller: Registrar,
    world: RequestWorld,
    response: Response,
) -> SpecificDiseaseCertificateShown:
    """Issue a certificate of a specific disease."""
    issued = await issue(SPECIFIC_DISEASE_KIND, coverage_id, body, caller, world)
    set_status(response, issued)
    return SpecificDiseaseCertificateShown.of(issued.thing)


@router.post(
    "/{certificate_id}/renewal",
    summary="Renew (特定疾病療養受療証の更新)",
    description=RENEWS,
    status_code=CREATED,
    responses=issue_responses(SpecificDiseaseCertificateShown),
)
async def renew_specific_disease_certificate(
    coverage_id: Id,
    certificate_id: Id,
    body: SpecificDiseaseCertificateRegistration,
    caller: Registrar,
    world: RequestWorld,
    response: Response,
) -> SpecificDiseaseCertificateShown:
    """Issue a certificate of a specific disease that follows another."""
    issued = await renew(SPECIFIC_DISEASE_KIND, coverage_id, certificate_id, body, caller, world)
    set_status(response, issued)
    return SpecificDiseaseCertificateShown.of(issued.thing)


@router.post(
    "/{certificate_id}/end",
    summary="End or withdraw (特定疾病療養受療証の終了・取消)",
    description=ENDS,
    responses=END_RESPONSES,
)
async def end_specific_disease_certificate(
    coverage_id: Id, certificate_id: Id, body: CertificateEnd, caller: Registrar, world: RequestWorld
) -> SpecificDiseaseCertificateShown:
    """End a certificate of a specific disease, or withdraw it."""
    return SpecificDiseaseCertificateShown.of(
        await end(SPECIFIC_DISEASE_KIND, coverage_id, certificate_id, body, caller, world)
    )
