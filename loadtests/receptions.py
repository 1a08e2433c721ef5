"""Receptions: patients come with a card or with their numbers; now and then somebody asks what nobody may."""

import random
from collections.abc import Mapping

from locust import FastHttpUser, between, task

from loadtests.cases import CLOSED_PURPOSES, complaint, refused
from loadtests.data import Case
from loadtests.desks import document_of
from loadtests.plan import RunPlan
from loadtests.signers import SigningFailed


class Reception(FastHttpUser):
    """Whoever comes goes to the desk at which they are seen; every answer is judged."""

    wait_time = between(0.1, 0.5)
    plan: RunPlan
    """Set by the locustfile before the first reception opens."""

    def on_start(self) -> None:
        """Open."""
        self._random = random.Random(next(self.plan.numbers))

    @task(60)
    def patient_with_a_card(self) -> None:
        """マイナンバーカード: the card signs, then the check. Only the check is a row: the card is ours."""
        case = self._random.choice(self.plan.data.cards)
        desk = self.plan.desks[case.client.client_id]
        if not desk.has_token(self.client) or (nonce := desk.take_nonce(self.client)) is None:
            return
        try:
            proof = self.plan.sign(case, nonce)
        except SigningFailed:
            self.environment.runner.quit()
            raise
        self._check("check by card", {"presence_proof": proof}, case, case.expected)

    @task(30)
    def patient_with_numbers(self) -> None:
        """被保険者番号等, as on a 資格確認書."""
        case = self._random.choice(self.plan.data.identifiers)
        body = {"insured": case.insured, "purpose": case.client.purpose}
        self._check("check by identifiers", body, case, case.expected)

    @task(10)
    def question_that_nobody_may_ask(self) -> None:
        """利用目的 that opens nothing: the refusal is an answer, and gives nothing away."""
        case = self._random.choice(self.plan.data.identifiers)
        body = {"insured": case.insured, "purpose": self._random.choice(CLOSED_PURPOSES)}
        self._check("check for a closed purpose", body, case, refused())

    def _check(self, name: str, body: Mapping[str, object], case: Case, expected: Mapping[str, str]) -> None:
        desk = self.plan.desks[case.client.client_id]
        if not desk.has_token(self.client):
            return
        with self.client.post(
            "/eligibility/v1/checks",
            json=body,
            headers=desk.headers,
            name=name,
            catch_response=True,
        ) as answer:
            desk.keep_nonce(answer)
            wrong = complaint(expected, answer.status_code, document_of(answer))
            if wrong is None:
                answer.success()
            else:
                answer.failure(wrong)
