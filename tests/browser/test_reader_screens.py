"""Every screen of the card reader fits from 320 px on, light and dark, in both languages, and has no barrier."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import SCREENSHOTS
from tests.browser.watching import DESK, NARROW, TABLET, Scheme, watched
from tests.flows.program import Simulator

SCREENS = pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [(NARROW, "light", "ja"), (NARROW, "dark", "en"), (TABLET, "dark", "ja"), (DESK, "light", "en")],
    ids=["narrow-light-ja", "narrow-dark-en", "tablet-dark-ja", "desk-light-en"],
)
WAY = ("place", "choose_visual", "other_way", "choose_face", "other_way", "choose_pin", "wrong_pin", "right_pin")
THEN = ("agree_singly", "decide", "paper")


def press(page: Page, event: str) -> None:
    if event in ("wrong_pin", "right_pin"):
        page.locator("input[name=pin]").fill("9731" if event == "wrong_pin" else "1234")
        event = "enter_pin"
    page.locator(f".screen button[value={event}]").click()


@SCREENS
def test_every_screen_of_a_visit_fits_and_has_no_barrier(
    simulator: Simulator, browser: Browser, viewport: ViewportSize, scheme: Scheme, language: str
) -> None:
    look_at(simulator, browser, (viewport, scheme, language), "low-income", (*WAY, *THEN))


@pytest.mark.parametrize(
    ("card", "ways"),
    [
        ("card-revoked", ("place", "choose_face", "show_holder")),
        ("card-not-registered", ("place", "choose_face", "show_holder")),
        ("pin-blocked", ("place", "choose_pin")),
        ("coverage-lost", ("place", "choose_face", "show_holder", "agree_none", "paper")),
        ("iphone", ("use_phone", "choose_iphone")),
    ],
    ids=["refused", "register", "blocked", "unconfirmed", "phone"],
)
def test_the_rarer_screens_fit_and_have_no_barrier(
    simulator: Simulator, browser: Browser, card: str, ways: tuple[str, ...]
) -> None:
    look_at(simulator, browser, (NARROW, "light", "ja"), card, ways)


def look_at(
    simulator: Simulator,
    browser: Browser,
    how: tuple[ViewportSize, Scheme, str],
    card: str,
    ways: tuple[str, ...],
) -> None:
    """Go through the screens, and look at each."""
    viewport, scheme, language = how
    with watched(browser, viewport, scheme) as patient:
        page = patient.page
        page.goto(f"{simulator.base_url}/reader/hospital-reader?lang={language}&card={card}")
        for number, event in enumerate(("", *ways)):
            if event:
                press(page, event)
            name = f"reader-{card}-{number:02}-{event or 'idle'}-{viewport['width']}-{scheme}-{language}.png"
            page.screenshot(path=SCREENSHOTS / name, full_page=True)
            assert patient.cut_off() == [], name
            assert patient.too_small() == [], name
            assert patient.barriers() == [], name
        assert patient.complaints == []
        assert patient.elsewhere() == []


@SCREENS
def test_the_list_of_readers_fits_and_has_no_barrier(
    simulator: Simulator, browser: Browser, viewport: ViewportSize, scheme: Scheme, language: str
) -> None:
    with watched(browser, viewport, scheme) as patient:
        patient.page.goto(f"{simulator.base_url}/reader/?lang={language}")

        assert (patient.cut_off(), patient.too_small(), patient.barriers()) == ([], [], [])
        assert patient.page.get_by_role("main").get_by_role("link").all_inner_texts() == [
            "模擬クリニック",
            "模擬総合病院",
            "模擬薬局",
            "模擬訪問看護ステーション",
        ]
