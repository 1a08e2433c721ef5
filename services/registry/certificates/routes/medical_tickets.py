"""医療券・調剤券: issued, renewed and ended."""

from typing import Final

from fastapi import Response

from services.registry.callers import Registrar
from services.registry.certificates.commands import MEDICAL_TICKET_KIND
from services.registry.certificates.messages.days import CertificateEnd
from services.registry.certificates.messages.medical_tickets import MedicalTicketRegistration, MedicalTicketShown
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

router = StrictRouter(prefix="/v1/coverages/{coverage_id}/medical-tickets", tags=["certificates"])
_WHEN: Final = (
    "On medical assistance only, within its month; two for one institution, kind and treatment cannot share a day. "
)


@router.post(
    "",
    summary="Issue (医療券・調剤券の交付)",
    description=f"{ISSUES} {_WHEN}{ROLES}",
    status_code=CREATED,
    responses=issue_responses(MedicalTicketShown),
)
async def issue_medical_ticket(
    coverage_id: Id, body: MedicalTicketRegistration, caller: Registrar, world: RequestWorld, response: Response
) -> MedicalTicketShown:
    """Issue a medical ticket."""
    issued = await issue(MEDICAL_TICKET_KIND, coverage_id, body, caller, world)
    set_status(response, issued)
    return MedicalTicketShown.of(issued.thing)


@router.post(
    "/{certificate_id}/renewal",
    summary="Renew (医療券・調剤券の更新)",
    description=RENEWS,
    status_code=CREATED,
    responses=issue_responses(MedicalTicketShown),
)
async def renew_medical_ticket(
    coverage_id: Id,
    certificate_id: Id,
    body: MedicalTicketRegistration,
    caller: Registrar,
    world: RequestWorld,
    response: Response,
) -> MedicalTicketShown:
    """Issue a medical ticket that follows another."""
    issued = await renew(MEDICAL_TICKET_KIND, coverage_id, certificate_id, body, caller, world)
    set_status(response, issued)
    return MedicalTicketShown.of(issued.thing)


@router.post(
    "/{certificate_id}/end",
    summary="End or withdraw (医療券・調剤券の終了・取消)",
    description=ENDS,
    responses=END_RESPONSES,
)
async def end_medical_ticket(
    coverage_id: Id, certificate_id: Id, body: CertificateEnd, caller: Registrar, world: RequestWorld
) -> MedicalTicketShown:
    """End a medical ticket, or withdraw it."""
    return MedicalTicketShown.of(await end(MEDICAL_TICKET_KIND, coverage_id, certificate_id, body, caller, world))
