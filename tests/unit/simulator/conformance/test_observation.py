"""What is read of a request: whose it is, and nothing of anybody's person."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

import msgspec

from shared.domain.roles import Role
from shared.pki.tokens import Caller
from shared.worlds.journal import FinishedRequest, RawExchange
from simulator.conformance.observation import Observation, Observations

AT = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
CALLER = Caller("clinic", Role.INSTITUTION, frozenset(), "default", AT)
BODY = b'{"insured": {"number": "7788990", "branch": "01"}, "purpose": "CARE_VISIT", "limit_certificate_consent": true}'


def request(caller: Caller | None = CALLER, operation: str = "check_eligibility", **raw: Any) -> FinishedRequest:
    sent = RawExchange("POST", "/eligibility/v1/checks", b"", [(b"user-agent", b"receipt/1")], [BODY], [], b"", True)
    return FinishedRequest(
        world="default",
        generation=1,
        at=AT,
        ended_at=AT,
        request_id="one",
        test=None,
        caller=caller,
        service="eligibility",
        operation=operation,
        face="rest",
        status=200,
        code="valid",
        check_id=None,
        person_id=None,
        record=None,
        fault=None,
        milliseconds=250.0,
        refused_body=None,
        raw=sent._replace(**raw),
    )


def read(told: FinishedRequest, secret: bytes = b"one") -> Observation | None:
    return Observations(secret).read(told)


def found(told: FinishedRequest) -> Observation:
    observation = read(told)
    assert observation is not None
    return observation


def test_of_a_check_it_is_known_whether_consent_and_branch_were_sent_and_no_number() -> None:
    observation = found(request())

    assert (observation.client, observation.consent, observation.has_branch) == ("clinic", True, True)
    assert (observation.ended - observation.began, observation.has_agent) == (0.25, True)
    assert b"7788990" not in msgspec.json.encode(observation)


def test_two_workers_recognise_one_body_and_another_simulator_does_not() -> None:
    first, second, foreign = read(request(), b"one"), read(request(), b"one"), read(request(), b"two")

    assert first is not None
    assert second is not None
    assert foreign is not None
    assert first.body == second.body
    assert first.body != foreign.body


def test_a_token_that_is_over_still_says_whose_it_was() -> None:
    claims = urlsafe_b64encode(b'{"sub": "hospital"}').rstrip(b"=")
    observation = found(request(None, headers=[(b"authorization", b"Bearer e30." + claims + b".AAAA")]))

    assert (observation.client, observation.has_agent) == ("hospital", False)


def test_a_token_request_says_who_asks_by_header_or_body() -> None:
    by_header = found(request(None, "tokens_get_token", headers=[(b"authorization", b"Basic Y2xpbmljOnNlY3JldA==")]))
    by_body = found(request(None, "tokens_get_token", body=[b"grant_type=client_credentials&client_id=clinic"]))

    assert (by_header.client, by_body.client) == ("clinic", "clinic")


def test_whose_request_nobody_knows_is_not_counted() -> None:
    assert read(request(None)) is None
    assert read(request(None, headers=[(b"authorization", b"Bearer nonsense")])) is None
    assert read(request(None, headers=[(b"authorization", b"Bearer e30.eyJzdWIiOiAi44GCIn0.AAAA")])) is None
    assert read(request()._replace(raw=None)) is None


def test_violations_and_retry_after_are_read_from_a_refusal() -> None:
    problem = b'{"errors": [{"pointer": "/purpose", "code": "enum", "message": "m"}]}'
    observation = found(request(problem=problem, answer_headers=[(b"retry-after", b"5")])._replace(status=422))

    assert (observation.violations, observation.retry_after_s) == ((("/purpose", "enum"),), 5.0)
