"""Coverages, their loss, and the limit certificates on them."""

from uuid import UUID

from fastapi import APIRouter, Response

from services.registry.enrolment.coverages import register_coverage, register_loss
from services.registry.enrolment.limit_certificates import register_limit_certificate
from services.registry.messages.coverages import CoverageRegistration, CoverageShown, Loss
from services.registry.messages.limit_certificates import LimitCertificateRegistration, LimitCertificateShown
from services.registry.my_number_guard import refuse_my_numbers
from services.registry.ports import CALLER_REFUSALS, PortsOf, RecordReader, Registrar, own_insurer_only
from services.registry.routes.answers import CREATED, already_there, set_status
from services.registry.store.coverages import read_coverage
from shared.errors import (
    AlreadyExists,
    BodyUnreadable,
    ConflictingPeriod,
    MyNumberNotAccepted,
    RequestInvalid,
    ResourceNotFound,
)
from shared.ids import new_id
from shared.web.responses import refusals

router = APIRouter(prefix="/v1/coverages", tags=["coverages"])


@router.post(
    "",
    summary="Register a coverage (資格の登録)",
    status_code=CREATED,
    responses={
        **already_there(CoverageShown),
        **refusals(
            *CALLER_REFUSALS,
            *(BodyUnreadable, RequestInvalid, MyNumberNotAccepted, AlreadyExists, ConflictingPeriod),
        ),
    },
)
async def register(body: CoverageRegistration, caller: Registrar, ports: PortsOf, response: Response) -> CoverageShown:
    """The same content again under the same id answers 200, other content 409.

    Two insurers may cover the same days; the same 記号・番号・枝番 of one insurer on the same day is a conflict. Roles:
    operator; an insurer, for its own number.
    """
    refuse_my_numbers(body)
    own_insurer_only(caller)(body.insurer_number)
    world = ports.world
    coverage_id = body.coverage_id or new_id(world.clock.now(), world.random_bytes)
    registered = await register_coverage(ports.author(caller), body.person_id, body.coverage(coverage_id))
    set_status(response, registered)
    return CoverageShown.of(registered.thing)


@router.get(
    "/{coverage_id}",
    summary="One coverage (資格の照会)",
    responses=refusals(*CALLER_REFUSALS, ResourceNotFound, RequestInvalid),
)
async def get_one(coverage_id: UUID, caller: RecordReader, ports: PortsOf) -> CoverageShown:
    """As recorded now. Roles: operator; an insurer, for its own number."""
    async with ports.world.database.transaction() as connection:
        recorded = await read_coverage(connection, coverage_id)
    if recorded is None:
        raise ResourceNotFound
    own_insurer_only(caller)(recorded.coverage.insurer.number)
    return CoverageShown.of(recorded)


@router.post(
    "/{coverage_id}/loss",
    summary="Record the loss of a coverage (資格喪失の登録)",
    responses=refusals(*CALLER_REFUSALS, ResourceNotFound, BodyUnreadable, RequestInvalid, AlreadyExists),
)
async def lose(coverage_id: UUID, body: Loss, caller: Registrar, ports: PortsOf) -> CoverageShown:
    """The same loss again changes nothing, another one is 409. Roles: operator; an insurer, for its own number."""
    recorded = await register_loss(
        ports.author(caller), coverage_id, body.lost_on, body.loss_reason, own_insurer_only(caller)
    )
    return CoverageShown.of(recorded)


@router.post(
    "/{coverage_id}/limit-certificates",
    summary="Register a limit certificate (限度額適用認定証の登録)",
    status_code=CREATED,
    responses={
        **already_there(LimitCertificateShown),
        **refusals(
            *CALLER_REFUSALS,
            *(ResourceNotFound, BodyUnreadable, RequestInvalid, AlreadyExists, ConflictingPeriod),
        ),
    },
)
async def certify_limit(
    coverage_id: UUID,
    body: LimitCertificateRegistration,
    caller: Registrar,
    ports: PortsOf,
    response: Response,
) -> LimitCertificateShown:
    """Two certificates of one kind on one coverage cannot share a day.

    Roles: operator; an insurer, for its own number.
    """
    world = ports.world
    certificate = body.certificate(body.certificate_id or new_id(world.clock.now(), world.random_bytes))
    registered = await register_limit_certificate(
        ports.author(caller), coverage_id, certificate, own_insurer_only(caller)
    )
    set_status(response, registered)
    return LimitCertificateShown.of(registered.thing)
