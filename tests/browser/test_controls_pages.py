"""The pages of the controls, on a desk and on a phone, by day and by night, in a browser without internet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import SCREENSHOTS
from tests.flows.program import served_alone

DESK: ViewportSize = {"width": 1300, "height": 1000}
PHONE: ViewportSize = {"width": 420, "height": 900}
BROUGHT = 230


@pytest.fixture(scope="module")
def controls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The controls of a world with more patients brought along than fit on a page."""
    file: Path = tmp_path_factory.mktemp("controls") / "patients.csv"
    header = "id,name,birthdate,sex,insurer_number,symbol,number,acquired_on,pin"
    rows = [f"chart-{n},試験　{n}子,S55.4.1,2,06139018,12,{n},R2.4.1,{'none' if n % 2 else ''}" for n in range(BROUGHT)]
    file.write_text("\n".join([header, *rows]))
    with served_alone("controls", ["controls", "--date", "2026-11-20", "--fixtures", str(file)], {}) as url:
        yield url


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    screen: tuple[ViewportSize, Literal["light", "dark"]] = getattr(request, "param", (DESK, "light"))
    viewport, scheme = screen
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="ja-JP")
    yield context.new_page()
    context.close()


SCREENS = pytest.mark.parametrize(
    "page",
    [(viewport, scheme) for viewport in (DESK, PHONE) for scheme in ("light", "dark")],
    indirect=True,
    ids=["desk-light", "desk-dark", "phone-light", "phone-dark"],
)
CUT = """() => {
  const beyond = it => it.getBoundingClientRect().right > innerWidth + 1 || it.scrollWidth > it.clientWidth + 1;
  const shown = it => it.getClientRects().length > 0;
  const all = [...document.querySelectorAll('th, td, nav, p, h2, form')];
  return all.filter(shown).filter(beyond).map(it => it.textContent);
}"""


@SCREENS
@pytest.mark.parametrize("path", ["/", "/credentials", "/personas/chart-1"])
def test_nothing_is_cut_off_on_any_screen(controls: str, page: Page, path: str, request: pytest.FixtureRequest) -> None:
    page.goto(controls + path)
    name = request.node.callspec.id.replace("/", "_")
    page.screenshot(path=SCREENSHOTS / f"controls-{name}.png")

    assert page.evaluate(CUT) == []
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


@SCREENS
def test_every_column_of_a_persona_is_seen(controls: str, page: Page) -> None:
    page.goto(f"{controls}/personas/certificate-in-grace")
    said = page.locator("table").inner_text()

    for words in (
        "カード",
        "番号",
        "カードの回答",
        "番号の回答",
        "有効",
        "valid",
        "電子証明書の猶予期間中",
        "in_grace",
    ):
        assert words in said


def test_a_refusal_is_told_in_japanese_and_in_the_words_of_the_api(controls: str, page: Page) -> None:
    page.goto(f"{controls}/personas/card-revoked")
    cell = page.locator("td").nth(3)

    assert "拒否" in cell.inner_text()
    assert "certificate-revoked" in cell.inner_text()
    assert "失効" in cell.inner_text()


def test_those_who_were_brought_along_are_turned_over_and_found(controls: str, page: Page) -> None:
    page.goto(controls)
    vendor_patients = page.locator("section", has=page.locator("#fixtures"))
    expect(vendor_patients.locator("tr[id]")).to_have_count(100)
    assert "試験　0子" in vendor_patients.inner_text()

    vendor_patients.get_by_role("link", name="next").first.click()
    assert "1 – 100" not in vendor_patients.inner_text()
    assert "101 – 200 / 230" in vendor_patients.inner_text()

    page.get_by_role("searchbox").fill("229子")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("tr[id]")).to_have_count(1)
    page.screenshot(path=SCREENSHOTS / "controls-search.png")
    page.get_by_role("link", name="chart-229").click()
    expect(page.locator("tr[id]")).to_have_count(1)


def test_the_places_of_the_page_are_pages(controls: str, page: Page) -> None:
    page.goto(controls)
    page.get_by_role("link", name="認証情報").click()

    assert page.locator("tr[id=clinic]").inner_text().split()[:2] == ["医療機関", "institution"]
    assert "clinic-development-secret" in page.inner_text("table")
