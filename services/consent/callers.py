"""Who may call the routes of this service."""

from typing import Annotated, Final

from fastapi import Depends, Response

from shared.domain.identifiers import InstitutionCode
from shared.domain.roles import AT_AN_INSTITUTION, Role, Scope
from shared.errors import RoleNotAllowed
from shared.pki.tokens import Caller
from shared.web.callers import Requires


def institution_of(caller: Caller) -> InstitutionCode:
    """Return the institution that the caller is a client of; raises RoleNotAllowed when there is none."""
    if caller.institution_code is None:
        raise RoleNotAllowed
    return caller.institution_code


async def keep_nothing(response: Response) -> None:
    """Tell caches to keep nothing of what is about one person."""
    response.headers.update(NOT_KEPT)


NOT_KEPT: Final = {"Cache-Control": "no-store"}
NotKept = Depends(keep_nothing)
ConsentKeeper = Annotated[
    Caller, Depends(Requires(Scope.CONSENT_WRITE, [Role.INSTITUTION, Role.PHARMACY, Role.NURSING]))
]
"""Who registers and withdraws consents."""
OwnReader = Annotated[Caller, Depends(Requires(Scope.CONSENT_READ, AT_AN_INSTITUTION - {Role.READER}))]
"""Who reads what concerns its own institution."""
HistoryReader = Annotated[
    Caller, Depends(Requires(Scope.CONSENT_READ, [*(AT_AN_INSTITUTION - {Role.READER}), Role.OPERATOR]))
]
"""An institution reads its own history, the operator all."""
Operator = Annotated[Caller, Depends(Requires(Scope.CONSENT_WRITE, [Role.OPERATOR]))]
