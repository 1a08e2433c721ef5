"""The front page and the pages of the API documents, as they stand in the frame of a running simulator."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.watching import DESK, NARROW, TABLET, WITHIN_MS, Scheme, watched
from tests.flows.program import Simulator

_LOGO = "https://cdn.redoc.ly/redoc/logo-mini.svg"
SCREENS = pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [(NARROW, "light", "ja"), (NARROW, "dark", "en"), (TABLET, "dark", "ja"), (DESK, "light", "en")],
    ids=["narrow-light-ja", "narrow-dark-en", "tablet-dark-ja", "desk-light-en"],
)


@SCREENS
def test_the_front_page_fits_every_screen_and_has_no_barrier(
    simulator: Simulator, browser: Browser, viewport: ViewportSize, scheme: Scheme, language: str
) -> None:
    with watched(browser, viewport, scheme) as reader:
        reader.page.goto(f"{simulator.base_url}/~default/?lang={language}")
        reader.page.screenshot(path=SCREENSHOTS / f"front-{viewport['width']}-{scheme}-{language}.png")

        assert reader.cut_off() == []
        assert reader.too_small() == []
        assert reader.barriers() == []
        assert reader.complaints == []
        assert reader.elsewhere() == []


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_the_front_page_leads_to_reader_portal_and_console_and_tells_its_world(
    simulator: Simulator, browser: Browser, script: bool
) -> None:
    with watched(browser, script=script) as reader:
        page, front = reader.page, f"{simulator.base_url}/~default/"
        page.goto(front)
        expect(page.get_by_role("region", name="これは公的なサービスではありません")).to_contain_text("非公式")
        world = page.get_by_role("region", name="この環境")
        for told in ("default", "2026-11-20"):
            expect(world).to_contain_text(told)
        for link, leads_to in (
            ("カードリーダーを開く", f"{front}reader/"),
            ("マイナポータルを開く", f"{front}portal/"),
            ("管理コンソールを開く", f"{simulator.control_url}/~default/"),
            ("API文書を開く", f"{front}docs"),
        ):
            page.get_by_role("link", name=link).click()
            expect(page).to_have_url(leads_to)
            page.goto(front)
        assert reader.complaints == []


def test_the_menu_leads_to_the_console_and_back_in_the_same_world_and_language(
    simulator: Simulator, browser: Browser
) -> None:
    with watched(browser) as reader:
        page = reader.page
        page.goto(f"{simulator.base_url}/~default/")
        page.get_by_role("link", name="English").click()
        page.get_by_role("navigation", name="Main menu").get_by_role("link", name="Console").click()
        expect(page).to_have_url(f"{simulator.control_url}/~default/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Console")
        page.get_by_role("link", name="onshi").click()
        expect(page).to_have_url(f"{simulator.base_url}/~default/")
        page.get_by_role("navigation", name="Main menu").get_by_role("link", name="API documents").click()
        expect(page).to_have_url(f"{simulator.base_url}/~default/docs")
        # Swagger UI brings a heading of its own.
        expect(page.get_by_role("heading", level=1, name="onshi – API documents")).to_be_visible()


@pytest.mark.parametrize("kind", ["docs", "redoc"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_a_document_complain_of_nothing_and_ask_nobody_else(
    simulator: Simulator, browser: Browser, kind: str, scheme: Scheme
) -> None:
    with watched(browser, DESK, scheme) as reader:
        reader.page.goto(f"{simulator.base_url}/jpki/{kind}")
        shown = reader.page.get_by_text("Have the card sign a presence proof").locator("visible=true").first
        expect(shown).to_be_visible(timeout=WITHIN_MS)
        reader.page.screenshot(path=SCREENSHOTS / f"jpki-{kind}-{scheme}.png")

        # Redoc would show its publisher's logo, which the policy stops.
        assert [each for each in reader.complaints if _LOGO not in each] == []
        assert [each for each in reader.elsewhere() if each != _LOGO] == []


def test_without_script_a_document_says_where_it_is(simulator: Simulator, browser: Browser) -> None:
    with watched(browser, script=False) as reader:
        reader.page.goto(f"{simulator.base_url}/jpki/docs")

        assert "JavaScriptが必要です" in reader.page.content()
        expect(reader.page.get_by_role("link", name="OpenAPI 3.1")).to_have_attribute("href", "/jpki/openapi.json")
