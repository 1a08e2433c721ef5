"""Who may call the routes of this service."""

from typing import Annotated

from fastapi import Depends

from shared.domain.identifiers import InstitutionCode
from shared.domain.purposes import PURPOSE_RULES, PurposeOfUse
from shared.domain.roles import AT_AN_INSTITUTION, Role, Scope
from shared.errors import RoleNotAllowed
from shared.pki.tokens import Caller
from shared.web.callers import Requires


def institution_of(caller: Caller) -> InstitutionCode:
    """Return the institution that the caller is a client of; raises RoleNotAllowed when there is none."""
    if caller.institution_code is None:
        raise RoleNotAllowed
    return caller.institution_code


AnInstitution = Annotated[Caller, Depends(Requires(Scope.CHECK, AT_AN_INSTITUTION))]
BulkAsker = Annotated[Caller, Depends(Requires(Scope.CHECK, PURPOSE_RULES[PurposeOfUse.BULK_PRECHECK].opens))]
"""Who may ask ahead (一括照会), as the purpose table says."""
NumberKeeper = Annotated[Caller, Depends(Requires(Scope.CHECK, AT_AN_INSTITUTION - {Role.READER}))]
"""Who keeps numbers of its own for patients (照会番号)."""
MedicalReader = Annotated[Caller, Depends(Requires(Scope.CHECK, AT_AN_INSTITUTION - {Role.READER}))]
"""Who reads medical data: people at the institution, never the reader at which the patient chose."""
