"""How a clinic talks to the simulator: tokens renewed in time, nonces kept and spent, refusals and losses mended.

The one core of both clients. It holds what is remembered between calls and says what to do next (exchange.py); it
never does it itself.
"""

import base64
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx

from onshi.answers import Answer
from onshi.contents import json_of
from onshi.exchange import Call, Steps, ToSign, always
from onshi.problems import NoInstitution, OnshiProblem, raise_for_problem
from onshi.reading import answer_of, seconds_of, text_of
from onshi.retrying import Retries, Sent, send

_RENEW_BEFORE_S = 60.0
_KEEP_NONCE_S = 240.0
"""A nonce can be signed within five minutes of its issue."""
_MOST_NONCES = 64
_SIGN_AFRESH = ("nonce-expired", "nonce-unknown")
_UNAUTHORIZED = 401
_OF_ANOTHER_WORLD = "world-mismatch"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the services are, without a slash at the end."""

    registry: str
    eligibility: str

    @classmethod
    def under(cls, base_url: str, registry_url: str | None, eligibility_url: str | None) -> "Places":
        """Return the services under ``base_url``, or where they are served alone."""
        root = base_url.rstrip("/")
        return cls(
            registry=(registry_url or f"{root}/registry").rstrip("/"),
            eligibility=(eligibility_url or f"{root}/eligibility").rstrip("/"),
        )


@dataclass(slots=True)
class Conversation:
    """One client's part. ``institution`` is the 医療機関コード it acts for; None: the one that its token names."""

    places: Places
    credentials: tuple[str, str] = field(repr=False)
    institution: str | None
    retries: Retries
    monotonic: Callable[[], float] = time.monotonic
    _token: str | None = field(default=None, repr=False)
    _renew_at: float = 0.0
    _nonces: deque[tuple[str, float]] = field(default_factory=lambda: deque(maxlen=_MOST_NONCES), repr=False)

    def token(self) -> Steps[str]:
        """Come to an access token that lives for a while yet."""
        if self._token is not None and self.monotonic() < self._renew_at:
            return self._token
        form = {"grant_type": "client_credentials"}
        if self.institution is not None:
            form["institution"] = self.institution
        call = Call("POST", f"{self.places.registry}/v1/oauth/token", form=form, basic=self.credentials)
        sent = yield from send(lambda: always(call), self.retries)
        raise_for_problem(sent.response)
        lifetime_s = seconds_of(sent.response, "expires_in")
        token = self._token = text_of(sent.response, "access_token")
        self._renew_at = self.monotonic() + max(lifetime_s - _RENEW_BEFORE_S, lifetime_s / 2)
        return token

    def own_institution(self) -> Steps[str]:
        """Come to the 医療機関コード that proofs are signed for."""
        if self.institution is None:
            self.institution = _institution_in((yield from self.token()))
        return self.institution

    def challenge(self) -> Steps[str]:
        """Come to a fresh nonce."""
        response = yield from self._ask("POST", "/v1/challenges")
        return text_of(response, "nonce")

    def nonce(self) -> Steps[str]:
        """Return a nonce for one proof: one that an earlier answer gave, or else a new one."""
        while self._nonces:
            kept, good_until = self._nonces.pop()
            if self.monotonic() < good_until:
                return kept
        return (yield from self.challenge())

    def check(self, body: Mapping[str, Any], idempotency_key: str | None) -> Steps[Answer]:
        """Come to the answer of one check; a lost one is asked for again, under the same key or proof."""
        by_identifiers = "presence_proof" not in body
        key = idempotency_key or (str(uuid4()) if by_identifiers else None)
        headers = {} if key is None else {"Idempotency-Key": key}
        sent = yield from self._send("POST", "/v1/checks", json=body, headers=headers)
        problem = sent.problem
        if problem is None:
            return answer_of(sent.response)
        # Our own proof again: the first one arrived, and its answer was lost on the way back.
        if problem.code == "nonce-used" and problem.check_id is not None and sent.may_have_arrived_before:
            return (yield from self.answer(problem.check_id))
        raise problem

    def check_card(self, wanted: Mapping[str, Any], more: Mapping[str, Any]) -> Steps[Answer]:
        """Come to the answer of a check by card; one whose nonce was too old is signed again with a fresh one.

        ``wanted`` are members of ToSign, ``more`` those of the body.
        """
        institution = yield from self.own_institution()
        repetitions = 0
        while True:
            nonce = yield from self.nonce()
            proof: str = yield ToSign(nonce=nonce, institution=institution, **wanted)
            try:
                return (yield from self.check({"presence_proof": proof, **more}, None))
            except OnshiProblem as problem:
                repetitions += 1
                if problem.code not in _SIGN_AFRESH or repetitions > self.retries.most:
                    raise

    def answer(self, check_id: str) -> Steps[Answer]:
        """Come to the answer of an earlier check."""
        response = yield from self._ask("GET", f"/v1/checks/{quote(check_id, safe='')}")
        return answer_of(response)

    def send(
        self, method: str, path: str, *, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Steps[Sent]:
        """Come to what any call of eligibility brings, a refusal included; it is one that may arrive twice."""
        return (yield from self._send(method, path, content=content, headers=headers))

    def _ask(self, method: str, path: str) -> Steps[httpx.Response]:
        sent = yield from self._send(method, path)
        if sent.problem is not None:
            raise sent.problem
        return sent.response

    def _send(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Steps[Sent]:
        """Send with a token; one that is refused is renewed once."""

        def prepare() -> Steps[Call]:
            token = yield from self.token()
            own = {**(headers or {}), "Authorization": f"Bearer {token}"}
            return Call(method, self.places.eligibility + path, json=json, content=content, headers=own)

        token_before = self._token
        sent = yield from send(prepare, self.retries, self._keep_nonce)
        if _is_of_another_life(sent) and token_before is not None and self.retries.most > 0:
            self._token = None
            sent = yield from send(prepare, self.retries, self._keep_nonce)
        return sent

    def _keep_nonce(self, response: httpx.Response) -> None:
        if "Replay-Nonce" in response.headers:
            self._nonces.append((response.headers["Replay-Nonce"], self.monotonic() + _KEEP_NONCE_S))


def _is_of_another_life(sent: Sent) -> bool:
    """Tell whether the token is refused, as after a restart of the simulator, or a reset of the sandbox."""
    is_of_another_world = sent.problem is not None and sent.problem.code == _OF_ANOTHER_WORLD
    return is_of_another_world or sent.response.status_code == _UNAUTHORIZED


def _institution_in(token: str) -> str:
    # Our own token, read for what it says about us; only the simulator verifies it.
    payload = token.split(".")[1] if "." in token else ""
    try:
        claims = json_of(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except ValueError:
        claims = None
    code = claims.get("institution_code") if isinstance(claims, dict) else None
    if not isinstance(code, str):
        raise NoInstitution
    return code
