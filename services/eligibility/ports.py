"""What the service holds of a world, what a request beside the check itself needs of it, and who may send it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.eligibility.bulk.desk import BulkDesk
from services.eligibility.check import CheckPorts
from services.eligibility.idempotency import IdempotencyKeys
from services.eligibility.record.check_watch import CheckWatch
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PURPOSE_RULES, PurposeOfUse
from shared.domain.roles import AT_AN_INSTITUTION, Role, Scope
from shared.errors import RoleNotAllowed
from shared.pki.tokens import Caller
from shared.web.callers import Authenticator, Requires
from shared.web.edge import WORLD_KEY
from shared.worlds.world import World, Worlds

CHECK_PATH = "/v1/checks"


@dataclass(frozen=True, slots=True)
class Ports:
    """What the eligibility service holds of one world."""

    world: World
    authenticator: Authenticator
    check: CheckPorts
    keys: IdempotencyKeys
    watch: CheckWatch
    bulk: BulkDesk


async def ports_of(request: Request) -> Ports:
    """Return the ports of the world that the request names; raises WorldUnknown."""
    worlds: Worlds[Ports] = request.app.state.worlds
    return worlds.named(request.scope[WORLD_KEY])


def institution_of(caller: Caller) -> InstitutionCode:
    """Return the institution that the caller stands for; raises RoleNotAllowed when it is none."""
    if caller.institution_code is None:
        raise RoleNotAllowed
    return caller.institution_code


PortsOf = Annotated[Ports, Depends(ports_of)]
AnInstitution = Annotated[Caller, Depends(Requires(Scope.CHECK, AT_AN_INSTITUTION))]
BulkAsker = Annotated[Caller, Depends(Requires(Scope.CHECK, PURPOSE_RULES[PurposeOfUse.BULK_PRECHECK].opens))]
"""Who may ask ahead (一括照会), as the purpose table says."""
NumberKeeper = Annotated[Caller, Depends(Requires(Scope.CHECK, AT_AN_INSTITUTION - {Role.READER}))]
"""Who keeps numbers of its own for patients (照会番号)."""
MedicalReader = Annotated[Caller, Depends(Requires(Scope.CHECK, AT_AN_INSTITUTION - {Role.READER}))]
"""Who reads medical data: people at the institution, never the reader at which the patient chose."""
