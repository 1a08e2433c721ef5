"""What an answer of the service means for a file: an answer, its own fault, or nobody's."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from uuid import UUID

import httpx
import pytest

from onshi.conversation import Conversation, Places
from onshi.retrying import NEVER
from simulator.agent.config import Config
from simulator.agent.service import Answered, Away, CardCheck, CursorLost, Page, Refused, Service

CHECK = CardCheck(
    UUID("019ca2d1-5a00-7c3e-9b41-0f6c2d8e7a55"), datetime.fromisoformat("2026-11-20T09:05:07+09:00"), True
)


class Gateway:
    """Answers what it is told to, after a token."""

    def __init__(self) -> None:
        self.answer: Callable[[httpx.Request], httpx.Response] = lambda _: httpx.Response(500)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/oauth/token"):
            return httpx.Response(200, json={"access_token": "e30.e30.x", "expires_in": 600})
        self.asked.append(request)
        return self.answer(request)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def http(gateway: Gateway) -> Iterator[httpx.Client]:
    with httpx.Client(transport=httpx.MockTransport(gateway)) as client:
        yield client


def service(http: httpx.Client, config: Config | None = None) -> Service:
    talk = Conversation(Places.under("http://sim", None, None), ("clinic", "secret"), "9910000018", NEVER)
    return Service(http, talk, config or Config())


def refusal(code: str, status: int, **members: object) -> httpx.Response:
    body = {"type": f"urn:onshi:problem:{code}", "status": status, "title": "t", "detail_ja": "だめです。", **members}
    return httpx.Response(status, content=json.dumps(body), headers={"Content-Type": "application/problem+json"})


def xml(media_type: str = "application/xml; charset=UTF-8") -> httpx.Response:
    return httpx.Response(200, content=b"<XmlMsg/>", headers={"Content-Type": media_type})


@pytest.mark.parametrize(
    ("response", "outcome"),
    [
        (xml(), Answered(b"<XmlMsg/>", "xml")),
        (xml("text/xml"), Answered(b"<XmlMsg/>", "xml")),
        (xml("application/pdf"), Answered(b"<XmlMsg/>", "pdf")),
        (xml("text/html"), Away("unexpected-answer", False)),
        (refusal("message-unreadable", 400), Refused("message-unreadable", "だめです。")),
        (
            refusal("request-invalid", 422, errors=[{"pointer": "/query/type", "message_ja": "種別です。"}]),
            Refused("request-invalid", "だめです。 種別です。"),
        ),
        (refusal("body-too-large", 413), Refused("body-too-large", "だめです。")),
        (refusal("resource-not-found", 404), Away("resource-not-found", True)),
        (refusal("world-unknown", 404), Away("world-unknown", True)),
        (refusal("role-not-allowed", 403), Away("role-not-allowed", True)),
        (refusal("too-many-guesses", 429), Away("too-many-guesses", True)),
        (refusal("overloaded", 503, retryable=True), Away("overloaded", True)),
        (refusal("internal-error", 500), Away("internal-error", False)),
        (httpx.Response(502, content=b"<html>"), Away("http-502", False)),
    ],
)
def test_what_comes_of_a_message(
    gateway: Gateway, http: httpx.Client, response: httpx.Response, outcome: object
) -> None:
    gateway.answer = lambda _: response

    assert service(http).send("siquc01", b"<XmlMsg/>", "key") == outcome


def test_a_lost_connection_is_nobodys_fault(gateway: Gateway, http: httpx.Client) -> None:
    def lost(_: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("lost")

    gateway.answer = lost

    assert service(http).send("siquc01", b"<XmlMsg/>", "key") == Away("no-connection", True)
    assert service(http).card_checks("latest", 0) == Away("no-connection", True)


def test_a_message_is_sent_as_it_is_with_its_key_and_what_the_settings_say(
    gateway: Gateway, http: httpx.Client
) -> None:
    gateway.answer = lambda _: xml()
    service(http).send("siquc01", "<XmlMsg>受</XmlMsg>".encode("cp932"), "key")
    service(http, Config(answer_encoding="shift_jis", edition="2023", order="shuffled")).send("siimm01", b"", "key")

    as_sent, by_settings = gateway.asked
    assert str(as_sent.url) == "http://sim/eligibility/oqs/messages?type=siquc01&edition=2026&order=spec"
    assert as_sent.content == "<XmlMsg>受</XmlMsg>".encode("cp932")
    assert (as_sent.headers["Idempotency-Key"], as_sent.headers["Accept"]) == ("key", "*/*")
    assert str(by_settings.url).endswith("?type=siimm01&edition=2023&order=shuffled")
    assert by_settings.headers["Accept"] == "application/xml; charset=Shift_JIS"


def test_a_card_check_is_read_in_the_characters_of_face(gateway: Gateway, http: httpx.Client) -> None:
    gateway.answer = lambda _: xml()
    assert service(http).answer_of(CHECK) == Answered(b"<XmlMsg/>", "xml")

    (asked,) = gateway.asked
    assert asked.url.path == f"/eligibility/oqs/checks/{CHECK.check_id}"
    assert asked.headers["Accept"] == "application/xml; charset=UTF-8"
    gateway.answer = lambda _: refusal("check-has-no-answer", 404)
    assert service(http).answer_of(CHECK) == Refused("check-has-no-answer", "だめです。")


def test_the_list_of_card_checks(gateway: Gateway, http: httpx.Client) -> None:
    items = [
        {"check_id": str(CHECK.check_id), "checked_at": CHECK.checked_at.isoformat(), "outcome": "answered"},
        {"check_id": str(UUID(int=1)), "checked_at": CHECK.checked_at.isoformat(), "outcome": "rejected"},
    ]
    gateway.answer = lambda _: httpx.Response(200, json={"items": items, "next_cursor": "next"})

    page = service(http).card_checks("here", 25)

    assert isinstance(page, Page)
    assert page.cursor == "next"
    assert page.checks[0] == CHECK
    assert [check.has_answer for check in page.checks] == [True, False]
    assert dict(gateway.asked[0].url.params) == {
        "after": "here",
        "wait": "25",
        "method": "my_number_card",
        "limit": "100",
    }


def test_a_place_in_another_world_is_lost(gateway: Gateway, http: httpx.Client) -> None:
    gateway.answer = lambda _: refusal("request-invalid", 422, errors=[{"pointer": "/query/after"}])

    with pytest.raises(CursorLost):
        service(http).card_checks("here", 0)
    gateway.answer = lambda _: httpx.Response(200, json={"items": [{}], "next_cursor": "next"})
    assert service(http).card_checks("here", 0) == Away("unexpected-answer", False)
