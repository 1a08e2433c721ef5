"""Desks that ask as fast as they are answered: by number, and by card with each proof sent twice; and a long poll."""

import threading
from contextlib import suppress
from typing import Any

import httpx

from onshi.problems import OnshiProblem
from onshi.signer import VirtualCard
from tests.chaos.seen import Seen
from tests.flows.people import card_of, credential, persona
from tests.worlds import PLAIN

_BY_NUMBER, _BY_CARD = 4, 2
_TIMEOUT_S = 30.0
"""Longer than a freeze: an answer that comes late counts too."""
_WHO = "employee-with-limit"


class Load:
    """The desks of one simulator, which may be started again at the same address meanwhile."""

    def __init__(self, base_url: str, control_url: str, seen: Seen) -> None:
        client = credential(control_url, "clinic")
        self._base_url, self._seen = base_url, seen
        self._secret: str = client["client_secret"]
        self._institution: str = client["institution_code"]
        self._patient = persona(control_url, _WHO)
        self._is_over = threading.Event()
        work = [*[self._ask_by_number] * _BY_NUMBER, *[self._ask_by_card] * _BY_CARD, self._wait_for_checks]
        self._desks = [threading.Thread(target=each, daemon=True) for each in work]

    def begin(self) -> None:
        """Open every desk."""
        for desk in self._desks:
            desk.start()

    def end(self) -> None:
        """Close them, and return when all have gone."""
        self._is_over.set()
        for desk in self._desks:
            desk.join()

    def is_served(self) -> bool:
        """Ask once, and tell whether it was answered."""
        with self._client() as client:
            body = {"insured": self._patient["insured"], "purpose": "CARE_VISIT"}
            answer = self._send(client, "check by number", "POST", "/eligibility/v1/checks", body)
            return answer is not None and answer.status_code == httpx.codes.OK

    def _ask_by_number(self) -> None:
        body = {"insured": self._patient["insured"], "purpose": "CARE_VISIT"}
        with self._client() as client:
            while not self._is_over.is_set():
                self._send(client, "check by number", "POST", "/eligibility/v1/checks", body)

    def _ask_by_card(self) -> None:
        with self._client() as client, card_of(self._base_url, self._patient) as card:
            while not self._is_over.is_set():
                challenge = self._send(client, "challenge", "POST", "/eligibility/v1/challenges", None)
                if challenge is None or challenge.status_code != httpx.codes.OK:
                    continue
                nonce = challenge.json()["nonce"]
                if (proof := self._sign(card, nonce)) is None:
                    continue
                for _ in range(2):
                    answer = self._send(
                        client, "check by card", "POST", "/eligibility/v1/checks", {"presence_proof": proof}
                    )
                    if answer is not None and answer.status_code == httpx.codes.OK:
                        self._seen.by_nonce[nonce].add(answer.json()["check_id"])

    def _wait_for_checks(self) -> None:
        with self._client() as client:
            while not self._is_over.is_set():
                self._send(client, "long poll", "GET", "/eligibility/v1/checks?wait=20&limit=1", None)

    def _sign(self, card: VirtualCard, nonce: str) -> str | None:
        try:
            return card.sign(nonce=nonce, institution=self._institution, purpose="CARE_VISIT")
        except OnshiProblem as problem:
            self._seen.note("signing", problem.status)
        except httpx.TransportError:
            self._seen.broken += 1
        return None

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self._base_url, verify=PLAIN, timeout=_TIMEOUT_S)

    def _send(
        self, client: httpx.Client, what: str, method: str, path: str, body: dict[str, Any] | None
    ) -> httpx.Response | None:
        """Send with a token; count what comes back. None where the connection broke."""
        try:
            if "Authorization" not in client.headers and not self._sign_in(client):
                return None
            answer = client.request(method, path, json=body)
        except httpx.TransportError:
            self._seen.broken += 1
            # Nobody listens while it is started again: whoever asks at once asks a thousand times for nothing.
            self._is_over.wait(0.05)
            return None
        self._seen.note(what, answer.status_code)
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            del client.headers["Authorization"]
        elif answer.status_code == httpx.codes.OK and "check" in what:
            with suppress(ValueError, KeyError):
                self._seen.answered.append(answer.json()["check_id"])
        return answer

    def _sign_in(self, client: httpx.Client) -> bool:
        form = {"grant_type": "client_credentials"}
        answer = client.post("/registry/v1/oauth/token", data=form, auth=("clinic", self._secret))
        self._seen.note("token", answer.status_code)
        if answer.status_code != httpx.codes.OK:
            return False
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return True
