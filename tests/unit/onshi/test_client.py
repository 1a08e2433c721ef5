"""The clinic's clients: what they ask for, how often, and what they mend. A transport stands in for the simulator."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from typing import Any

import httpx
import pytest

from onshi.client import NEVER, AsyncClinic, Clinic, OnshiProblem, Retries, ToSign

ANSWER: dict[str, object] = {
    "check_id": "c-1",
    "as_of": "2026-11-20",
    "method": "my_number_card",
    "outcome": "answered",
    "validity": "valid",
}
CHECKS, TOKEN, CHALLENGES = "/eligibility/v1/checks", "/registry/v1/oauth/token", "/eligibility/v1/challenges"
QUICK = Retries(most=2, longest_wait_s=1.0)
INSURED = {"insurer_number": "01139013", "number": "1", "birthdate": date(1985, 11, 20)}


class Simulator:
    """Answers like one, and does first what a test planned for a path."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.requests: list[httpx.Request] = []
        self.plan: dict[str, list[httpx.Response | type[Exception]]] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.calls[path] += 1
        self.requests.append(request)
        if self.plan.get(path):
            planned = self.plan[path].pop(0)
            if isinstance(planned, httpx.Response):
                return planned
            raise planned("lost")
        number = self.calls[path]
        if path == TOKEN:
            return httpx.Response(200, json={"access_token": f"token-{number}", "expires_in": 600})
        if path == CHALLENGES:
            return httpx.Response(200, json={"nonce": f"asked-{number}"})
        return httpx.Response(200, json=ANSWER, headers={"Replay-Nonce": f"brought-{number}"})

    def bodies(self, path: str) -> list[bytes]:
        return [request.content for request in self.requests if request.url.path == path]

    def headers(self, path: str, name: str) -> list[str | None]:
        return [request.headers.get(name) for request in self.requests if request.url.path == path]


class Card:
    """Signs by repeating the nonce, and remembers it."""

    def __init__(self) -> None:
        self.nonces: list[str] = []

    def __call__(self, asked: ToSign) -> str:
        self.nonces.append(asked.nonce)
        return f"proof-of-{asked.nonce}"

    async def later(self, asked: ToSign) -> str:
        return self(asked)


def refusal(code: str, status: int, *, retryable: bool = False, check_id: str | None = None, **headers: str) -> Any:
    members = {"type": f"urn:onshi:problem:{code}", "title": "t", "retryable": retryable, "check_id": check_id}
    return httpx.Response(
        status, json=members, headers={name.replace("_", "-"): text for name, text in headers.items()}
    )


@pytest.fixture
def simulator() -> Simulator:
    return Simulator()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The monotonic clock's reading; sleeping moves it on."""
    reading = [1000.0]

    def sleep(seconds: float) -> None:
        reading[0] += seconds

    async def sleep_on_the_loop(seconds: float) -> None:
        sleep(seconds)

    monkeypatch.setattr("onshi.exchange.time.sleep", sleep)
    monkeypatch.setattr("onshi.exchange.asyncio.sleep", sleep_on_the_loop)
    return reading


@pytest.fixture
def clinic(simulator: Simulator, now: list[float]) -> Iterator[Clinic]:
    transport = httpx.MockTransport(simulator)
    with Clinic("http://sim/", "clinic", "secret", "9910000018", retries=QUICK, transport=transport) as client:
        client._talk.monotonic = lambda: now[0]
        yield client


def test_a_steady_client_asks_for_one_token_and_one_nonce(clinic: Clinic, simulator: Simulator) -> None:
    card = Card()

    for _ in range(3):
        clinic.check_card(card)

    assert card.nonces == ["asked-1", "brought-1", "brought-2"]
    assert simulator.calls == {TOKEN: 1, CHALLENGES: 1, CHECKS: 3}


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


@pytest.mark.parametrize(("code", "status"), [("token-invalid", 401), ("world-mismatch", 403)])
def test_a_token_that_is_refused_is_renewed_once(clinic: Clinic, simulator: Simulator, code: str, status: int) -> None:
    clinic.token()
    simulator.plan[CHALLENGES] = [refusal(code, status)]

    assert clinic.challenge() == "asked-2"
    assert simulator.headers(CHALLENGES, "Authorization") == ["Bearer token-1", "Bearer token-2"]


def test_a_fresh_token_that_is_refused_is_a_refusal(clinic: Clinic, simulator: Simulator) -> None:
    simulator.plan[CHALLENGES] = [refusal("token-invalid", 401)]

    with pytest.raises(OnshiProblem, match="token-invalid"):
        clinic.challenge()


def test_the_institution_is_the_one_that_was_named(clinic: Clinic) -> None:
    assert clinic.institution == "9910000018"


def test_the_institution_is_else_read_from_the_token(simulator: Simulator) -> None:
    # The payload names 9910000026.
    token = "e30.eyJpbnN0aXR1dGlvbl9jb2RlIjoiOTkxMDAwMDAyNiJ9.x"
    simulator.plan[TOKEN] = [httpx.Response(200, json={"access_token": token, "expires_in": 600})]
    with Clinic("http://sim", "clinic", "secret", transport=httpx.MockTransport(simulator)) as client:
        assert client.institution == "9910000026"


def test_what_is_refused_for_load_is_sent_again_after_retry_after(
    clinic: Clinic, simulator: Simulator, now: list[float]
) -> None:
    simulator.plan[CHECKS] = [refusal("overloaded", 503, retryable=True, Retry_After="1")]
    card = Card()

    assert clinic.check_card(card).is_valid
    assert card.nonces == ["asked-1"]
    assert now == [1001.0]


def test_patience_ends(clinic: Clinic, simulator: Simulator) -> None:
    simulator.plan[CHALLENGES] = [refusal("overloaded", 503, retryable=True, Retry_After="1")] * 9

    with pytest.raises(OnshiProblem, match="overloaded"):
        clinic.challenge()
    assert simulator.calls[CHALLENGES] == 3


def test_a_wait_longer_than_wanted_is_not_begun(clinic: Clinic, simulator: Simulator, now: list[float]) -> None:
    simulator.plan[CHECKS] = [refusal("too-many-misses", 429, retryable=True, Retry_After="30")]

    with pytest.raises(OnshiProblem) as raised:
        clinic.check(insured=INSURED, purpose="CARE_VISIT")
    assert raised.value.retry_after_s == 30.0
    assert now == [1000.0]


def test_a_refusal_that_would_come_again_is_told_at_once(clinic: Clinic, simulator: Simulator) -> None:
    simulator.plan[CHECKS] = [refusal("request-invalid", 422)]

    with pytest.raises(OnshiProblem, match="request-invalid"):
        clinic.check(insured=INSURED, purpose="CARE_VISIT")
    assert simulator.calls[CHECKS] == 1


def test_a_nonce_that_is_too_old_is_replaced_and_signed_again(clinic: Clinic, simulator: Simulator) -> None:
    simulator.plan[CHECKS] = [refusal("nonce-expired", 409, retryable=True, Replay_Nonce="newer")]
    card = Card()

    assert clinic.check_card(card).is_valid
    assert card.nonces == ["asked-1", "newer"]


def test_a_lost_check_by_number_is_repeated_under_the_same_key(clinic: Clinic, simulator: Simulator) -> None:
    simulator.plan[CHECKS] = [httpx.ReadTimeout, httpx.ConnectError]

    assert clinic.check(insured=INSURED, purpose="CARE_VISIT").is_valid
    keys = simulator.headers(CHECKS, "Idempotency-Key")
    assert len(keys) == 3
    assert keys[0]
    assert len(set(keys)) == 1
    assert len(set(simulator.bodies(CHECKS))) == 1


def test_checks_have_keys_of_their_own(clinic: Clinic, simulator: Simulator) -> None:
    clinic.check(insured=INSURED, purpose="CARE_VISIT")
    clinic.check(insured=INSURED, purpose="CARE_VISIT")
    clinic.check(insured=INSURED, purpose="CARE_VISIT", idempotency_key="mine")

    first, second, mine = simulator.headers(CHECKS, "Idempotency-Key")
    assert first != second
    assert mine == "mine"


def test_the_answer_that_was_lost_on_the_way_back_is_found_by_its_check(clinic: Clinic, simulator: Simulator) -> None:
    simulator.plan[CHECKS] = [httpx.ReadTimeout, refusal("nonce-used", 409, check_id="c-7")]
    card = Card()

    assert clinic.check_card(card).check_id == "c-1"
    assert card.nonces == ["asked-1"]
    assert simulator.calls[f"{CHECKS}/c-7"] == 1


def test_a_proof_that_was_used_before_is_a_refusal(clinic: Clinic, simulator: Simulator) -> None:
    simulator.plan[CHECKS] = [refusal("nonce-used", 409, check_id="c-7")]

    with pytest.raises(OnshiProblem) as raised:
        clinic.check(presence_proof="proof")
    assert raised.value.check_id == "c-7"


def test_without_retries_everything_is_told_at_once(simulator: Simulator) -> None:
    simulator.plan[CHALLENGES] = [refusal("overloaded", 503, retryable=True, Retry_After="1"), httpx.ConnectError]
    transport = httpx.MockTransport(simulator)
    with Clinic("http://sim", "clinic", "secret", "9910000018", retries=NEVER, transport=transport) as client:
        with pytest.raises(OnshiProblem, match="overloaded"):
            client.challenge()
        with pytest.raises(httpx.ConnectError):
            client.challenge()


def test_a_wrong_secret_is_told_in_oauths_words(clinic: Clinic, simulator: Simulator) -> None:
    words = {"error": "invalid_client", "error_description": "The client is unknown or its secret is wrong."}
    simulator.plan[TOKEN] = [httpx.Response(401, json=words)]

    with pytest.raises(OnshiProblem, match="401 invalid_client: The client is unknown"):
        clinic.token()


def test_days_are_sent_as_text(clinic: Clinic, simulator: Simulator) -> None:
    clinic.check(insured=INSURED, purpose="CARE_VISIT", as_of=date(2026, 11, 1))

    (body,) = simulator.bodies(CHECKS)
    assert b'"birthdate":"1985-11-20"' in body
    assert b'"as_of":"2026-11-01"' in body


Signing = Callable[[ToSign], str | Awaitable[str]]


@pytest.mark.parametrize("by", ["a function", "a coroutine function"])
async def test_the_asynchronous_client_holds_the_same_conversation(
    simulator: Simulator, now: list[float], by: str
) -> None:
    simulator.plan[CHECKS] = [
        httpx.ReadTimeout,
        refusal("overloaded", 503, retryable=True),
        refusal("nonce-expired", 409, retryable=True, Replay_Nonce="newer"),
    ]
    card = Card()
    signing: Signing = card if by == "a function" else card.later
    transport = httpx.MockTransport(simulator)
    async with AsyncClinic(
        "http://sim", "clinic", "secret", "9910000018", retries=QUICK, transport=transport
    ) as client:
        answer = await client.check_card(signing)

        assert answer.is_valid
        assert await client.institution() == "9910000018"
        assert (await client.answer("c-1")).check_id == "c-1"
        assert (await client.check(insured=INSURED, purpose="CARE_VISIT")).is_valid
    assert card.nonces == ["asked-1", "newer"]
    assert now[0] == pytest.approx(1000.6)
