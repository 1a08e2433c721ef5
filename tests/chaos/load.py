"""Desks that ask as fast as they are answered: by number, and by card with each proof sent twice; and long polls."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import httpx

from loadtests.bench.driver import post
from onshi.problems import OnshiProblem
from onshi.signer import VirtualCard
from tests.chaos.seen import Seen
from tests.chaos.stand import wait_until
from tests.flows.people import card_of, credential, persona
from tests.worlds import PLAIN

_BY_NUMBER, _BY_CARD, _POLLS = 4, 2, 2
_TIMEOUT_S = 30.0
"""Longer than a freeze: an answer that comes late counts too."""
_WHO = "employee-with-limit"
_AT_THE_DESKS, _WITHOUT_CHECKS = "clinic", "pharmacy"
"""Clients: one that asks, and one of an institution where nobody does, so that its long polls wait."""
_POLLED_S = 10
_SIGN_IN_ANEW = (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN)
"""The token has ended, or is of a world as it was before it was set back (`world-mismatch`)."""
_CHECKS = "/eligibility/v1/checks"


class Load:
    """The desks of one simulator, which may be started again at the same address meanwhile."""

    def __init__(self, base_url: str, control_url: str) -> None:
        self._base_url, self.seen = base_url, Seen()
        clients = {name: credential(control_url, name) for name in (_AT_THE_DESKS, _WITHOUT_CHECKS)}
        self._secrets: dict[str, str] = {name: client["client_secret"] for name, client in clients.items()}
        self._institution: str = clients[_AT_THE_DESKS]["institution_code"]
        self._patient = persona(control_url, _WHO)
        self._by_number = {"insured": self._patient["insured"], "purpose": "CARE_VISIT"}
        self._sent: dict[int, tuple[str, float]] = {}
        self._turns: dict[int, Seen] = {}
        self._polls_answered: list[float] = []
        self._is_over = threading.Event()
        work = [
            *[self._ask_by_number] * _BY_NUMBER,
            *[self._ask_by_card] * _BY_CARD,
            *[self._wait_for_checks] * _POLLS,
        ]
        self._desks = [threading.Thread(target=each, daemon=True) for each in work]

    def see_anew(self) -> None:
        """Let what is received from now on stand apart from what was before."""
        self.seen = Seen()

    def under_way(self, what: str, for_s: float = 0.0) -> int:
        """Return how many requests of a kind are under way, and have been for so many seconds."""
        until = time.monotonic() - for_s
        return sum(kind.startswith(what) and began <= until for kind, began in list(self._sent.values()))

    def begin(self) -> None:
        """Open every desk."""
        for desk in self._desks:
            desk.start()

    def end(self) -> None:
        """Close them, and return when all have gone."""
        self._is_over.set()
        for desk in self._desks:
            desk.join()

    @property
    def polls_answered(self) -> int:
        """How many long polls were answered until now; they may have begun long before."""
        return len(self._polls_answered)

    def is_over(self, seen: Seen) -> bool:
        """Tell whether no desk is at something any more that will stand in ``seen``, long polls left out."""
        return not any(of_turn is seen for of_turn in list(self._turns.values()))

    def is_served(self) -> bool:
        """Ask once, and tell whether it was answered."""
        with self._client() as client:
            answer = self._ask(client, self.seen)
            return answer is not None and answer.status_code == httpx.codes.OK

    def request_of_a_check(self) -> bytes:
        """Return the bytes of a check by number, for callers that are not as they should be."""
        with self._client() as client:
            wait_until(lambda: self._sign_in(client, self.seen, _AT_THE_DESKS), "a token")
            path = f"{client.base_url.path.rstrip('/')}{_CHECKS}"
            token = client.headers["Authorization"].removeprefix("Bearer ")
        return post(client.base_url.netloc.decode(), path, token, json.dumps(self._by_number).encode())

    def _ask_by_number(self) -> None:
        with self._client() as client:
            while not self._is_over.is_set():
                with self._turn() as seen:
                    self._ask(client, seen)

    def _ask(self, client: httpx.Client, seen: Seen) -> httpx.Response | None:
        return self._send(client, seen, "check by number", "POST", _CHECKS, self._by_number)

    def _ask_by_card(self) -> None:
        with self._client() as client, card_of(self._base_url, self._patient) as card:
            while not self._is_over.is_set():
                with self._turn() as seen:
                    self._ask_twice(client, card, seen)

    def _ask_twice(self, client: httpx.Client, card: VirtualCard, seen: Seen) -> None:
        challenge = self._send(client, seen, "challenge", "POST", "/eligibility/v1/challenges", None)
        if challenge is None or challenge.status_code != httpx.codes.OK:
            return
        nonce = challenge.json()["nonce"]
        if (proof := self._sign(card, nonce, seen)) is None:
            return
        for _ in range(2):
            body = {"presence_proof": proof}
            answer = self._send(client, seen, "check by card", "POST", _CHECKS, body)
            if answer is not None and answer.status_code == httpx.codes.OK:
                seen.by_nonce[nonce].add(answer.json()["check_id"])

    @contextmanager
    def _turn(self) -> Iterator[Seen]:
        """What a desk does at one time stands in one place, whatever begins meanwhile."""
        desk = threading.get_ident()
        self._turns[desk] = seen = self.seen
        try:
            yield seen
        finally:
            del self._turns[desk]

    def _wait_for_checks(self) -> None:
        path = f"/eligibility/v1/checks?after=latest&wait={_POLLED_S}"
        with self._client() as client:
            while not self._is_over.is_set():
                answer = self._send(client, self.seen, "long poll", "GET", path, None, _WITHOUT_CHECKS)
                if answer is not None and answer.status_code == httpx.codes.OK:
                    self._polls_answered.append(time.monotonic())

    def _sign(self, card: VirtualCard, nonce: str, seen: Seen) -> str | None:
        try:
            return card.sign(nonce=nonce, institution=self._institution, purpose="CARE_VISIT")
        except OnshiProblem as problem:
            seen.note("signing", problem.status)
        except httpx.TransportError:
            seen.broken["signing"] += 1
        return None

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self._base_url, verify=PLAIN, timeout=_TIMEOUT_S)

    def _send(
        self,
        client: httpx.Client,
        seen: Seen,
        what: str,
        method: str,
        path: str,
        body: dict[str, Any] | None,
        client_id: str = _AT_THE_DESKS,
    ) -> httpx.Response | None:
        """Send with a token; count what comes back. None where the connection broke."""
        try:
            if "Authorization" not in client.headers and not self._sign_in(client, seen, client_id):
                return None
            with self._counted(what):
                answer = client.request(method, path, json=body)
        except httpx.TransportError:
            seen.broken[what] += 1
            # Nobody listens while it is started again: whoever asks at once asks a thousand times for nothing.
            self._is_over.wait(0.05)
            return None
        seen.note(what, answer.status_code)
        if answer.status_code in _SIGN_IN_ANEW:
            del client.headers["Authorization"]
        elif answer.status_code == httpx.codes.OK and what.startswith("check"):
            with suppress(ValueError, KeyError):
                seen.answered.append(answer.json()["check_id"])
                seen.answered_at.append(time.monotonic())
        return answer

    @contextmanager
    def _counted(self, what: str) -> Iterator[None]:
        desk = threading.get_ident()
        self._sent[desk] = what, time.monotonic()
        try:
            yield
        finally:
            del self._sent[desk]

    def _sign_in(self, client: httpx.Client, seen: Seen, client_id: str) -> bool:
        form = {"grant_type": "client_credentials"}
        answer = client.post("/registry/v1/oauth/token", data=form, auth=(client_id, self._secrets[client_id]))
        seen.note("token", answer.status_code)
        if answer.status_code != httpx.codes.OK:
            return False
        client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return True
