"""A clinic's client of the simulator, blocking (``Clinic``) and for the event loop (``AsyncClinic``).

with Clinic("http://127.0.0.1:8000", client_id, client_secret) as clinic, VirtualCard(...) as card:
    answer = clinic.check_card(card)

Both renew their token in time, use the nonce that each answer brings (``Replay-Nonce``), send again what was refused
for load (no oftener than ``Retries`` allows, no sooner than ``Retry-After``) and what was lost on the way: a check is
then found by its idempotency key or its proof, so none is made twice. A refusal is an OnshiProblem; 資格無効 and a
refused purpose are answers. What answers otherwise than onshi does is an UnexpectedAnswer, an OnshiProblem too. What
never gets through ends as an httpx.TransportError.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self, Unpack

import httpx

from onshi.answers import Answer
from onshi.asking import Asked, body_of
from onshi.connecting import (
    TIMEOUT_S,
    CertificateUnreadable,
    ClientCertificate,
    Verify,
    open_http,
    open_http_async,
)
from onshi.conversation import Conversation, Places
from onshi.exchange import ToSign, run, run_async
from onshi.problems import NoInstitution, OnshiProblem, ProblemEntry, UnexpectedAnswer
from onshi.retrying import NEVER, PATIENT, Retries
from onshi.signer import (
    AnyAsyncSigner,
    AnySigner,
    AsyncVirtualCard,
    VirtualCard,
    signing_async_with,
    signing_with,
)

__all__ = [
    "NEVER",
    "PATIENT",
    "Answer",
    "Asked",
    "AsyncClinic",
    "AsyncVirtualCard",
    "CertificateUnreadable",
    "Clinic",
    "NoInstitution",
    "OnshiProblem",
    "ProblemEntry",
    "Retries",
    "ToSign",
    "UnexpectedAnswer",
    "VirtualCard",
]


class Clinic:
    """One institution's client. Threads may share it."""

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        institution: str | None = None,
        *,
        registry_url: str | None = None,
        eligibility_url: str | None = None,
        timeout_s: float = TIMEOUT_S,
        retries: Retries = PATIENT,
        verify: Verify = True,
        certificate: ClientCertificate | None = None,
        proxy: str | None = None,
        transport: httpx.BaseTransport | None = None,
        test: str | None = None,
    ) -> None:
        """Use the simulator at ``base_url``; a service that is served alone has its own URL.

        ``institution`` is the 医療機関コード that a client of several institutions acts for. ``verify`` is the CA file
        of ``onshi up --tls``, ``certificate`` the institution's own; without ``proxy`` nothing goes through one,
        whatever the environment says. Every request names ``test`` (onshi/faults.py). Raises CertificateUnreadable.
        """
        places = Places.under(base_url, registry_url, eligibility_url)
        self._talk = Conversation(places, (client_id, client_secret), institution, retries)
        self._http = open_http(
            timeout=timeout_s, verify=verify, certificate=certificate, proxy=proxy, transport=transport, test=test
        )

    @property
    def institution(self) -> str:
        """The 医療機関コード that this client acts for: as it was named, else as its token says."""
        return run(self._talk.own_institution(), self._http)

    def token(self) -> str:
        """Return an access token that lives for a while yet; raises OnshiProblem."""
        return run(self._talk.token(), self._http)

    def challenge(self) -> str:
        """Ask for a fresh nonce; raises OnshiProblem."""
        return run(self._talk.challenge(), self._http)

    def nonce(self) -> str:
        """Return a nonce for one proof: one that an earlier answer gave, or else a new one; raises OnshiProblem."""
        return run(self._talk.nonce(), self._http)

    def check(self, **asked: Unpack[Asked]) -> Answer:
        """Check eligibility (資格確認) by what ``Asked`` names; raises OnshiProblem.

        clinic.check(insured={...}, purpose="CARE_VISIT", limit_certificate_consent=True)
        """
        return run(self._talk.check(body_of(asked), asked.get("idempotency_key")), self._http)

    def check_card(
        self,
        card: AnySigner,
        *,
        purpose: str = "CARE_VISIT",
        consents: Sequence[str] = (),
        prescription_form: str | None = None,
        client_reference: str | None = None,
    ) -> Answer:
        """Have ``card`` sign a nonce for this institution, then check with it; raises OnshiProblem.

        ``card`` is a VirtualCard, anything else with its ``sign``, or a function from ToSign to a proof.
        """
        wanted = _wanted(purpose, consents, prescription_form)
        steps = self._talk.check_card(wanted, _referring_to(client_reference))
        return run(steps, self._http, signing_with(card))

    def answer(self, check_id: str) -> Answer:
        """Return the answer of an earlier check again, for instance one that was lost on the way."""
        return run(self._talk.answer(check_id), self._http)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClinic:
    """One institution's client for the event loop; many checks may run at once. Each method is that of Clinic."""

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        institution: str | None = None,
        *,
        registry_url: str | None = None,
        eligibility_url: str | None = None,
        timeout_s: float = TIMEOUT_S,
        retries: Retries = PATIENT,
        verify: Verify = True,
        certificate: ClientCertificate | None = None,
        proxy: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        test: str | None = None,
    ) -> None:
        """Use the simulator at ``base_url``, as Clinic does."""
        places = Places.under(base_url, registry_url, eligibility_url)
        self._talk = Conversation(places, (client_id, client_secret), institution, retries)
        self._http = open_http_async(
            timeout=timeout_s, verify=verify, certificate=certificate, proxy=proxy, transport=transport, test=test
        )

    async def institution(self) -> str:
        """Return the 医療機関コード that this client acts for."""
        return await run_async(self._talk.own_institution(), self._http)

    async def token(self) -> str:
        """Return an access token that lives for a while yet; raises OnshiProblem."""
        return await run_async(self._talk.token(), self._http)

    async def challenge(self) -> str:
        """Ask for a fresh nonce; raises OnshiProblem."""
        return await run_async(self._talk.challenge(), self._http)

    async def nonce(self) -> str:
        """Return a nonce for one proof; raises OnshiProblem."""
        return await run_async(self._talk.nonce(), self._http)

    async def check(self, **asked: Unpack[Asked]) -> Answer:
        """Check eligibility, as Clinic.check; raises OnshiProblem."""
        return await run_async(self._talk.check(body_of(asked), asked.get("idempotency_key")), self._http)

    async def check_card(
        self,
        card: AnyAsyncSigner,
        *,
        purpose: str = "CARE_VISIT",
        consents: Sequence[str] = (),
        prescription_form: str | None = None,
        client_reference: str | None = None,
    ) -> Answer:
        """Have ``card`` sign, then check with it, as Clinic.check_card; what it returns may be awaitable."""
        wanted = _wanted(purpose, consents, prescription_form)
        steps = self._talk.check_card(wanted, _referring_to(client_reference))
        return await run_async(steps, self._http, signing_async_with(card))

    async def answer(self, check_id: str) -> Answer:
        """Return the answer of an earlier check again."""
        return await run_async(self._talk.answer(check_id), self._http)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def _referring_to(client_reference: str | None) -> dict[str, str]:
    return {} if client_reference is None else {"client_reference": client_reference}


def _wanted(purpose: str, consents: Sequence[str], prescription_form: str | None) -> dict[str, Any]:
    return {"purpose": purpose, "consents": tuple(consents), "prescription_form": prescription_form}
