"""The card reader of a running simulator in a browser: each way to be verified, each end, and the clinic's screen."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.reading import by_pin, focused, newest_received, place, press, screen, step, to_the_end, type_pin
from tests.browser.unregistered_card import unregistered_card
from tests.browser.watching import Watched, watched
from tests.flows.program import WITHIN_S, Simulator
from tests.worlds import PLAIN

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])


@pytest.fixture
def patient(browser: Browser) -> Iterator[Watched]:
    with watched(browser) as opened:
        yield opened
        assert opened.complaints == []
        assert opened.elsewhere() == []


def first_visit(page: str) -> tuple[str, Any]:
    """The call of the page about the reader: its path, and its body."""
    text = (DOCS / page).read_text(encoding="utf-8")
    path, body = re.findall(r"curl -s http://127\.0\.0\.1:8000(\S+) .*?-d '(.*?)'", text, re.DOTALL)[0]
    return path, json.loads(body)


def post(url: str, body: Any) -> Any:
    answer = httpx.post(url, json=body, verify=PLAIN, timeout=WITHIN_S)
    return answer.raise_for_status().json()


@SCRIPTS
def test_a_patient_is_received_by_card_and_pin(simulator: Simulator, browser: Browser, script: bool) -> None:
    with watched(browser, script=script) as patient:
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
        expect(newest_received(page)).to_contain_text("有効")
        expect(newest_received(page)).to_contain_text('"prescription_form": "electronic"')
        assert page.title().startswith("模擬クリニック")
        page.reload()
        step(page, "受付が完了しました")
        press(page, "カードを取り出す")
        step(page, "カードを置いてください")
        page.go_back()
        step(page, "カードを置いてください")
        assert "1234" not in "".join(patient.asked)
        assert patient.complaints == []
        assert patient.elsewhere() == []


@pytest.mark.parametrize(
    ("card", "heading", "guidance", "code"),
    [
        ("certificate-expires-soon", "受付が完了しました", "市区町村で更新できます", None),
        ("certificate-in-grace", "受付が完了しました", "電子証明書の有効期限が過ぎています", None),
        ("assistance-unregistered", "受付が完了しました", "受付は完了です", None),
        ("coverage-lost", "資格を確認できませんでした", "現在の資格を確認できませんでした", None),
        ("certificate-expired", "このカードは受け付けられません", "3か月を超えたため使えません", "certificate-expired"),
        ("card-revoked", "このカードは受け付けられません", "失効しています", "certificate-revoked"),
        ("self-information-blocked", "このカードは受け付けられません", "受付できません", "card-not-usable"),
    ],
)
def test_each_end_says_what_to_do(
    simulator: Simulator, patient: Watched, card: str, heading: str, guidance: str, code: str | None
) -> None:
    page = patient.page
    place(page, simulator, card)
    by_pin(page)

    assert to_the_end(page) == heading
    expect(page.get_by_role("list", name="ご案内")).to_contain_text(guidance)
    if code is not None:
        expect(screen(page)).to_contain_text(code)
        # The institution has it in its record, too.
        expect(newest_received(page)).to_contain_text(code)


def test_in_the_grace_nothing_is_asked_about_medical_data(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    place(page, simulator, "certificate-in-grace")
    by_pin(page)

    step(page, "処方箋の受け取り方")


def test_a_wrong_pin_is_told_with_the_tries_left(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    place(page, simulator, "municipal-nhi")
    by_pin(page, "9731")
    alert = screen(page).get_by_role("alert")

    expect(alert).to_contain_text("あと2回")
    expect(page.get_by_label("暗証番号（4桁）")).to_have_value("")
    type_pin(page, "97")
    expect(alert).to_contain_text("4桁の数字")
    type_pin(page, "9731")
    expect(alert).to_contain_text("あと1回")
    type_pin(page, "1234")
    step(page, "医療情報の提供")
    assert "9731" not in simulator.log.read_text() + "".join(patient.asked)


def test_a_blocked_pin_leaves_the_face(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    place(page, simulator, "pin-blocked")
    press(page, "暗証番号")
    step(page, "暗証番号がロックされています")
    press(page, "顔認証")
    step(page, "カメラを見てください")
    press(page, "別人の顔を見せる")
    expect(screen(page).get_by_role("alert")).to_contain_text("確認できませんでした")
    step(page, "カメラを見てください")
    press(page, "本人の顔を見せる")

    step(page, "医療情報の提供")


def test_a_card_without_pin_is_asked_for_none(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    place(page, simulator, "face-authentication-card")
    step(page, "本人確認の方法を選んでください")

    expect(screen(page).get_by_role("button", name="暗証番号", exact=True)).to_have_count(0)


def test_the_staff_confirm_with_a_passcode_that_counts_once(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    place(page, simulator, "visual-check")
    press(page, "目視確認（職員）")
    step(page, "職員が確認します")
    page.get_by_role("button", name="パスコードを発行する").click()
    passcode = page.get_by_role("status", name="職員用パスコード").inner_text()
    assert len(passcode) == 6
    page.get_by_label("職員用パスコード").and_(page.get_by_role("textbox")).fill(passcode)
    press(page, "本人と確認した")
    step(page, "医療情報の提供")

    press(page, "中止する")
    place(page, simulator, "visual-check")
    press(page, "目視確認（職員）")
    page.get_by_label("職員用パスコード").and_(page.get_by_role("textbox")).fill(passcode)
    press(page, "本人と確認した")
    expect(screen(page).get_by_role("alert")).to_contain_text("使用済み")
    step(page, "職員が確認します")


def test_an_iphone_is_held(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    page.goto(f"{simulator.base_url}/reader/clinic-reader")
    press(page, "スマートフォンを使う")
    press(page, "iPhone")
    step(page, "スマートフォンをかざしてください")
    page.get_by_role("combobox").fill("android-phone")
    press(page, "かざす")
    expect(screen(page).get_by_role("alert")).to_contain_text("選んだ種類のスマートフォンではありません")
    page.get_by_role("combobox").fill("iphone")
    press(page, "かざす")

    assert to_the_end(page) == "受付が完了しました"


def test_the_digits_of_an_android_phone_are_typed_first(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    page.goto(f"{simulator.base_url}/reader/clinic-reader")
    press(page, "スマートフォンを使う")
    press(page, "Android")
    type_pin(page, "9731")
    page.get_by_role("combobox").fill("android-phone")
    press(page, "かざす")
    step(page, "暗証番号を入力してください")
    expect(screen(page).get_by_role("alert")).to_contain_text("あと2回")
    type_pin(page, "1234")
    page.get_by_role("combobox").fill("android-phone")
    press(page, "かざす")

    assert to_the_end(page) == "受付が完了しました"


def test_a_card_is_registered_on_the_spot(simulator: Simulator, patient: Watched) -> None:
    page, card = patient.page, unregistered_card(simulator)
    place(page, simulator, card)
    by_pin(page)
    step(page, "健康保険証の利用登録")
    press(page, "登録する")
    step(page, "医療情報の提供")

    assert to_the_end(page) == "受付が完了しました"
    # Whoever comes with a card finds the reader free, though the last one has left theirs.
    place(page, simulator, card)
    by_pin(page)
    step(page, "医療情報の提供")


def test_who_does_not_register_is_told_of_other_documents(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    place(page, simulator, "card-not-registered")
    by_pin(page)
    press(page, "登録しない")

    step(page, "このカードは受け付けられません")
    expect(screen(page)).to_contain_text("card-not-registered")
    expect(page.get_by_role("list", name="ご案内")).to_contain_text("資格確認書")


def test_kinds_are_chosen_one_by_one_and_none_before(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    place(page, simulator, "elderly-75", "pharmacy-reader")
    by_pin(page)
    press(page, "個別に選ぶ")
    boxes = screen(page).get_by_role("checkbox")
    assert boxes.count() == 11
    assert [box for box in boxes.all() if box.is_checked()] == []
    screen(page).get_by_role("checkbox", name="薬剤情報").check()
    press(page, "決定する")

    # A pharmacy is asked for no form of the prescription.
    step(page, "受付が完了しました")
    expect(newest_received(page)).to_contain_text('"prescription_form": null')


def test_an_outage_can_be_tried_again(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    place(page, simulator, "aged-70-general", "hospital-reader")
    by_pin(page)
    press(page, "すべて同意しない")
    match = {"client_id": "hospital-reader", "operation": "/eligibility/v1/checks"}
    post(f"{simulator.control_url}/faults", {"kind": "status", "parameters": {"status": 503}, "match": match})
    press(page, "紙の処方箋")
    step(page, "ただいま確認できません")
    expect(page.get_by_role("list", name="ご案内")).to_contain_text("資格確認書")
    press(page, "もう一度試す")

    step(page, "受付が完了しました")


def test_a_visit_by_the_api_is_on_the_clinics_screen_only(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    page.goto(f"{simulator.base_url}/reader/nursing-reader")
    url = f"{simulator.base_url}/reader/v1/readers/nursing-reader/visits"
    check = post(url, {"card": "employee-with-limit", "face": True, "consents": ["medication"]})

    article = page.get_by_role("article", name=f"資格確認 {check['check_id']}")
    expect(article).to_contain_text('"validity": "valid"')
    step(page, "カードを置いてください")


@pytest.mark.parametrize("page", ["reader.md", "reader.ja.md"])
def test_the_call_of_the_page_about_the_reader_is_answered(simulator: Simulator, page: str) -> None:
    path, body = first_visit(page)

    assert post(f"{simulator.base_url}{path}", body)["validity"] == "valid"


def test_two_browsers_at_one_reader_do_not_see_each_other(simulator: Simulator, browser: Browser) -> None:
    with watched(browser) as first, watched(browser) as second:
        place(first.page, simulator, "employee-with-limit")
        second.page.goto(f"{simulator.base_url}/reader/clinic-reader")
        step(second.page, "カードを置いてください")
        place(second.page, simulator, "municipal-nhi")
        by_pin(second.page)

        first.page.reload()
        step(first.page, "本人確認の方法を選んでください")
        step(second.page, "医療情報の提供")


def test_a_world_keeps_its_prefix_and_its_language(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    page.goto(f"{simulator.base_url}/~default/reader/?lang=en")
    page.get_by_role("link", name="模擬クリニック").click()
    assert "/~default/reader/clinic-reader" in page.url
    reader = page.get_by_role("region", name="Card reader")
    page.get_by_role("combobox", name="Patient or card ID").fill("employee-with-limit")
    reader.get_by_role("button", name="Place the card").click()
    reader.get_by_role("button", name="PIN", exact=True).click()
    page.get_by_label("PIN (4 digits)").fill("1234")
    reader.get_by_role("button", name="Confirm", exact=True).click()
    reader.get_by_role("button", name="Agree to none").click()
    reader.get_by_role("button", name="Paper prescription").click()

    expect(reader.get_by_role("heading", level=2)).to_have_text("Reception complete")
    assert all("/~default/" in url for url in patient.asked if "/reader/" in url)


def test_the_whole_way_goes_by_keyboard(simulator: Simulator, patient: Watched) -> None:
    page = patient.page
    page.goto(f"{simulator.base_url}/reader/pharmacy-reader")
    page.get_by_role("combobox").focus()
    page.keyboard.type("employee-with-limit")
    page.keyboard.press("Enter")
    step(page, "本人確認の方法を選んでください")
    # From the heading to the first way, then to the second.
    focused(screen(page).get_by_role("heading", level=2))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    step(page, "暗証番号を入力してください")
    focused(page.get_by_label("暗証番号（4桁）"))
    page.keyboard.type("1234")
    page.keyboard.press("Enter")
    step(page, "医療情報の提供")
    focused(screen(page).get_by_role("heading", level=2))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    step(page, "受付が完了しました")
