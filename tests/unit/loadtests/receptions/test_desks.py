from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from loadtests.receptions.data import Client
from loadtests.receptions.desks import Desk, document_of

CLIENT = Client("nation-clinic-00001", "secret", "2710900016", "CARE_VISIT", "clinic")


class Http:
    """What Locust's session does for a desk: answers in turn, and which addresses were asked."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.asked: list[str] = []
        self.failures: list[str] = []
        self._answers = iter(answers)

    @contextmanager
    def post(self, url: str, **_: Any) -> Iterator[Any]:
        self.asked.append(url)
        document = next(self._answers)
        yield SimpleNamespace(json=lambda: document, status_code=200, failure=self.failures.append)


def test_a_token_is_got_once_while_it_lives_and_from_where_the_run_says() -> None:
    desk, http = Desk(CLIENT, "https://id.example/token"), Http({"access_token": "t", "expires_in": 600})

    assert desk.has_token(http)
    assert desk.has_token(http)

    assert http.asked == ["https://id.example/token"]
    assert desk.headers == {"Authorization": "Bearer t"}


def test_a_nonce_that_an_answer_brought_is_used_before_one_is_asked_for() -> None:
    desk, http = Desk(CLIENT), Http({"nonce": "asked for"}, {})
    desk.keep_nonce(SimpleNamespace(headers={"Replay-Nonce": "brought"}))
    desk.keep_nonce(SimpleNamespace(headers=None))

    assert [desk.take_nonce(http) for _ in range(3)] == ["brought", "asked for", None]
    assert http.failures == ["no nonce: status 200"]


def test_what_is_no_document_is_an_empty_one() -> None:
    assert document_of(SimpleNamespace(json=lambda: ["a"])) == {}
