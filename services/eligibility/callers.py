"""What a request beside the check itself needs, and who may send it."""

from typing import Annotated

from fastapi import Depends, Request

from services.eligibility.endpoint import EligibilityPorts
from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PURPOSE_RULES, PurposeOfUse
from shared.domain.roles import AT_AN_INSTITUTION, Role, Scope
from shared.errors import RoleNotAllowed
from shared.pki.tokens import Caller
from shared.web.callers import Requires
from shared.web.edge import WORLD_KEY


async def ports_of(request: Request) -> EligibilityPorts:
    """Return the ports of the world that the request names; raises WorldUnknown."""
    ports: EligibilityPorts = request.app.state.worlds.named(request.scope[WORLD_KEY])
    return ports


def institution_of(caller: Caller) -> InstitutionCode:
    """Return the institution that the caller stands for; raises RoleNotAllowed when it is none."""
    if caller.institution_code is None:
        raise RoleNotAllowed
    return caller.institution_code


PortsOf = Annotated[EligibilityPorts, Depends(ports_of)]
AnInstitution = Annotated[Caller, Depends(Requires(Scope.CHECK, AT_AN_INSTITUTION))]
BulkAsker = Annotated[Caller, Depends(Requires(Scope.CHECK, PURPOSE_RULES[PurposeOfUse.BULK_PRECHECK].opens))]
"""Who may ask ahead (一括照会), as the purpose table says."""
NumberKeeper = Annotated[Caller, Depends(Requires(Scope.CHECK, AT_AN_INSTITUTION - {Role.READER}))]
"""Who keeps numbers of its own for patients (照会番号)."""
