"""What a request of the registry needs, and who may call what."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends

from shared.domain.roles import Role, Scope
from shared.errors import (
    ResourceNotFound,
    RoleNotAllowed,
)
from shared.pki.tokens import Caller
from shared.web.callers import Requires

Administrator = Annotated[Caller, Depends(Requires(Scope.REGISTRY_ADMIN, [Role.OPERATOR]))]
Operator = Annotated[Caller, Depends(Requires(Scope.REGISTRY_WRITE, [Role.OPERATOR]))]
Registrar = Annotated[Caller, Depends(Requires(Scope.REGISTRY_WRITE, [Role.OPERATOR, Role.INSURER]))]
RecordReader = Annotated[Caller, Depends(Requires(Scope.REGISTRY_READ, [Role.OPERATOR, Role.INSURER]))]
CardRegistrar = Annotated[
    Caller, Depends(Requires(Scope.CARD_REGISTER, [Role.OPERATOR, Role.READER, Role.MUNICIPALITY, Role.SERVICE]))
]
CardReserver = Annotated[
    Caller, Depends(Requires(Scope.CARD_REGISTER, [Role.OPERATOR, Role.READER, Role.MUNICIPALITY]))
]
CardReader = Annotated[Caller, Depends(Requires(Scope.CARD_REGISTER, [Role.READER]))]
ClaimReviewer = Annotated[Caller, Depends(Requires(Scope.REGISTRY_READ, [Role.OPERATOR, Role.REVIEW]))]
MunicipalMatcher = Annotated[Caller, Depends(Requires(Scope.REGISTRY_READ, [Role.MUNICIPALITY]))]
DirectoryReader = Annotated[Caller, Depends(Requires(Scope.REGISTRY_READ))]


def own_insurer_only(caller: Caller) -> Callable[[str], None]:
    """Return the check that an insurer touches only its own records; operators touch all."""

    def check_insurer(insurer_number: str) -> None:
        if caller.role is Role.INSURER and caller.insurer_number != insurer_number:
            raise RoleNotAllowed(
                detail="An insurer may do this with its own insurer number only.",
                detail_ja="自らの保険者番号についてのみ実行できます。",
            )

    return check_insurer


def see_own_only(caller: Caller, insurer_number: str) -> None:
    """Raise ResourceNotFound for what another insurer has: to who may not see it, it is not there."""
    try:
        own_insurer_only(caller)(insurer_number)
    except RoleNotAllowed:
        raise ResourceNotFound from None
