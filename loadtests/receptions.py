"""A clinic's reception: patients come with a card or with their numbers; now and then somebody asks what nobody may."""

import random
import time
from collections.abc import Mapping
from typing import Any

from locust import FastHttpUser, between, task

from loadtests.cases import CLOSED_PURPOSES, Case, complaint, refused
from loadtests.plan import RunPlan
from loadtests.signers import SigningFailed

_RENEW_BEFORE_S = 60.0


class Reception(FastHttpUser):
    """One desk. It keeps its token and the nonce that each answer brings; every answer is judged."""

    wait_time = between(0.1, 0.5)
    plan: RunPlan
    """Set by the locustfile before the first reception opens."""

    def on_start(self) -> None:
        """Open: whose desk it is. Token and nonce are got when they are first needed."""
        self._me = next(self.plan.clients)
        self._random = random.Random(next(self.plan.numbers))
        self._nonce: str | None = None
        self._renew_at = 0.0
        self._headers: dict[str, str] = {}

    @task(60)
    def patient_with_a_card(self) -> None:
        """マイナンバーカード: the card signs, then the check."""
        case = self._random.choice(self.plan.cards)
        nonce = self._take_nonce()
        if nonce is None or (proof := self._have_signed(case, nonce)) is None:
            return
        self._check("check by card", {"presence_proof": proof}, case, case.expected)

    @task(30)
    def patient_with_numbers(self) -> None:
        """被保険者番号等, as on a 資格確認書."""
        case = self._random.choice(self.plan.identifiers)
        self._check("check by identifiers", {"insured": case.insured, "purpose": "CARE_VISIT"}, case, case.expected)

    @task(10)
    def question_that_nobody_may_ask(self) -> None:
        """利用目的 that opens nothing: the refusal is an answer, and gives nothing away."""
        case = self._random.choice(self.plan.identifiers)
        body = {"insured": case.insured, "purpose": self._random.choice(CLOSED_PURPOSES)}
        self._check("check for a closed purpose", body, case, refused())

    def _check(self, name: str, body: Mapping[str, object], case: Case, expected: Mapping[str, str]) -> None:
        if not self._have_token():
            return
        with self.client.post(
            "/eligibility/v1/checks",
            json=body,
            headers=self._headers,
            name=name,
            catch_response=True,
        ) as answer:
            self._nonce = answer.headers.get("Replay-Nonce") if answer.headers else None
            wrong = complaint(expected, answer.status_code, _document(answer))
            if wrong is None:
                answer.success()
            else:
                answer.failure(f"{case.persona_id}: {wrong}")

    def _have_signed(self, case: Case, nonce: str) -> str | None:
        body = {"nonce": nonce, "institution": self._me.institution_code, "purpose": "CARE_VISIT", **case.holder}
        started, proof, failed = time.perf_counter(), None, None
        try:
            proof = self.plan.signers.sign(str(case.card_id), body)
        except SigningFailed as error:
            failed = error
        self.environment.events.request.fire(
            request_type="CARD",
            name="the card signs",
            response_time=(time.perf_counter() - started) * 1000,
            response_length=len(proof or ""),
            exception=failed,
            context=self.context(),
        )
        return proof

    def _take_nonce(self) -> str | None:
        nonce, self._nonce = self._nonce, None
        if nonce is not None or not self._have_token():
            return nonce
        with self.client.post(
            "/eligibility/v1/challenges", headers=self._headers, name="challenge", catch_response=True
        ) as answer:
            fresh = _document(answer).get("nonce")
            if fresh is None:
                answer.failure(f"no nonce: status {answer.status_code}")
            return fresh

    def _have_token(self) -> bool:
        """Tell whether there is a token that lives for a while yet; gets one if need be."""
        if time.monotonic() < self._renew_at:
            return True
        with self.client.post(
            "/registry/v1/oauth/token",
            data={"grant_type": "client_credentials"},
            auth=(self._me.client_id, self._me.client_secret),
            name="token",
            catch_response=True,
        ) as answer:
            document = _document(answer)
            if "access_token" not in document:
                answer.failure(f"no token: status {answer.status_code}")
                return False
        self._headers = {"Authorization": f"Bearer {document['access_token']}"}
        lifetime_s = float(document["expires_in"])
        self._renew_at = time.monotonic() + max(lifetime_s - _RENEW_BEFORE_S, lifetime_s / 2)
        return True


def _document(answer: Any) -> Mapping[str, Any]:
    try:
        document = answer.json()
    except (ValueError, TypeError):
        return {}
    return document if isinstance(document, dict) else {}
