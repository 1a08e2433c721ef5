"""The virtual card: what it says to the simulated J-LIS, blocking and on the event loop."""

import json

import httpx
import pytest

from onshi.exchange import ToSign, run
from onshi.problems import OnshiProblem
from onshi.signer import AsyncVirtualCard, VirtualCard, _Card, signing_with

ASKED = ToSign("n", "9910000018", "CARE_VISIT", ("medication",), "paper")


def answering(seen: list[httpx.Request], status: int, members: object) -> httpx.MockTransport:
    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(status, json=members)

    return httpx.MockTransport(answer)


def test_a_card_with_a_pin_sends_it_with_what_is_asked() -> None:
    seen: list[httpx.Request] = []
    transport = answering(seen, 200, {"presence_proof": "p"})
    with httpx.Client(transport=transport) as http:
        assert run(_Card("http://sim/jpki", "c", "1234").sign(ASKED), http) == "p"

    assert seen[0].url == "http://sim/jpki/v1/cards/c/presence-proofs"
    assert json.loads(seen[0].content) == {
        "nonce": "n",
        "institution": "9910000018",
        "purpose": "CARE_VISIT",
        "pin": "1234",
        "consents": ["medication"],
        "prescription_form": "paper",
    }


async def test_both_cards_say_the_same_and_a_card_without_pin_shows_the_face() -> None:
    seen: list[httpx.Request] = []
    transport = answering(seen, 200, {"presence_proof": "p"})
    with VirtualCard("http://sim/", "c") as card:
        card._http = httpx.Client(transport=transport)
        card.sign(nonce="n", institution="9910000018", purpose="CARE_VISIT")
    async with AsyncVirtualCard("http://other", "c", jpki_url="http://sim/jpki/") as card_on_the_loop:
        card_on_the_loop._http = httpx.AsyncClient(transport=transport)
        await card_on_the_loop.sign(nonce="n", institution="9910000018", purpose="CARE_VISIT")

    first, second = seen
    assert (first.url, first.content) == (second.url, second.content)
    assert json.loads(first.content)["face"] is True


def test_a_wrong_pin_is_never_sent_twice() -> None:
    seen: list[httpx.Request] = []
    problem = {"type": "urn:onshi:problem:pin-wrong", "title": "The PIN is wrong", "retryable": True}
    with (
        httpx.Client(transport=answering(seen, 422, problem)) as http,
        pytest.raises(OnshiProblem, match="pin-wrong"),
    ):
        run(_Card("http://sim/jpki", "c", "0000").sign(ASKED), http)

    assert len(seen) == 1


def test_anything_with_sign_is_a_signer() -> None:
    class Reader:
        def sign(self, *, nonce: str, **_more: object) -> str:
            return f"signed {nonce}"

    assert signing_with(Reader())(ASKED) == "signed n"
