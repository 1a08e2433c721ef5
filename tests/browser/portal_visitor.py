"""A patient at the portal, as the tests of its pages drive one."""

from dataclasses import dataclass
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.flows.program import WITHIN_S
from tests.worlds import PLAIN

PERSONA = "employee-with-limit"


@dataclass(frozen=True)
class Words:
    """The names of the sign-in in one language."""

    patient: str = "患者またはカードID"
    pin: str = "暗証番号（4桁）"
    sign_in: str = "ログイン"
    sign_out: str = "ログアウト"
    menu: str = "ポータルメニュー"


JAPANESE = Words()
ENGLISH = Words("Patient or card ID", "PIN (4 digits)", "Sign in", "Sign out", "Portal menu")


def sign_in(page: Page, portal: str, who: str = PERSONA, pin: str = "1234", words: Words = JAPANESE) -> None:
    """Go to the sign-in and send card and PIN."""
    page.goto(portal)
    page.get_by_role("combobox", name=words.patient).fill(who)
    page.get_by_label(words.pin).fill(pin)
    page.get_by_role("button", name=words.sign_in).click()


def signed_in(page: Page, portal: str, who: str = PERSONA, words: Words = JAPANESE) -> None:
    """Sign in, and be there."""
    sign_in(page, portal, who, words=words)
    expect(page.get_by_role("navigation", name=words.menu)).to_be_visible()


def made_patient(control_url: str, **more: Any) -> dict[str, Any]:
    """Make a patient of one's own, with a card whose PIN is 1234; return what the controls tell of them."""
    body = {"name": "画面　太郎", "birthdate": "1980-04-02", "sex": "male", "card": True, **more}
    answer = httpx.post(f"{control_url}/patients", json=body, verify=PLAIN, timeout=WITHIN_S)
    assert answer.is_success, answer.text
    made: dict[str, Any] = answer.json()
    return made
