"""The caller of ``/v1/me``: a patient who has signed in, and nobody else."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from services.consent.patients.commands.sessions import TOKEN_PREFIX, Patient, patient_of
from shared.domain.roles import Role, Scope
from shared.errors import RoleNotAllowed, TokenMissing
from shared.web.callers import ROLES_MEMBER, SCOPE_MEMBER, Authenticator
from shared.web.query import refuse_unknown_query
from shared.web.visits import held_for
from shared.worlds.world import World

_PREFIX = "bearer "


class RequiresPatient(SecurityBase):
    """A dependency: the patient whose session the bearer token names."""

    def __init__(self) -> None:
        self.scheme_name = "patient"
        self.model = HTTPBearer(**{SCOPE_MEMBER: Scope.CONSENT_READ.value, ROLES_MEMBER: [Role.PATIENT.value]})

    async def __call__(self, request: Request) -> Patient:
        """Return who is signed in; raises the refusals of the caller step, or CardNotUsable."""
        held = await held_for(request)
        world = held.get(World)
        header = request.headers.get("authorization", "")
        token = header[len(_PREFIX) :].strip()
        if header[: len(_PREFIX)].lower() != _PREFIX or not token:
            raise TokenMissing
        if not token.startswith(TOKEN_PREFIX):
            # A client's token is judged as everywhere, and then it is of the wrong role.
            await held.get(Authenticator).authenticate(header, world.clock.now())
            raise RoleNotAllowed
        patient = await patient_of(world, token)
        refuse_unknown_query(request)
        return patient


SignedIn = Annotated[Patient, Depends(RequiresPatient())]
