"""What patients see of their own at the portal: care, who looked with the proof of it, consents; another world."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.portal_visitor import made_patient, signed_in
from tests.browser.watching import NARROW, WITHIN_MS, Watched, watched
from tests.flows.people import card_of, clinic_of
from tests.flows.program import WITHIN_S, Simulator
from tests.worlds import PLAIN


@pytest.fixture
def portal(simulator: Simulator) -> str:
    return f"{simulator.base_url}/portal/"


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Watched]:
    with watched(browser) as opened:
        yield opened


@pytest.fixture(scope="module")
def seen_patient(simulator: Simulator) -> dict[str, Any]:
    """A patient at whom the clinic has looked: once with two consents, and 21 times more."""
    patient = made_patient(simulator.control_url)
    with (
        clinic_of(simulator.base_url, simulator.control_url) as clinic,
        card_of(simulator.base_url, patient) as card,
    ):
        for _ in range(21):
            clinic.check_card(card)
        clinic.check_card(card, consents=["medication", "checkups"])
    return patient


def test_the_history_names_who_looked_and_what_was_shown_page_by_page(
    portal: str, visitor: Watched, seen_patient: dict[str, Any]
) -> None:
    page = visitor.page
    signed_in(page, portal, seen_patient["id"])
    page.get_by_role("link", name="閲覧履歴").click()
    table = page.get_by_role("table", name="閲覧履歴")
    expect(table.get_by_role("row")).to_have_count(21)
    newest = table.get_by_role("row").nth(1)
    for told in ("模擬クリニック", "来院患者の資格確認", "薬剤情報", "特定健診情報"):
        expect(newest).to_contain_text(told)
    page.screenshot(path=SCREENSHOTS / "portal-history.png")
    page.get_by_role("link", name="さらに前の記録").click()
    expect(table.get_by_role("row")).to_have_count(3)
    page.get_by_role("link", name="最新の記録へ").click()
    expect(table.get_by_role("row")).to_have_count(21)
    page.set_viewport_size(NARROW)
    page.screenshot(path=SCREENSHOTS / "portal-history-320.png", full_page=True)
    assert (visitor.cut_off(), visitor.too_small(), visitor.barriers(), visitor.complaints) == ([], [], [], [])


def test_the_seal_of_a_record_is_checked_and_its_proof_saved(
    portal: str, visitor: Watched, seen_patient: dict[str, Any]
) -> None:
    page = visitor.page
    signed_in(page, portal, seen_patient["id"])
    page.get_by_role("link", name="閲覧履歴").click()
    page.get_by_role("link", name="封印を確認").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("記録の封印")
    verdict = page.get_by_role("region", name="確認結果")
    for _ in range(WITHIN_MS // 1000):
        # A seal takes about a second; each look is a page of its own.
        if "封印待ち" not in verdict.inner_text():
            break
        page.get_by_role("link", name="もう一度確認").click()
    expect(verdict).to_contain_text("封印済み・改変なし")
    page.screenshot(path=SCREENSHOTS / "portal-proof.png")
    assert (visitor.cut_off(), visitor.too_small(), visitor.barriers()) == ([], [], [])
    with page.expect_download() as download:
        page.get_by_role("link", name="証明を保存").click()
    saved = json.loads(download.value.path().read_text())
    assert (saved["proof"]["is_unchanged"], saved["record"]) == (True, None)
    assert saved["check_id"] in page.url
    assert visitor.complaints == []


def test_a_record_that_is_not_ones_own_is_not_there(portal: str, visitor: Watched) -> None:
    signed_in(visitor.page, portal)

    visitor.page.goto(f"{portal}history/0190a000-0000-7000-8000-00000000ffff")

    expect(visitor.page.get_by_role("alert")).to_have_text("該当する記録がありません。")


@pytest.mark.parametrize("name", ["history", "consents"])
def test_a_page_that_is_none_is_the_first_one(portal: str, visitor: Watched, name: str) -> None:
    signed_in(visitor.page, portal)

    visitor.page.goto(f"{portal}{name}?cursor=none")

    expect(visitor.page).to_have_url(f"{portal}{name}")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_consent_is_withdrawn_once_and_only_after_a_question(
    simulator: Simulator, portal: str, browser: Browser, script: bool
) -> None:
    patient = made_patient(simulator.control_url)
    with (
        clinic_of(simulator.base_url, simulator.control_url) as clinic,
        card_of(simulator.base_url, patient) as card,
    ):
        clinic.check_card(card, consents=["medication"])
    with watched(browser, script=script) as visitor:
        page = visitor.page
        signed_in(page, portal, patient["id"])
        page.get_by_role("link", name="同意").click()
        table = page.get_by_role("table", name="同意")
        expect(table.get_by_role("row").nth(1)).to_contain_text("模擬クリニック")
        page.screenshot(path=SCREENSHOTS / "portal-consents.png")
        table.get_by_role("link", name="取り消す").click()
        asked = page.url
        expect(page.get_by_role("heading", level=1)).to_have_text("同意の取消し")
        assert (visitor.too_small(), visitor.complaints) == ([], [])
        page.get_by_role("link", name="取り消さない").click()
        expect(table).to_contain_text("有効")
        table.get_by_role("link", name="取り消す").click()
        page.get_by_role("button", name="取り消す").click()
        expect(page.get_by_role("status")).to_have_text("同意を取り消しました。")
        expect(table).to_contain_text("取消し済み")
        page.reload()
        expect(table.get_by_role("link", name="取り消す")).to_have_count(0)
        page.goto(asked)
        expect(page.get_by_role("alert")).to_contain_text("既に終了している")


def test_care_is_shown_kind_by_kind(portal: str, visitor: Watched) -> None:
    page = visitor.page
    signed_in(page, portal)
    page.get_by_role("link", name="診療・薬剤").click()
    for kind in ("薬剤情報", "特定健診情報", "検査情報"):
        page.get_by_role("link", name=kind).click()
        expect(page.get_by_role("heading", level=2)).to_have_text(kind)
        expect(page.get_by_role("table", name=kind)).to_contain_text("模擬")
    page.goto(f"{portal}care?kind=everything")
    expect(page.get_by_role("heading", level=2)).to_have_text("薬剤情報")
    assert visitor.complaints == []


def test_a_scheme_without_medical_data_is_told_so(portal: str, visitor: Watched) -> None:
    signed_in(visitor.page, portal, "self-defence")
    visitor.page.get_by_role("link", name="診療・薬剤").click()

    expect(visitor.page.get_by_role("main")).to_contain_text("ご加入の制度では")


def test_of_whom_the_history_is_hidden_the_pages_say_nothing_of_a_reason(portal: str, visitor: Watched) -> None:
    page = visitor.page
    signed_in(page, portal, "address-hidden")
    for name in ("診療・薬剤", "医療費", "閲覧履歴", "同意"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("main")).to_contain_text("表示できる情報はありません。")
        assert page.get_by_role("table").count() == 0
        assert not [word for word in ("不開示", "支援措置", "DV") if word in page.content()]


def test_a_sandbox_has_a_portal_of_its_own(simulator: Simulator, visitor: Watched) -> None:
    with httpx.Client(base_url=simulator.control_url, verify=PLAIN, timeout=WITHIN_S) as controls:
        sandbox = controls.post("/sandboxes", json={}).raise_for_status().json()
        try:
            page, portal = visitor.page, f"{sandbox['base_url']}/portal/"
            who = made_patient(sandbox["control_url"])["id"]
            signed_in(page, portal, who)
            for link in page.get_by_role("navigation", name="ポータルメニュー").get_by_role("link").all():
                assert str(link.get_attribute("href")).startswith(f"/~{sandbox['name']}/portal/")
            (cookie,) = page.context.cookies(portal)
            assert cookie["path"] == f"/~{sandbox['name']}/portal/"
            page.goto(f"{simulator.base_url}/portal/insurance-card")
            expect(page.get_by_role("alert")).to_have_text("ログインしてください。")
            controls.post(f"/sandboxes/{sandbox['name']}/reset").raise_for_status()
            page.goto(f"{portal}insurance-card")
            expect(page.get_by_role("button", name="ログイン")).to_be_visible()
        finally:
            controls.delete(f"/sandboxes/{sandbox['name']}")
    assert visitor.complaints == []
