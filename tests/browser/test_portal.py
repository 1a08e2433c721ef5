"""The patient's portal: signing in and out, and what it tells when a card or a PIN does not do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.portal_visitor import ENGLISH, JAPANESE, Words, made_patient, sign_in, signed_in
from tests.browser.unregistered_card import unregistered_card
from tests.browser.watching import DESK, NARROW, TABLET, Scheme, Watched, watched
from tests.flows.program import Simulator

LANGUAGES = pytest.mark.parametrize(
    ("language", "words", "names"),
    [
        ("ja", JAPANESE, ["健康保険証", "診療・薬剤", "医療費", "閲覧履歴", "同意", "利用登録"]),
        (
            "en",
            ENGLISH,
            [
                "Insurance card",
                "Care and medication",
                "Medical expenses",
                "Who looked",
                "Consents",
                "Card registration",
            ],
        ),
    ],
    ids=["ja", "en"],
)

SCREENS: tuple[tuple[ViewportSize, Scheme], ...] = ((NARROW, "light"), (TABLET, "dark"), (DESK, "light"))


@pytest.fixture
def portal(simulator: Simulator) -> str:
    return f"{simulator.base_url}/portal/"


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Watched]:
    with watched(browser) as opened:
        yield opened


@LANGUAGES
def test_every_page_is_named_as_its_link_and_has_no_barrier(
    portal: str, browser: Browser, language: str, words: Words, names: list[str]
) -> None:
    with watched(browser, DESK) as visitor:
        page = visitor.page
        page.goto(f"{portal}?lang={language}")
        assert visitor.barriers() == []
        signed_in(page, portal, words=words)
        menu = page.get_by_role("navigation", name=words.menu)
        assert menu.get_by_role("link").all_inner_texts() == names
        for number, name in enumerate(names):
            menu.get_by_role("link", name=name, exact=True).click()
            expect(page.get_by_role("heading", level=1)).to_have_text(name)
            for viewport, scheme in SCREENS:
                page.set_viewport_size(viewport)
                page.emulate_media(color_scheme=scheme)
                page.screenshot(path=SCREENSHOTS / f"portal-{number}-{viewport['width']}-{language}.png")
                assert (visitor.cut_off(), visitor.too_small()) == ([], []), (name, viewport)
                assert visitor.barriers() == [], (name, scheme)
        assert visitor.complaints == []
        assert visitor.elsewhere() == []


@LANGUAGES
def test_the_sign_in_fits_every_screen(
    portal: str, browser: Browser, language: str, words: Words, names: list[str]
) -> None:
    del words, names
    for viewport in (NARROW, TABLET):
        with watched(browser, viewport, "dark" if viewport == TABLET else "light") as visitor:
            visitor.page.goto(f"{portal}?lang={language}")
            visitor.page.screenshot(path=SCREENSHOTS / f"portal-sign-in-{viewport['width']}-{language}.png")
            assert (visitor.cut_off(), visitor.too_small(), visitor.barriers()) == ([], [], [])


@LANGUAGES
def test_a_wrong_pin_tells_the_tries_left_until_it_is_blocked(
    simulator: Simulator, portal: str, visitor: Watched, language: str, words: Words, names: list[str]
) -> None:
    del names
    who, page = made_patient(simulator.control_url)["id"], visitor.page
    page.goto(f"{portal}?lang={language}")
    told = {"ja": ["あと2回", "あと1回", "ロック"], "en": ["2 tries left", "1 try left", "blocked"]}[language]
    for each in told:
        sign_in(page, portal, who, "9999", words)
        expect(page.get_by_role("alert")).to_contain_text(each)
        expect(page.get_by_role("combobox", name=words.patient)).to_have_value(who)
        expect(page.get_by_label(words.pin)).to_have_value("")
        assert "9999" not in page.url + page.content()
    sign_in(page, portal, who, "1234", words)
    expect(page.get_by_role("alert")).to_contain_text(told[-1])
    assert visitor.complaints == []


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("certificate-in-grace", "有効期限が過ぎている"),
        ("certificate-expired", "有効期限が過ぎている"),
        ("card-revoked", "失効しています"),
        # Neutral: never a reason.
        ("self-information-blocked", "このカードではご利用になれません"),
        ("nobody-of-this-name", "該当するカードがありません"),
        ("仮野　隆", "該当するカードがありません"),
        ("0190a000-0000-7000-8000-00000000ffff", "該当するカードがありません"),
        ("123456789018", "マイナンバー"),
    ],
)
def test_a_card_that_does_not_open_it_is_told_in_words(portal: str, visitor: Watched, who: str, told: str) -> None:
    sign_in(visitor.page, portal, who)

    expect(visitor.page.get_by_role("alert")).to_contain_text(told)
    expect(visitor.page.get_by_role("button", name="ログイン")).to_be_visible()
    assert "仮野" not in visitor.page.url
    assert "123456789018" not in visitor.page.url
    assert visitor.complaints == []


def test_a_card_without_pin_does_not_open_it(simulator: Simulator, portal: str, visitor: Watched) -> None:
    who = made_patient(simulator.control_url, card={"pin": None})["id"]

    sign_in(visitor.page, portal, who, "")

    expect(visitor.page.get_by_role("alert")).to_contain_text("暗証番号がない")


def test_an_iphone_opens_it_without_a_pin(simulator: Simulator, portal: str, visitor: Watched) -> None:
    who = made_patient(simulator.control_url, card={"carrier": "iphone"})["id"]

    sign_in(visitor.page, portal, who, "")

    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("健康保険証")


def test_after_signing_out_neither_back_nor_an_address_shows_anything(portal: str, visitor: Watched) -> None:
    page = visitor.page
    signed_in(page, portal)
    shown = page.url
    expect(page.get_by_role("main")).to_contain_text("仮野")
    page.get_by_role("button", name="ログアウト").click()
    expect(page.get_by_role("status")).to_have_text("ログアウトしました。")

    page.go_back()
    expect(page.get_by_role("button", name="ログイン")).to_be_visible()
    assert "仮野" not in page.content()
    page.goto(shown)
    expect(page.get_by_role("alert")).to_have_text("ログインしてください。")
    assert page.context.cookies(portal) == []


def test_the_cookie_is_for_these_pages_alone_and_ends_with_the_session(portal: str, visitor: Watched) -> None:
    signed_in(visitor.page, portal)

    (cookie,) = visitor.page.context.cookies(portal)

    assert (cookie["path"], cookie["httpOnly"], cookie["sameSite"]) == ("/portal/", True, "Strict")
    left_s = cookie["expires"] - visitor.page.evaluate("Date.now() / 1000")
    assert 0 < left_s <= 600
    assert "onshi-patient" not in cookie["value"]


def test_a_card_that_is_not_registered_is_registered_and_signed_in(
    simulator: Simulator, portal: str, visitor: Watched
) -> None:
    page, card = visitor.page, unregistered_card(simulator)
    sign_in(page, portal, card)
    expect(page.get_by_role("heading", level=1)).to_have_text("利用登録")
    expect(page.get_by_role("main")).to_contain_text("未登録")
    page.screenshot(path=SCREENSHOTS / "portal-offer.png")
    assert visitor.barriers() == []

    page.get_by_role("button", name="登録しない").click()
    expect(page.get_by_role("status")).to_have_text("登録しませんでした。")
    sign_in(page, portal, card)
    page.get_by_role("button", name="登録する").click()

    expect(page.get_by_role("status")).to_contain_text("利用登録が完了しました")
    expect(page.get_by_role("heading", level=1)).to_have_text("利用登録")
    expect(page.get_by_role("main")).to_contain_text("登録済み")
    assert visitor.complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_it_is_used_by_keyboard_alone(portal: str, browser: Browser, script: bool) -> None:
    with watched(browser, script=script) as visitor:
        page, keyboard = visitor.page, visitor.page.keyboard
        page.goto(portal)
        page.get_by_role("combobox", name="患者またはカードID").focus()
        keyboard.type("seaman")
        keyboard.press("Escape")
        keyboard.press("Tab")
        keyboard.type("1234")
        keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("健康保険証")
        page.get_by_role("link", name="利用登録").focus()
        keyboard.press("Enter")
        expect(page.get_by_role("main")).to_contain_text("登録済み")
        page.get_by_role("button", name="ログアウト").focus()
        keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("ログアウトしました。")
        assert visitor.complaints == []


def test_a_reload_after_a_post_sends_nothing_again(portal: str, visitor: Watched) -> None:
    page = visitor.page
    signed_in(page, portal)
    before = len(visitor.asked)

    page.reload()

    expect(page.get_by_role("heading", level=1)).to_have_text("健康保険証")
    assert not [each for each in visitor.asked[before:] if each.endswith("/sessions")]


def test_who_has_no_insurance_reads_so_in_red(portal: str, visitor: Watched) -> None:
    signed_in(visitor.page, portal, "coverage-lost")

    said = visitor.page.get_by_text("現在有効な資格が登録されていません。")
    expect(said).to_be_visible()
    assert said.evaluate("it => getComputedStyle(it).color") == "rgb(163, 35, 27)"
    visitor.page.screenshot(path=SCREENSHOTS / "portal-unregistered.png")


def test_the_insurance_card_is_printed_alone(portal: str, visitor: Watched) -> None:
    page = visitor.page
    signed_in(page, portal)
    page.emulate_media(media="print")

    expect(page.get_by_role("region", name="健康保険証")).to_be_visible()
    expect(page.get_by_role("region", name="健康保険証")).to_contain_text("01139013")
    for gone in (page.get_by_role("button"), page.get_by_role("link", name="管理コンソール")):
        expect(gone.locator("visible=true")).to_have_count(0)
    expect(page.get_by_text("非公式")).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "portal-print.png")
