"""A small client for a clinic: tokens, nonces, checks. Synchronous, over httpx.

with Clinic("http://127.0.0.1:8000", client_id, client_secret) as clinic, VirtualCard(...) as card:
    answer = clinic.check_card(card)
"""

import base64
import json
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

import httpx

from onshi.answers import Answer
from onshi.problems import OnshiProblem, raise_for_problem
from onshi.signer import Signer

__all__ = ["Answer", "Clinic", "OnshiProblem"]

_RENEW_BEFORE_S = 60.0
_KEEP_NONCE_S = 240.0
"""A nonce can be signed within five minutes of its issue."""


class Clinic:
    """One institution's client: it renews its token in time and keeps the nonce that each answer brings."""

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        institution: str | None = None,
        *,
        registry_url: str | None = None,
        eligibility_url: str | None = None,
        timeout_s: float = 30.0,
    ) -> None:
        """Use the simulator at ``base_url``; a service that is served alone has its own URL.

        ``institution`` is the 医療機関コード that a client of several institutions acts for.
        """
        root = base_url.rstrip("/")
        self._registry = (registry_url or f"{root}/registry").rstrip("/")
        self._eligibility = (eligibility_url or f"{root}/eligibility").rstrip("/")
        self._credentials = (client_id, client_secret)
        self._named_institution = institution
        self._http = httpx.Client(timeout=timeout_s)
        self._token: str | None = None
        self._renew_at = 0.0
        self._nonce: str | None = None
        self._nonce_until = 0.0

    @property
    def institution(self) -> str:
        """The 医療機関コード that this client acts for: as it was named, else as its token says."""
        if self._named_institution is None:
            self._named_institution = str(_claims(self.token())["institution_code"])
        return self._named_institution

    def token(self) -> str:
        """Return an access token that lives for a while yet; raises OnshiProblem."""
        if self._token is None or time.monotonic() >= self._renew_at:
            form = {"grant_type": "client_credentials"}
            if self._named_institution is not None:
                form["institution"] = self._named_institution
            response = self._http.post(f"{self._registry}/v1/oauth/token", data=form, auth=self._credentials)
            raise_for_problem(response)
            members = response.json()
            lifetime_s = float(members["expires_in"])
            self._token = str(members["access_token"])
            self._renew_at = time.monotonic() + max(lifetime_s - _RENEW_BEFORE_S, lifetime_s / 2)
        return self._token

    def challenge(self) -> str:
        """Ask for a fresh nonce; raises OnshiProblem."""
        response = self._request("POST", "/v1/challenges")
        return str(response.json()["nonce"])

    def nonce(self) -> str:
        """Return a nonce for one proof: the one that the last answer brought, or else a fresh one."""
        kept, self._nonce = self._nonce, None
        return kept if kept and time.monotonic() < self._nonce_until else self.challenge()

    def check(
        self,
        *,
        presence_proof: str | None = None,
        insured: Mapping[str, str | None] | None = None,
        recheck_of: str | None = None,
        purpose: str | None = None,
        limit_certificate_consent: bool | None = None,
        as_of: str | None = None,
        client_reference: str | None = None,
        idempotency_key: str | None = None,
    ) -> Answer:
        """Check eligibility (資格確認) by one of ``presence_proof``, ``insured`` and ``recheck_of``.

        ``insured`` holds insurer_number, symbol, number, branch and birthdate, and needs ``purpose``.
        ``as_of`` is a day, ``YYYY-MM-DD``. Raises OnshiProblem; 資格無効 and a refused purpose are answers.
        """
        members = {
            "presence_proof": presence_proof,
            "insured": insured,
            "recheck_of": recheck_of,
            "purpose": purpose,
            "limit_certificate_consent": limit_certificate_consent,
            "as_of": as_of,
            "client_reference": client_reference,
        }
        body = {name: value for name, value in members.items() if value is not None}
        headers = {} if idempotency_key is None else {"Idempotency-Key": idempotency_key}
        return Answer.read(self._request("POST", "/v1/checks", json=body, headers=headers).json())

    def check_card(
        self,
        card: Signer,
        *,
        purpose: str = "CARE_VISIT",
        consents: Sequence[str] = (),
        prescription_form: str | None = None,
        client_reference: str | None = None,
    ) -> Answer:
        """Have ``card`` sign a nonce for this institution, then check with it; raises OnshiProblem."""
        proof = card.sign(
            nonce=self.nonce(),
            institution=self.institution,
            purpose=purpose,
            consents=consents,
            prescription_form=prescription_form,
        )
        return self.check(presence_proof=proof, client_reference=client_reference)

    def answer(self, check_id: str) -> Answer:
        """Return the answer of an earlier check again, for instance one that was lost on the way."""
        return Answer.read(self._request("GET", f"/v1/checks/{check_id}").json())

    def _request(
        self, method: str, path: str, *, json: Any = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        response = self._http.request(
            method,
            self._eligibility + path,
            json=json,
            headers={**(headers or {}), "Authorization": f"Bearer {self.token()}"},
        )
        if "Replay-Nonce" in response.headers:
            self._nonce = response.headers["Replay-Nonce"]
            self._nonce_until = time.monotonic() + _KEEP_NONCE_S
        raise_for_problem(response)
        return response

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _claims(token: str) -> dict[str, Any]:
    # Our own token, read for what it says about us; only the simulator verifies it.
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims
