"""The guide in a browser: on every screen, by keyboard, without script, searched in both languages."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.watching import DESK, NARROW, TABLET, Scheme, watched
from tests.flows.program import Simulator

SCREENS = pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [(NARROW, "light", "ja"), (NARROW, "dark", "en"), (TABLET, "dark", "ja"), (DESK, "light", "en")],
    ids=["narrow-light-ja", "narrow-dark-en", "tablet-dark-ja", "desk-light-en"],
)
PAGES = ("", "first-check", "refusals", "refusals/nonce-used", "search?q=nonce", "decisions/", "personas", "messages")


@SCREENS
@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_guide_fits_every_screen_and_has_no_barrier(
    simulator: Simulator, browser: Browser, path: str, viewport: ViewportSize, scheme: Scheme, language: str
) -> None:
    with watched(browser, viewport, scheme) as reader:
        asked = f"{path}{'&' if '?' in path else '?'}lang={language}"
        reader.page.goto(f"{simulator.base_url}/~default/guide/{asked}")
        name = path.partition("?")[0].strip("/").replace("/", "-") or "contents"
        reader.page.screenshot(path=SCREENSHOTS / f"guide-{name}-{viewport['width']}-{scheme}-{language}.png")

        assert reader.cut_off() == []
        assert reader.too_small() == []
        assert reader.barriers() == []
        assert reader.complaints == []
        assert reader.elsewhere() == []


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
@pytest.mark.parametrize(
    ("language", "field", "button", "words", "found"),
    [
        ("ja", "ガイドを検索", "検索", "資格確認の方法", "資格"),
        ("en", "Search the guide", "Search", "nonce spent", "nonce"),
    ],
)
def test_words_of_both_languages_are_found_by_keyboard(
    simulator: Simulator, browser: Browser, script: bool, language: str, field: str, button: str, words: str, found: str
) -> None:
    with watched(browser, script=script) as reader:
        page = reader.page
        page.goto(f"{simulator.base_url}/~default/guide/?lang={language}")
        page.get_by_role("searchbox", name=field).focus()
        page.keyboard.type(words)
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=button, exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("mark").first).to_contain_text(found)
        page.locator(".hits a").first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("article")).to_contain_text(found)
        assert page.url.startswith(f"{simulator.base_url}/~default/guide/")
        assert reader.complaints == []


def test_the_twin_of_a_page_is_one_click_away_and_the_menu_leads_to_the_guide(
    simulator: Simulator, browser: Browser
) -> None:
    with watched(browser) as reader:
        page = reader.page
        page.goto(f"{simulator.base_url}/~default/reader/?lang=ja")
        page.get_by_role("link", name="ガイド", exact=True).click()
        expect(page).to_have_url(f"{simulator.base_url}/~default/guide/")
        page.get_by_role("navigation", name="ガイドのページ").get_by_role("link", name="カードリーダー").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("カードリーダー")
        page.get_by_role("link", name="English", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("The card reader")
        assert reader.complaints == []


def test_a_listing_is_copied(simulator: Simulator, browser: Browser) -> None:
    with watched(browser) as reader:
        page = reader.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{simulator.base_url}/guide/first-check?lang=en")
        page.get_by_role("button", name="Copy", exact=True).first.click()
        expect(page.get_by_role("button", name="Copied", exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()").strip() == "make up"
