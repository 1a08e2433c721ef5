"""The clinic's client: how often it asks for what. The simulator is stood in for by a transport that counts."""

from collections import Counter
from collections.abc import Iterator

import httpx
import pytest

from onshi.client import Clinic

ANSWER: dict[str, object] = {
    "check_id": "c-1",
    "as_of": "2026-11-20",
    "method": "my_number_card",
    "outcome": "answered",
    "refusal": None,
    "validity": "valid",
    "certificate_state": "current",
    "results": [],
    "notices": [],
}


class Counting:
    """Answers like a simulator and counts the calls by path."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.calls[path] += 1
        number = self.calls[path]
        if path.endswith("/oauth/token"):
            return httpx.Response(200, json={"access_token": f"token-{number}", "expires_in": 600})
        if path.endswith("/challenges"):
            return httpx.Response(200, json={"nonce": f"asked-{number}"})
        return httpx.Response(200, json=ANSWER, headers={"Replay-Nonce": f"brought-{number}"})


class Card:
    """Signs nothing, remembers the nonces."""

    def __init__(self) -> None:
        self.nonces: list[str] = []

    def sign(self, *, nonce: str, **_more: object) -> str:
        self.nonces.append(nonce)
        return "proof"


@pytest.fixture
def simulator() -> Counting:
    return Counting()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock's reading; the test sets it."""
    reading = [1000.0]
    monkeypatch.setattr("onshi.client.time.monotonic", lambda: reading[0])
    return reading


@pytest.fixture
def clinic(simulator: Counting, now: list[float]) -> Iterator[Clinic]:
    assert now == [1000.0]
    with Clinic("http://sim/", "clinic", "secret", "9910000018") as client:
        client._http.close()
        client._http = httpx.Client(transport=httpx.MockTransport(simulator))
        yield client


def test_a_steady_client_asks_for_one_token_and_one_nonce(clinic: Clinic, simulator: Counting) -> None:
    card = Card()

    for _ in range(3):
        clinic.check_card(card)

    assert card.nonces == ["asked-1", "brought-1", "brought-2"]
    assert simulator.calls == {
        "/registry/v1/oauth/token": 1,
        "/eligibility/v1/challenges": 1,
        "/eligibility/v1/checks": 3,
    }


def test_a_nonce_that_lay_about_for_minutes_is_not_used(clinic: Clinic, now: list[float]) -> None:
    card = Card()
    clinic.check_card(card)

    now[0] += 241
    clinic.check_card(card)

    assert card.nonces == ["asked-1", "asked-2"]


def test_a_token_is_renewed_before_it_ends(clinic: Clinic, now: list[float]) -> None:
    assert clinic.token() == "token-1"
    now[0] += 539
    assert clinic.token() == "token-1"
    now[0] += 1
    assert clinic.token() == "token-2"


def test_the_institution_is_the_one_that_was_named(clinic: Clinic) -> None:
    assert clinic.institution == "9910000018"


def test_the_institution_is_else_read_from_the_token() -> None:
    with Clinic("http://sim", "clinic", "secret") as client:
        # The payload names 9910000026.
        client._token, client._renew_at = "e30.eyJpbnN0aXR1dGlvbl9jb2RlIjoiOTkxMDAwMDAyNiJ9.x", float("inf")

        assert client.institution == "9910000026"
