"""What a card reader does not take: forms from elsewhere, earlier pages, several cards, a PIN in an address."""

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.flows.program import WITHIN_S, Simulator
from tests.worlds import PLAIN

READER = "/reader/clinic-reader"


@pytest.fixture
def browser_like(simulator: Simulator) -> Iterator[httpx.Client]:
    """Something that keeps cookies and follows the 303, as a browser does."""
    with httpx.Client(
        base_url=simulator.base_url,
        verify=PLAIN,
        timeout=WITHIN_S,
        follow_redirects=True,
        headers={"Accept": "text/html"},
    ) as client:
        yield client


def turn_of(page: str) -> str:
    return str(re.findall(r'name="turn" value="(\d+)"', page)[0])


def heading_of(page: str) -> str:
    return str(re.findall(r"<h2 id=\"step\"[^>]*>(.*?)</h2>", page)[0])


def alert_of(page: str) -> str:
    found = re.findall(r'role="alert">(.*?)</p>', page)
    return found[0] if found else ""


def sent(client: httpx.Client, **form: str | list[str]) -> str:
    answer = client.post(f"{READER}/visit", data=form)
    assert [each.status_code for each in answer.history] == [303]
    return answer.text


def placed(client: httpx.Client, card: str = "employee-with-limit") -> str:
    return sent(client, event="place", card=card)


def test_a_form_of_another_origin_is_refused(browser_like: httpx.Client) -> None:
    for path, form in (
        (f"{READER}/visit", {"event": "place", "card": "employee-with-limit"}),
        (f"{READER}/passcodes", {}),
    ):
        answer = browser_like.post(path, data=form, headers={"Origin": "http://evil.example"})

        assert answer.status_code == 403
    assert not browser_like.cookies


def test_another_browsers_form_finds_no_visit(browser_like: httpx.Client, simulator: Simulator) -> None:
    page = placed(browser_like)
    with httpx.Client(base_url=simulator.base_url, verify=PLAIN, timeout=WITHIN_S, follow_redirects=True) as another:
        answer = sent(another, event="choose_pin", turn=turn_of(page))

    assert heading_of(answer) == "カードを置いてください"
    assert "時間が過ぎたか" in alert_of(answer)


def test_an_earlier_page_presses_nothing_twice(browser_like: httpx.Client) -> None:
    first = turn_of(placed(browser_like, "aged-70-low-income"))
    typing = sent(browser_like, event="choose_pin", turn=first)
    wrong = sent(browser_like, event="enter_pin", turn=turn_of(typing), pin="9731")
    again = sent(browser_like, event="enter_pin", turn=turn_of(typing), pin="9731")

    assert "あと2回" in alert_of(wrong)
    assert "画面が変わりました" in alert_of(again)
    right = sent(browser_like, event="enter_pin", turn=turn_of(again), pin="1234")
    assert heading_of(right) == "医療情報の提供"


def test_a_button_that_is_not_on_the_screen_does_nothing(browser_like: httpx.Client) -> None:
    turn = turn_of(placed(browser_like))

    for event in ("agree_all", "electronic", "retry", "enter_pin", "", "nonsense"):
        page = sent(browser_like, event=event, turn=turn, pin="1234")
        assert heading_of(page) == "本人確認の方法を選んでください", event


@pytest.mark.parametrize(
    ("card", "alert"),
    [
        ("", "入力してください"),
        ("nobody-of-this-name", "該当する"),
        ("019a0000-0000-7000-8000-0000000000c1", "該当する"),
        ("../credentials", "該当する"),
        ("1234 5678 9018", "マイナンバー"),
        ("android-phone", "これはスマートフォンです"),
        ("unknown-identifiers", "該当する"),
        ("x" * 5_000, "該当する"),
    ],
)
def test_what_is_no_card_is_told_and_the_screen_stays(browser_like: httpx.Client, card: str, alert: str) -> None:
    page = placed(browser_like, card)

    assert heading_of(page) == "カードを置いてください"
    assert alert in alert_of(page)


def test_five_cards_at_once_are_not_taken(browser_like: httpx.Client) -> None:
    page = sent(browser_like, event="place", card=["employee-with-limit"] * 5)

    assert heading_of(page) == "カードを置いてください"
    assert "1枚ずつ" in alert_of(page)


@pytest.mark.parametrize("path", [f"{READER}?card=employee-with-limit&pin=8642&lang=en", "/portal/?pin=8642&lang=en"])
def test_a_pin_in_an_address_is_refused_on_a_page_that_does_not_show_it(
    browser_like: httpx.Client, simulator: Simulator, path: str
) -> None:
    answer = browser_like.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert "<h1>This cannot be shown</h1>" in answer.text
    assert "<code>/query/pin</code>" in answer.text
    assert "8642" not in answer.text + simulator.log.read_text()


@pytest.mark.parametrize(
    ("path", "home"),
    [
        ("/reader/nobodys-reader", "/reader/"),
        ("/portal/nowhere", "/portal/"),
        ("/~default/portal/nowhere", "/~default/portal/"),
        ("/nowhere", "/"),
        ("/~nobodys-world/portal/", "/"),
    ],
)
def test_what_is_not_there_is_told_on_a_page_and_to_programs_as_a_problem(
    browser_like: httpx.Client, path: str, home: str
) -> None:
    page, problem = browser_like.get(path), browser_like.get(path, headers={"Accept": "*/*"})

    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert 'role="alert"' in page.text
    assert f'<a class="button" href="{home}">' in page.text
    assert (problem.status_code, problem.headers["content-type"]) == (404, "application/problem+json")


def test_a_press_at_a_reader_that_is_not_there_is_refused(browser_like: httpx.Client) -> None:
    assert browser_like.post("/reader/nobodys-reader/visit", data={"event": "place"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"card": "employee-with-limit"}, 422, "request-invalid"),
        ({"card": "employee-with-limit", "pin": "1234", "face": True}, 422, "request-invalid"),
        ({"card": "employee-with-limit", "pin": "12345"}, 422, "request-invalid"),
        ({"card": "1234-5678-9018", "pin": "1234"}, 422, "my-number-not-accepted"),
        ({"card": "nobody", "pin": "1234"}, 404, "resource-not-found"),
        ({"card": "card-revoked", "pin": "1234"}, 422, "certificate-revoked"),
        ({"card": "card-not-registered", "pin": "1234"}, 404, "card-not-registered"),
        ({"card": "elderly-75-20-percent", "pin": "9731"}, 422, "pin-wrong"),
        ({"card": "elderly-75-20-percent", "face": False}, 422, "face-mismatch"),
        ({"card": "face-authentication-card", "pin": "1234"}, 422, "verification-unavailable"),
    ],
)
def test_the_api_refuses_as_the_card_and_eligibility_do(
    browser_like: httpx.Client, body: dict[str, object], status: int, code: str
) -> None:
    answer = browser_like.post("/reader/v1/readers/clinic-reader/visits", json=body)

    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:onshi:problem:{code}")
    assert "9731" not in answer.text


def test_a_fault_of_a_test_meets_the_check_of_its_visit_and_no_other(
    browser_like: httpx.Client, simulator: Simulator
) -> None:
    fault = {
        "kind": "status",
        "parameters": {"status": 503},
        "match": {"test": "of-a-visit", "operation": "/eligibility/v1/checks"},
    }
    made = httpx.post(f"{simulator.control_url}/faults", json=fault, verify=PLAIN, timeout=WITHIN_S)
    assert made.is_success, made.text
    url, visit = "/reader/v1/readers/hospital-reader/visits", {"card": "employee-with-limit", "pin": "1234"}

    other = browser_like.post(url, json=visit, headers={"X-Onshi-Test": "of-another"})
    met = browser_like.post(url, json=visit, headers={"X-Onshi-Test": "of-a-visit"})

    assert (other.status_code, met.status_code) == (200, 503)
