"""What answers is not onshi: every call of both clients ends as an OnshiProblem, whatever came."""

import json
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onshi.client import NEVER, AsyncClinic, Clinic, NoInstitution, OnshiProblem, UnexpectedAnswer, VirtualCard
from onshi.connecting import open_http
from onshi.exchange import ToSign, run
from onshi.signer import _Card
from onshi.simulator import RunningSimulator

TOKEN_PATH, SECRET = "/registry/v1/oauth/token", "clinic-development-secret"
INSURED = {"insurer_number": "01139013", "number": "230999", "birthdate": "1985-11-20"}
ANSWER = {"check_id": "c-1", "as_of": "2026-11-20", "method": "recheck", "outcome": "answered", "validity": "valid"}

words = st.text(max_size=20)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
NAMES = [
    "type",
    "title",
    "status",
    "detail",
    "title_ja",
    "retryable",
    "errors",
    "check_id",
    "error",
    "error_description",
    "access_token",
    "expires_in",
    "nonce",
    "presence_proof",
    "items",
    "as_of",
    "results",
    "notices",
    "outcome",
]
almost = st.dictionaries(st.sampled_from(NAMES), anything, max_size=6)
"""Our own members, with whatever in them."""
replaced = st.builds(lambda name, value: {**ANSWER, name: value}, st.sampled_from(sorted(ANSWER)), anything)
coded = st.builds(lambda members: {"type": "urn:onshi:problem:nonce-used", **members}, almost)
bodies = st.one_of(
    st.binary(max_size=60),
    st.builds(lambda value: json.dumps(value).encode(), anything | almost | replaced | coded),
    st.builds(lambda value, end: json.dumps(value).encode()[:end], almost, st.integers(0, 60)),
    st.builds(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-16"), almost),
)
statuses = st.sampled_from(
    [200, 200, 200, 201, 204, 302, 307, 400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 599]
)
header_texts = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=20)
headers = st.dictionaries(
    st.sampled_from(["Content-Type", "Retry-After", "Location", "Replay-Nonce", "X-Request-Id", "Set-Cookie"]),
    header_texts,
)


class Stranger:
    """Answers everything alike, but gives a token first where it is let."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes, *, gives_tokens: bool) -> None:
        self._told = status, [(name.encode(), text.encode("latin-1")) for name, text in headers.items()], body
        self._gives_tokens = gives_tokens

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self._gives_tokens and request.url.path == TOKEN_PATH:
            return httpx.Response(200, json={"access_token": "e30.e30.x", "expires_in": 600})
        status, headers, body = self._told
        return httpx.Response(status, headers=headers, content=body)


def ways(clinic: Clinic, http: httpx.Client) -> Iterator[Any]:
    """Every call that a client has."""
    yield clinic.token
    yield clinic.challenge
    yield lambda: clinic.check(insured=INSURED, purpose="CARE_VISIT")
    yield lambda: clinic.check_card(lambda asked: asked.nonce)
    yield lambda: clinic.answer("c/1\n")
    yield lambda: clinic.institution
    asked = ToSign("n", "9910000018", "CARE_VISIT")
    yield lambda: run(_Card("http://x/jpki", "c", "1234").sign(asked), http)


@given(statuses, headers, bodies, st.booleans())
@example(502, {"Content-Type": "application/problem+json"}, b'{"type": null, "errors": null}', True)
@example(502, {"Content-Type": "application/problem+json"}, b'{"errors": ["x", {"code": 1}], "title": 3}', True)
@example(200, {"Content-Type": "text/html; charset=shift_jis"}, "<p>ログイン".encode("shift_jis"), True)
@example(200, {}, b"[" * 100_000, True)
@example(503, {"Retry-After": "²"}, b'{"type": "urn:onshi:problem:overloaded", "retryable": true}', True)
@example(200, {}, b'{"access_token": "a\\nb", "expires_in": 600}', False)
@example(200, {}, '{"access_token": "é", "expires_in": 600}'.encode(), False)
@example(200, {}, b'{"access_token": "a", "expires_in": NaN}', False)
@example(200, {}, b'{"access_token": "a", "expires_in": 600}', False)
@example(302, {"Location": "http://[::"}, b"", True)
@example(409, {}, b'{"type": "urn:onshi:problem:nonce-used", "check_id": {"a": 1}}', True)
async def test_whatever_answers_the_client_fails_as_it_says(
    status: int, headers: dict[str, str], body: bytes, gives_tokens: bool
) -> None:
    stranger = Stranger(status, headers, body, gives_tokens=gives_tokens)
    transport = httpx.MockTransport(stranger)
    with (
        Clinic("http://x", "clinic", SECRET, retries=NEVER, transport=transport) as clinic,
        open_http(transport=transport) as http,
    ):
        for way in ways(clinic, http):
            came = _came(way)
            if isinstance(came, UnexpectedAnswer):
                assert len(came.beginning) <= 200
                assert SECRET not in f"{came.beginning} {came!r}"
    async with AsyncClinic("http://x", "clinic", SECRET, "9910000018", retries=NEVER, transport=transport) as clinic_on:
        try:
            await clinic_on.check(insured=INSURED, purpose="CARE_VISIT")
            await clinic_on.check_card(lambda asked: asked.nonce)
        except OnshiProblem:
            pass


def _came(way: Any) -> Any:
    """What came of a call: a value, or the one exception that it may raise. Anything else is raised."""
    try:
        return way()
    except OnshiProblem as problem:
        return problem


def refused(status: int, body: bytes, **headers: str) -> UnexpectedAnswer:
    told = {name.replace("_", "-"): text for name, text in headers.items()}
    transport = httpx.MockTransport(Stranger(status, told, body, gives_tokens=True))
    with (
        Clinic("http://x", "clinic", SECRET, "9910000018", retries=NEVER, transport=transport) as clinic,
        pytest.raises(UnexpectedAnswer) as raised,
    ):
        clinic.check(insured=INSURED, purpose="CARE_VISIT")
    return raised.value


def test_a_page_in_place_of_an_answer_is_told_as_one() -> None:
    page = b"<!doctype html><title>Sign in</title> session=Zm9vYmFyYmF6cXV4MTIzNDU2 no 230999"

    problem = refused(200, page, Content_Type="text/html; charset=utf-8")

    assert (problem.code, problem.status, problem.content_type) == ("unexpected-answer", 200, "text/html")
    assert problem.beginning == "<!doctype html><title>Sign in</title> … no …"
    assert str(problem) == "200 unexpected-answer: not an answer of onshi: no JSON object in text/html"


def test_of_json_the_names_are_shown_and_no_values() -> None:
    problem = refused(502, b'{"message": "Taro", "n": 123, "at": {"\xe5\xa4\xaa": true}, "name": "Tar')

    assert problem.code == "http-502"
    assert problem.beginning == '{"message": …, "n": …, "at": {"…": true}, "name": …'


def test_an_error_of_a_gateway_is_no_refusal_of_ours() -> None:
    problem = refused(401, b'{"status": 401, "error": "Unauthorized", "path": "/"}', Content_Type="application/json")

    assert (problem.code, problem.retryable, problem.check_id) == ("http-401", False, None)


def test_a_client_without_an_institution_says_so() -> None:
    transport = httpx.MockTransport(Stranger(200, {}, b"", gives_tokens=True))
    with Clinic("http://x", "insurer", SECRET, transport=transport) as clinic, pytest.raises(NoInstitution):
        _ = clinic.institution


SENT = {
    "a page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>",
    "nothing": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "cut JSON": b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"items":',
    "a list": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n[1]",
    "no gzip": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
    "a redirect to nowhere": b"HTTP/1.1 302 Found\r\nLocation: http://[::\r\nContent-Length: 0\r\n\r\n",
    "a gateway's problem": b"HTTP/1.1 502 B\r\nContent-Type: application/problem+json\r\nContent-Length: 4\r\n\r\nnull",
}


@contextmanager
def sending(answers: Mapping[str, bytes], what: list[str]) -> Iterator[str]:
    """A real server that sends those of ``answers`` that ``what`` ends with, once a connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65_536)
                    answer = answers[what[-1]]
                    connection.sendall(answer.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


async def test_a_real_server_that_is_not_onshi_is_told_as_one() -> None:
    what: list[str] = []
    with (
        sending(SENT, what) as url,
        Clinic(url, "clinic", SECRET, retries=NEVER, timeout_s=5) as clinic,
        VirtualCard(url, "c", "1234", timeout_s=5) as card,
    ):
        async with AsyncClinic(url, "clinic", SECRET, retries=NEVER, timeout_s=5) as on_the_loop:
            for each in SENT:
                what.append(each)
                with pytest.raises(UnexpectedAnswer):
                    clinic.check(insured=INSURED, purpose="CARE_VISIT")
                with pytest.raises(UnexpectedAnswer):
                    await on_the_loop.challenge()
                with pytest.raises(UnexpectedAnswer):
                    card.sign(nonce="n", institution="9910000018", purpose="CARE_VISIT")
        with pytest.raises(UnexpectedAnswer):
            RunningSimulator(url, url).personas()
