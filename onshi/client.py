"""A clinic's client of the simulator, blocking (``Clinic``) and for the event loop (``AsyncClinic``).

with Clinic("http://127.0.0.1:8000", client_id, client_secret) as clinic, VirtualCard(...) as card:
    answer = clinic.check_card(card)

Both renew their token in time, use the nonce that each answer brings (``Replay-Nonce``), send again what was refused
for load (no oftener than ``Retries`` allows, no sooner than ``Retry-After``) and what was lost on the way: a check is
then found by its idempotency key or its proof, so none is made twice. A refusal is an OnshiProblem; 資格無効 and a
refused purpose are answers. What never gets through ends as an httpx.TransportError.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Self

import httpx

from onshi.answers import Answer
from onshi.conversation import Conversation, Places
from onshi.exchange import ToSign, run, run_async
from onshi.problems import OnshiProblem, ProblemEntry
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
    "AsyncClinic",
    "AsyncVirtualCard",
    "Clinic",
    "OnshiProblem",
    "ProblemEntry",
    "Retries",
    "ToSign",
    "VirtualCard",
]
_TIMEOUT_S = 30.0


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
        timeout_s: float = _TIMEOUT_S,
        retries: Retries = PATIENT,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Use the simulator at ``base_url``; a service that is served alone has its own URL.

        ``institution`` is the 医療機関コード that a client of several institutions acts for.
        """
        places = Places.under(base_url, registry_url, eligibility_url)
        self._talk = Conversation(places, (client_id, client_secret), institution, retries)
        self._http = httpx.Client(timeout=timeout_s, transport=transport)

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
        """Return a nonce for one proof: one that an answer brought, or else a fresh one; raises OnshiProblem."""
        return run(self._talk.nonce(), self._http)

    def check(
        self,
        *,
        presence_proof: str | None = None,
        insured: Mapping[str, Any] | None = None,
        recheck_of: str | None = None,
        purpose: str | None = None,
        limit_certificate_consent: bool | None = None,
        specific_disease_consent: bool | None = None,
        as_of: str | date | None = None,
        client_reference: str | None = None,
        idempotency_key: str | None = None,
    ) -> Answer:
        """Check eligibility (資格確認) by one of ``presence_proof``, ``insured`` and ``recheck_of``.

        ``insured`` holds insurer_number, symbol, number, branch and birthdate, and needs ``purpose``. Without an
        ``idempotency_key`` each call has one of its own. Raises OnshiProblem.
        """
        body = _body(presence_proof, insured, recheck_of, purpose, limit_certificate_consent, as_of, client_reference)
        body |= _agreed(specific_disease_consent)
        return run(self._talk.check(body, idempotency_key), self._http)

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
        steps = self._talk.check_card(wanted, _body(client_reference=client_reference))
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
        timeout_s: float = _TIMEOUT_S,
        retries: Retries = PATIENT,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Use the simulator at ``base_url``, as Clinic does."""
        places = Places.under(base_url, registry_url, eligibility_url)
        self._talk = Conversation(places, (client_id, client_secret), institution, retries)
        self._http = httpx.AsyncClient(timeout=timeout_s, transport=transport)

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

    async def check(
        self,
        *,
        presence_proof: str | None = None,
        insured: Mapping[str, Any] | None = None,
        recheck_of: str | None = None,
        purpose: str | None = None,
        limit_certificate_consent: bool | None = None,
        specific_disease_consent: bool | None = None,
        as_of: str | date | None = None,
        client_reference: str | None = None,
        idempotency_key: str | None = None,
    ) -> Answer:
        """Check eligibility, as Clinic.check; raises OnshiProblem."""
        body = _body(presence_proof, insured, recheck_of, purpose, limit_certificate_consent, as_of, client_reference)
        body |= _agreed(specific_disease_consent)
        return await run_async(self._talk.check(body, idempotency_key), self._http)

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
        steps = self._talk.check_card(wanted, _body(client_reference=client_reference))
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


def _body(
    presence_proof: str | None = None,
    insured: Mapping[str, Any] | None = None,
    recheck_of: str | None = None,
    purpose: str | None = None,
    limit_certificate_consent: bool | None = None,
    as_of: str | date | None = None,
    client_reference: str | None = None,
) -> dict[str, Any]:
    members = {
        "presence_proof": presence_proof,
        "insured": None if insured is None else {name: _plain(value) for name, value in insured.items()},
        "recheck_of": recheck_of,
        "purpose": purpose,
        "limit_certificate_consent": limit_certificate_consent,
        "as_of": _plain(as_of),
        "client_reference": client_reference,
    }
    return {name: value for name, value in members.items() if value is not None}


def _agreed(specific_disease: bool | None) -> dict[str, Any]:
    return {} if specific_disease is None else {"specific_disease_consent": specific_disease}


def _wanted(purpose: str, consents: Sequence[str], prescription_form: str | None) -> dict[str, Any]:
    return {"purpose": purpose, "consents": tuple(consents), "prescription_form": prescription_form}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
