"""What a reader asks as a client of its institution: 利用登録, the check, and the checks that are listed."""

import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, TypeVar

import httpx

from onshi.answers import Answer
from onshi.client import AsyncClinic
from onshi.exchange import ToSign
from onshi.problems import OnshiProblem
from onshi.reading import members_of
from shared.settings import ReaderClient
from shared.web.service_calls import ServiceCalls

T = TypeVar("T")
_TOO_OLD: Final = frozenset({"token-expired", "token-invalid", "world-mismatch", "nonce-expired", "nonce-unknown"})
"""What only means that the world's clock went on, or that the world began anew: a fresh token and nonce mend it."""
_NONCE_BYTES: Final = 16
Sign = Callable[[ToSign, str], Awaitable[str]]
"""Has the card sign for an audience."""


class InstitutionCalls:
    """The calls of one reader in one world."""

    def __init__(self, calls: ServiceCalls, reader: ReaderClient) -> None:
        self._calls, self._reader = calls, reader

    async def is_registered(self, sign: Sign) -> bool:
        """Return whether the card is an insurance card; raises OnshiProblem, httpx.HTTPError, what ``sign`` raises."""
        body = {"presence_proof": await self._registration_proof(sign)}
        answer = await self._call("registry", "POST", "/v1/card-registrations/lookup", json=body)
        return members_of(answer).get("is_registered") is True

    async def register(self, sign: Sign) -> None:
        """Register the card (初回登録); raises as ``is_registered``."""
        body = {"presence_proof": await self._registration_proof(sign), "channel": "reader"}
        await self._call("registry", "POST", "/v1/card-registrations", json=body)

    async def check(self, sign: Sign, consents: tuple[str, ...], prescription_form: str | None) -> Answer:
        """Return the answer of a check by card; raises as ``is_registered``."""

        async def check(clinic: AsyncClinic) -> Answer:
            return await clinic.check_card(
                lambda asked: sign(asked, "onshi-eligibility"),
                purpose=self._reader.purpose,
                consents=consents,
                prescription_form=prescription_form,
            )

        return await self._fresh(check)

    async def checks_after(self, cursor: str, wait_s: int) -> tuple[list[dict[str, Any]], str]:
        """Return the institution's checks by card after ``cursor``, and the next cursor; waits for the first one."""
        query = {"after": cursor, "method": "my_number_card", "wait": str(wait_s)}
        members = members_of(await self._call("eligibility", "GET", "/v1/checks", query=query))
        return list(members["items"]), str(members["next_cursor"])

    async def _registration_proof(self, sign: Sign) -> str:
        # The registry gives out no nonces: a proof names any, and counts once.
        nonce = secrets.token_hex(_NONCE_BYTES)
        return await sign(ToSign(nonce, self._reader.institution_code, self._reader.purpose), "onshi-registration")

    async def _call(self, service: str, method: str, path: str, **more: Any) -> httpx.Response:
        async def call(clinic: AsyncClinic) -> httpx.Response:
            token, institution = await clinic.token(), self._reader.institution_code
            return await self._calls.call(service, method, path, token=token, institution=institution, **more)

        return await self._fresh(call)

    async def _fresh(self, act: Callable[[AsyncClinic], Coroutine[Any, Any, T]]) -> T:
        try:
            return await act(self._clinic())
        except OnshiProblem as problem:
            if problem.code not in _TOO_OLD:
                raise
        self._calls.forget(self._reader.client_id)
        return await act(self._clinic())

    def _clinic(self) -> AsyncClinic:
        reader = self._reader
        return self._calls.clinic(reader.client_id, reader.client_secret.get_secret_value(), reader.institution_code)
