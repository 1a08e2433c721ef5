"""Refusals as a client sees them."""

import httpx
import pytest

from onshi.problems import OnshiProblem, ProblemEntry, raise_for_problem

REQUEST = httpx.Request("POST", "http://127.0.0.1/eligibility/v1/checks")


def test_a_success_raises_nothing() -> None:
    raise_for_problem(httpx.Response(200, json={}, request=REQUEST))


def test_a_problem_document_becomes_named_fields() -> None:
    response = httpx.Response(
        409,
        headers={"X-Request-Id": "r-1", "Retry-After": "2"},
        json={
            "type": "urn:onshi:problem:nonce-used",
            "title": "The nonce has been used",
            "title_ja": "ノンスは使用済みです",
            "status": 409,
            "retryable": False,
            "next_step": "Read the answer.",
            "next_step_ja": "回答を取得してください。",
            "help": "/guide/refusals/nonce-used",
            "check_id": "c-1",
            "errors": [{"pointer": "/presence_proof", "code": "used", "message": "m", "message_ja": "ja"}],
        },
        request=REQUEST,
    )

    with pytest.raises(OnshiProblem) as raised:
        raise_for_problem(response)

    problem = raised.value
    assert (problem.code, problem.status, problem.title_ja) == ("nonce-used", 409, "ノンスは使用済みです")
    assert (problem.check_id, problem.request_id, problem.retry_after_s) == ("c-1", "r-1", 2.0)
    assert problem.errors == (ProblemEntry("/presence_proof", "used", "m", "ja"),)
    assert problem.help == "/guide/refusals/nonce-used"
    assert (problem.next_step, problem.next_step_ja) == ("Read the answer.", "回答を取得してください。")
    assert problem.retryable is False


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'"text"'])
def test_an_answer_without_a_problem_document_keeps_its_status(body: bytes) -> None:
    with pytest.raises(OnshiProblem) as raised:
        raise_for_problem(httpx.Response(502, content=body, request=REQUEST))

    assert (raised.value.code, raised.value.status) == ("http-502", 502)
