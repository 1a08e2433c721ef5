"""The card reader of a running simulator in a browser: a patient places a card, and the clinic's screen beside it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.watching import Watched, watched
from tests.flows.program import Simulator


@pytest.fixture
def patient(browser: Browser) -> Iterator[Watched]:
    with watched(browser) as opened:
        yield opened
        assert opened.complaints == []
        assert opened.elsewhere() == []


def press(page: Page, name: str) -> None:
    page.get_by_role("region", name="カードリーダー").get_by_role("button", name=name, exact=True).click()


def step(page: Page, heading: str) -> None:
    expect(page.get_by_role("region", name="カードリーダー").get_by_role("heading", level=2)).to_have_text(heading)


def place(page: Page, simulator: Simulator, persona: str, reader: str = "clinic-reader") -> None:
    page.goto(f"{simulator.base_url}/reader/{reader}?card={persona}")
    press(page, "カードを置く")


def by_pin(page: Page, pin: str = "1234") -> None:
    press(page, "暗証番号")
    page.get_by_label("暗証番号（4桁）").fill(pin)
    press(page, "確認する")


def test_a_patient_is_received_by_card_and_pin(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    place(page, simulator, "employee-with-limit")
    step(page, "本人確認の方法を選んでください")
    by_pin(page)
    step(page, "医療情報の提供")
    press(page, "すべて同意する")
    step(page, "処方箋の受け取り方")
    press(page, "電子処方箋")
    step(page, "受付が完了しました")

    expect(page.get_by_role("list", name="ご案内")).to_contain_text("受付は完了です。")
    received = page.get_by_role("log", name="届いた資格確認").get_by_role("article").first
    expect(received).to_contain_text("有効")
    expect(received).to_contain_text('"prescription_form": "electronic"')
    press(page, "カードを取り出す")
    step(page, "カードを置いてください")
    assert "1234" not in "".join(patient.asked)
