"""The patient whose pages these are: whoever is not signed in is led to the sign-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from onshi.problems import OnshiProblem
from services.portal.session.cookies import Session, kept
from services.portal.session.portal import Portal, PortalHere

_ENDED = frozenset({"token-missing", "token-invalid", "token-expired", "world-mismatch"})
_NOT_USABLE = "card-not-usable"


class SignedOut(Exception):
    """Nobody is signed in, or not any more. ``alert`` is the key of what the sign-in tells, without ``alert_``."""

    def __init__(self, alert: str) -> None:
        super().__init__(alert)
        self.alert = alert


@dataclass(frozen=True, slots=True)
class Visitor:
    """A patient who is signed in, and what is asked in their name."""

    portal: Portal
    request: Request
    token: str

    async def get(self, path: str, query: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return what ``/v1/me`` answers; raises SignedOut, Unavailable, or OnshiProblem for any other refusal."""
        answer = await self._ask("GET", path, query)
        content: dict[str, Any] = answer
        return content

    async def post(self, path: str) -> None:
        """Have ``/v1/me`` do something; raises as ``get``."""
        await self._ask("POST", path, None)

    async def end(self) -> None:
        """Sign out at the consent service; raises OnshiProblem, Unavailable."""
        await self.portal.ask(self.request.scope, "consent", "DELETE", "/v1/me/sessions", token=self.token)

    async def _ask(self, method: str, path: str, query: Mapping[str, str] | None) -> Any:
        try:
            answer = await self.portal.ask(
                self.request.scope, "consent", method, f"/v1/me{path}", query=query, token=self.token
            )
        except OnshiProblem as problem:
            if problem.code in _ENDED:
                raise SignedOut("session_ended") from problem
            if problem.code == _NOT_USABLE:
                raise SignedOut("card_not_usable") from problem
            raise
        return answer.json()


async def visitor_of(request: Request, portal: PortalHere) -> Visitor:
    """Return who is signed in; raises SignedOut."""
    session = kept(request, portal.sealer, Session)
    if session is None:
        raise SignedOut("sign_in_first")
    return Visitor(portal, request, session.token)


SignedIn = Annotated[Visitor, Depends(visitor_of)]
