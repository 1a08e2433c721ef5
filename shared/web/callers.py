"""Who may call is a type: an endpoint takes ``Annotated[Caller, Depends(Requires(...))]``; one without it is public."""

import contextlib
from collections.abc import Iterable
from datetime import datetime

from fastapi import Request
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase

from shared.db.database import Database
from shared.domain.roles import Role, Scope
from shared.domain.world_life import WorldLife
from shared.errors import (
    DATABASE_FAILURES,
    ClientCertificateMismatch,
    RoleNotAllowed,
    ScopeMissing,
    TokenExpired,
    TokenInvalid,
    TokenMissing,
    WorldMismatch,
)
from shared.pki.tokens import Caller, TokenVerifier
from shared.published.registry import TOKEN_KEYS
from shared.published.trusted import token_keys_in
from shared.web.query import refuse_unknown_query
from shared.web.visits import held_for
from shared.worlds.journal import note_caller
from shared.worlds.world import World

_RELOAD_AFTER_S = 1.0
_PREFIX = "bearer "
SCOPE_MEMBER, ROLES_MEMBER = "x-onshi-scope", "x-onshi-roles"
"""Where a security scheme says what is asked of the caller."""
CALLER_REFUSALS = (
    TokenMissing,
    TokenInvalid,
    TokenExpired,
    RoleNotAllowed,
    ScopeMissing,
    WorldMismatch,
    ClientCertificateMismatch,
)
"""Why somebody may not call, before anything of the request is read."""


class Authenticator:
    """Knows callers by the keys that the registry publishes; looks for new keys when a token fits none."""

    def __init__(self, life: WorldLife, database: Database) -> None:
        self._verifier = TokenVerifier(life)
        self._database = database
        self._loaded_at: datetime | None = None

    async def authenticate(self, authorization: str | None, at: datetime) -> Caller:
        """Return who calls; raises TokenMissing, TokenInvalid, TokenExpired, WorldMismatch, DatabaseUnavailable."""
        if authorization is None or authorization[:7].lower() != _PREFIX or len(authorization) == len(_PREFIX):
            raise TokenMissing
        token = authorization[7:].strip()
        try:
            return self._verifier.verify(token, at)
        except TokenInvalid:
            if self._loaded_at is not None and abs((at - self._loaded_at).total_seconds()) < _RELOAD_AFTER_S:
                raise
        await self.load_keys(at)
        return self._verifier.verify(token, at)

    async def load_keys(self, at: datetime) -> None:
        """Trust the keys that are published now."""
        self._verifier.trust(token_keys_in(await self._database.fetch(TOKEN_KEYS, at)))
        self._loaded_at = at

    async def can_verify(self, at: datetime) -> bool:
        """Tell whether any key is trusted, or can be loaded now; for readiness."""
        if not self._verifier.trusts_any:
            with contextlib.suppress(*DATABASE_FAILURES):
                await self.load_keys(at)
        return self._verifier.trusts_any


class Requires(SecurityBase):
    """A dependency: the caller, who must have one of ``roles`` (any, if none is given) and ``scope``.

    For FastAPI it is a security scheme, so the OpenAPI document shows what it asks for (document.py).
    """

    def __init__(self, scope: Scope, roles: Iterable[Role] = ()) -> None:
        self._scope = scope
        self._roles = frozenset(roles)
        named = sorted(self._roles)
        self.scheme_name = " ".join([scope, *named])
        self.model = HTTPBearer(**{SCOPE_MEMBER: scope.value, ROLES_MEMBER: [role.value for role in named]})

    async def __call__(self, request: Request) -> Caller:
        """Authenticate and authorise; raises the refusals of the caller step, and RequestInvalid for a stray query."""
        held = await held_for(request)
        now = held.get(World).clock.now()
        caller = await held.get(Authenticator).authenticate(request.headers.get("authorization"), now)
        note_caller(caller)
        authorise(caller, self._scope, self._roles)
        refuse_unknown_query(request)
        return caller


def authorise(caller: Caller, scope: Scope, roles: frozenset[Role]) -> None:
    """Raise RoleNotAllowed or ScopeMissing when ``caller`` may not."""
    if roles and caller.role not in roles:
        raise RoleNotAllowed
    if scope not in caller.scopes:
        raise ScopeMissing(scope=scope.value)
