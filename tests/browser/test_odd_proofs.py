"""The pages of odd proofs in a browser: looked at, and one is tried."""

import re

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.watching import DESK, NARROW, Scheme, watched
from tests.flows.program import Simulator

PATH = "/console/odd-proofs"


@pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [(NARROW, "light", "ja"), (DESK, "dark", "en")],
    ids=["narrow-light-ja", "desk-dark-en"],
)
@pytest.mark.parametrize("page", ["", "/rsa-1024", "/nonce-foreign"])
def test_every_page_fits_and_has_no_barrier(
    simulator: Simulator, browser: Browser, viewport: ViewportSize, scheme: Scheme, language: str, page: str
) -> None:
    with watched(browser, viewport, scheme) as reader:
        reader.page.goto(f"{simulator.control_url}{PATH}{page}?lang={language}")
        name = f"odd-proofs{page.replace('/', '-')}-{viewport['width']}-{scheme}-{language}.png"
        reader.page.screenshot(path=SCREENSHOTS / name)

        assert reader.cut_off() == []
        assert reader.too_small() == []
        if page or language == "en":  # Of 150 rows the axe takes its time: once is enough.
            assert reader.barriers() == []
        assert reader.complaints == []
        assert reader.elsewhere() == []


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_one_is_tried_and_explained_step_by_step(simulator: Simulator, browser: Browser, script: bool) -> None:
    with watched(browser, NARROW, script=script) as reader:
        page = reader.page
        page.goto(f"{simulator.control_url}{PATH}?lang=en")
        page.get_by_role("link", name="Signed for another institution").click()
        page.get_by_role("button", name="Try it").click()

        result = page.get_by_role("region", name="What came of it")
        expect(result).to_contain_text("Refused as it must be")
        expect(result).to_contain_text("422 proof-mismatch")
        failed = result.locator("tr", has_text="claims.institution")
        expect(failed).to_contain_text("9910000018")
        expect(failed).to_contain_text("9999999999")
        expect(failed).to_contain_text("Failed")
        expect(result.locator("tr", has_text="claims.aud")).to_contain_text("Passed")
        if script:
            assert reader.cut_off() == []
            assert reader.barriers() == []
        result.get_by_role("link", name="Why this answer").click()
        expect(page).to_have_url(re.compile("/console/journal/requests/"))


def test_what_a_card_cannot_make_is_told(simulator: Simulator, browser: Browser) -> None:
    with watched(browser) as reader:
        reader.page.goto(f"{simulator.control_url}{PATH}/nonce-foreign")
        expect(reader.page.get_by_role("button", name="試す")).to_have_count(0)
        expect(reader.page.get_by_role("main")).to_contain_text("カードだけでは作れません")
