"""The pages of the API documents, as a reader without internet sees them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

import httpx
import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.watching import WITHIN_MS
from tests.flows.people import credential
from tests.flows.program import Simulator

SHOWN = {
    "registry": "Get an access token",
    "consent": "All purposes of use",
    "eligibility": "One eligibility check",
    "jpki": "Have the card sign a presence proof",
    "controls": "Development credentials",
    "": "Get an access token",
}
"""What stands on each service's pages, and near the top of those of all together: Redoc takes its time for the rest."""


@dataclass
class Reader:
    """A page, and what it was given and complained of."""

    page: Page
    given: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1280, "height": 1600}, locale="ja-JP")
    page = context.new_page()
    page.set_default_timeout(WITHIN_MS)
    read = Reader(page)

    def received(response: Response) -> None:
        if not response.url.startswith(("data:", "blob:")):
            read.given.append(response.url)

    page.on("response", received)
    page.on("pageerror", lambda error: read.errors.append(str(error)))
    yield read
    context.close()


def url_of(simulator: Simulator, service: str) -> str:
    return simulator.control_url if service == "controls" else f"{simulator.base_url}/{service}".rstrip("/")


@pytest.mark.parametrize("service", SHOWN)
@pytest.mark.parametrize("kind", ["docs", "redoc"])
def test_a_service_shows_its_document_without_internet(
    simulator: Simulator, reader: Reader, service: str, kind: str
) -> None:
    url = url_of(simulator, service)

    reader.page.goto(f"{url}/{kind}")
    # Redoc has each title twice, in the folded menu and on the page.
    shown = reader.page.get_by_text(SHOWN[service]).locator("visible=true").first
    # Redoc draws the whole document before anything is seen: half a minute where much else runs.
    expect(shown).to_be_visible(timeout=90_000)
    reader.page.screenshot(path=SCREENSHOTS / f"{service}-{kind}.png")

    assert "非公式" in reader.page.inner_text(".notice")
    assert reader.errors == []
    assert len(reader.given) >= 4
    assert [given for given in reader.given if not given.startswith(f"{url}/")] == []


def test_a_reader_checks_a_patient_from_the_page(simulator: Simulator, reader: Reader) -> None:
    clinic = credential(simulator.control_url, "clinic")
    page = reader.page
    page.goto(f"{simulator.base_url}/eligibility/docs")

    page.get_by_role("button", name="Authorize").first.click()
    form = page.locator(".auth-container", has_text="client_credentials")
    form.get_by_label("client_id").fill(clinic["client_id"])
    form.get_by_label("client_secret").fill(clinic["client_secret"])
    form.get_by_text("eligibility:check").first.click()
    form.get_by_role("button", name="Apply given OAuth2 credentials").click()
    expect(form.get_by_role("button", name="Remove authorization")).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "authorized.png")
    form.get_by_role("button", name="Close").click()

    page.get_by_text("One eligibility check").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    answer = page.locator(".live-responses-table")
    expect(answer.get_by_text("replay-nonce").first).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "checked.png", full_page=True)

    said = answer.inner_text()
    assert '"validity": "valid"' in said
    assert '"method": "insured_identifier"' in said
    assert reader.errors == []


def test_the_front_page_leads_to_every_page(simulator: Simulator, reader: Reader) -> None:
    reader.page.goto(simulator.base_url)
    reader.page.screenshot(path=SCREENSHOTS / "index.png")
    links = [link.get_attribute("href") for link in reader.page.locator("a").all()]

    for service in ("registry", "consent", "eligibility", "jpki"):
        assert {f"/{service}/docs", f"/{service}/redoc", f"/{service}/openapi-3.0.json"} <= set(links)
    for link in links:
        # Those of the controls are whole addresses.
        assert httpx.get(urljoin(simulator.base_url, link)).status_code == 200
