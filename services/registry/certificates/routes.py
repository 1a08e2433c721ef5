"""Certificates and tickets on coverages: each of the four kinds is issued, renewed and ended in the same way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from fastapi import Response
from pydantic import BaseModel

from services.registry.callers import Registrar, own_insurer_only
from services.registry.certificates.commands import (
    CertificateRule,
    end_certificate,
    issue_certificate,
    renew_certificate,
)
from services.registry.certificates.messages.days import CertificateBody, CertificateEnd
from services.registry.certificates.messages.elderly_certificates import (
    ElderlyCertificateRegistration,
    ElderlyCertificateShown,
)
from services.registry.certificates.messages.limit_certificates import (
    LimitCertificateRegistration,
    LimitCertificateShown,
)
from services.registry.certificates.messages.medical_tickets import MedicalTicketRegistration, MedicalTicketShown
from services.registry.certificates.messages.specific_disease_certificates import (
    SpecificDiseaseCertificateRegistration,
    SpecificDiseaseCertificateShown,
)
from services.registry.certificates.rules.certificates import (
    elderly_certificate_violations,
    medical_ticket_violations,
    specific_disease_violations,
)
from services.registry.certificates.rules.limit_certificates import limit_certificate_violations
from services.registry.created import CREATED, already_there, set_status
from services.registry.person_records.store.certificates import (
    ELDERLY_CERTIFICATES,
    LIMIT_CERTIFICATES,
    MEDICAL_TICKETS,
    SPECIFIC_DISEASE_CERTIFICATES,
    Certificate,
    Shelf,
)
from services.registry.recording import Author
from shared.errors import (
    AlreadyExists,
    BodyUnreadable,
    ConflictingPeriod,
    MyNumberNotAccepted,
    RequestInvalid,
    ResourceNotFound,
    VersionMismatch,
)
from shared.ids import new_id
from shared.web.from_world import RequestWorld
from shared.web.ids import Id
from shared.web.my_number_guard import refuse_my_numbers
from shared.web.responses import refusals
from shared.web.strict_routes import StrictRouter

_COMMON = (ResourceNotFound, BodyUnreadable, RequestInvalid, VersionMismatch)
_ISSUE_RESPONSES = refusals(*_COMMON, MyNumberNotAccepted, AlreadyExists, ConflictingPeriod)
_END_RESPONSES = refusals(*_COMMON)
_ROLES = "Roles: operator; an insurer, for its own number."


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Certificate]):
    path: str
    term: str
    shelf: Shelf[Certificate]
    body: type[CertificateBody[Certificate]]
    shown: type[BaseModel]
    show: Callable[[Certificate], BaseModel]
    rule: CertificateRule[Certificate] | None
    rivalry: str


def _routes_of(kind: _Kind[Certificate]) -> StrictRouter:
    """Return the three routes of one kind; FastAPI reads each body's type where ``body`` is annotated below."""
    router = StrictRouter(prefix="/v1/coverages/{coverage_id}/" + kind.path, tags=["certificates"])

    async def issue(
        coverage_id: Id, body: Any, caller: Registrar, world: RequestWorld, response: Response
    ) -> BaseModel:
        refuse_my_numbers(body)
        issued = await issue_certificate(
            Author(world, caller.client_id),
            kind.shelf,
            coverage_id,
            body.certificate(body.chosen_id or new_id(world.clock.now(), world.random_bytes)),
            own_insurer_only(caller),
            kind.rule,
        )
        set_status(response, issued)
        return kind.show(issued.thing)

    async def renew(
        coverage_id: Id, certificate_id: Id, body: Any, caller: Registrar, world: RequestWorld, response: Response
    ) -> BaseModel:
        refuse_my_numbers(body)
        issued = await renew_certificate(
            Author(world, caller.client_id),
            kind.shelf,
            coverage_id,
            certificate_id,
            body.certificate(body.chosen_id or new_id(world.clock.now(), world.random_bytes)),
            own_insurer_only(caller),
            kind.rule,
        )
        set_status(response, issued)
        return kind.show(issued.thing)

    async def end(
        coverage_id: Id, certificate_id: Id, body: CertificateEnd, caller: Registrar, world: RequestWorld
    ) -> BaseModel:
        ended = await end_certificate(
            Author(world, caller.client_id),
            kind.shelf,
            coverage_id,
            certificate_id,
            body.valid_to,
            own_insurer_only(caller),
        )
        return kind.show(ended)

    issue.__annotations__["body"] = renew.__annotations__["body"] = kind.body
    for name, function in {"issue": issue, "renew": renew, "end": end}.items():
        function.__name__ = f"{name}_{kind.path.replace('-', '_').removesuffix('s')}"
    router.add_api_route(
        "",
        issue,
        methods=["POST"],
        summary=f"Issue ({kind.term}の交付)",
        description=f"The same content again under the same id answers 200, other content 409. {kind.rivalry} {_ROLES}",
        status_code=CREATED,
        response_model=kind.shown,
        responses={**already_there(kind.shown), **_ISSUE_RESPONSES},
    )
    router.add_api_route(
        "/{certificate_id}/renewal",
        renew,
        methods=["POST"],
        summary=f"Renew ({kind.term}の更新)",
        description="Issues another, and ends the one before on the day before where it would hold longer. " + _ROLES,
        status_code=CREATED,
        response_model=kind.shown,
        responses={**already_there(kind.shown), **_ISSUE_RESPONSES},
    )
    router.add_api_route(
        "/{certificate_id}/end",
        end,
        methods=["POST"],
        summary=f"End or withdraw ({kind.term}の終了・取消)",
        description="It holds until `valid_to`; on the day before it began it is withdrawn and never held. " + _ROLES,
        response_model=kind.shown,
        responses=_END_RESPONSES,
    )
    return router


router = StrictRouter()
router.include_router(
    _routes_of(
        _Kind(
            "limit-certificates",
            "限度額適用認定証",
            LIMIT_CERTIFICATES,
            LimitCertificateRegistration,
            LimitCertificateShown,
            LimitCertificateShown.of,
            limit_certificate_violations,
            "No two share a day, whatever their kinds: an answer shows one. Who gets a lower price of meals beside a "
            "limit has one of kind limit_and_meals, as the renewal of the one before. A01 to A06 hold until the month "
            "in which 70 is reached is over, B01 to B08 after it; 後期高齢者医療 has B categories only.",
        )
    )
)
router.include_router(
    _routes_of(
        _Kind(
            "elderly-certificates",
            "高齢受給者証",
            ELDERLY_CERTIFICATES,
            ElderlyCertificateRegistration,
            ElderlyCertificateShown,
            ElderlyCertificateShown.of,
            elderly_certificate_violations,
            "From the 1st of the month after 70 is reached until the day before the 75th birthday; no two share a day. "
            "On 後期高齢者医療 it is the 負担割合 of a year, until 31 July at the latest.",
        )
    )
)
router.include_router(
    _routes_of(
        _Kind(
            "specific-disease-certificates",
            "特定疾病療養受療証",
            SPECIFIC_DISEASE_CERTIFICATES,
            SpecificDiseaseCertificateRegistration,
            SpecificDiseaseCertificateShown,
            SpecificDiseaseCertificateShown.of,
            specific_disease_violations,
            "Two for one disease cannot share a day.",
        )
    )
)
router.include_router(
    _routes_of(
        _Kind(
            "medical-tickets",
            "医療券・調剤券",
            MEDICAL_TICKETS,
            MedicalTicketRegistration,
            MedicalTicketShown,
            MedicalTicketShown.of,
            medical_ticket_violations,
            "On medical assistance only, within its month; two for one institution, kind and treatment cannot share a "
            "day.",
        )
    )
)
