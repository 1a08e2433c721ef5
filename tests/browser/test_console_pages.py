"""The pages of the console, on a desk and on a phone, by day and by night, in a browser without internet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.watching import DESK, NARROW, TABLET, Scheme, Watched, watched
from tests.flows.program import served_alone

PATIENTS = 230
SCREENS = pytest.mark.parametrize(
    ("viewport", "scheme"),
    [(NARROW, "light"), (NARROW, "dark"), (TABLET, "light"), (DESK, "light"), (DESK, "dark")],
    ids=["narrow-light", "narrow-dark", "tablet-light", "desk-light", "desk-dark"],
)
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])
PATHS = ["/", "/credentials", "/personas/chart-1", "/console/clock", "/console/figures"]


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The console of a world with more patients of a vendor than fit on a page."""
    file: Path = tmp_path_factory.mktemp("console") / "patients.csv"
    header = "id,name,birthdate,sex,insurer_number,symbol,number,acquired_on,pin"
    rows = [
        f"chart-{n},試験　{n}子,S55.4.1,2,06139018,12,{n},R2.4.1,{'none' if n % 2 else ''}" for n in range(PATIENTS)
    ]
    file.write_text("\n".join([header, *rows]))
    with served_alone("controls", ["controls", "--date", "2026-11-20", "--fixtures", str(file)], {}) as url:
        yield url


@pytest.fixture
def reader(browser: Browser) -> Iterator[Watched]:
    with watched(browser) as opened:
        yield opened


@SCREENS
@LANGUAGES
@pytest.mark.parametrize("path", PATHS)
def test_every_page_fits_every_screen(
    console: str, browser: Browser, viewport: ViewportSize, scheme: Scheme, language: str, path: str
) -> None:
    with watched(browser, viewport, scheme) as reader:
        reader.page.goto(f"{console}{path}?lang={language}")
        name = f"console{path.replace('/', '_')}-{viewport['width']}-{scheme}-{language}.png"
        reader.page.screenshot(path=SCREENSHOTS / name)

        assert reader.cut_off() == []
        assert reader.too_small() == []
        assert reader.complaints == []
        assert reader.elsewhere() == []
        expect(reader.page.get_by_role("heading", level=1)).to_have_count(1)


@LANGUAGES
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/?search=limit", *PATHS[1:]])
def test_no_page_has_a_barrier(console: str, browser: Browser, scheme: Scheme, language: str, path: str) -> None:
    with watched(browser, TABLET, scheme) as reader:
        reader.page.goto(f"{console}{path}{'&' if '?' in path else '?'}lang={language}")

        assert reader.barriers() == []


@pytest.mark.parametrize("viewport", [NARROW, DESK], ids=["narrow", "desk"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ["カード", "番号", "カードの回答", "番号の回答", "有効", "電子証明書の猶予期間中", "in_grace"]),
        ("en", ["Card", "Number", "Answer by card", "Answer by number", "Valid", "grace period", "in_grace"]),
    ],
)
def test_every_column_of_a_persona_is_seen(
    console: str, browser: Browser, viewport: ViewportSize, language: str, words: list[str]
) -> None:
    with watched(browser, viewport) as reader:
        reader.page.goto(f"{console}/?search=certificate-in-grace&lang={language}")
        said = reader.page.locator("table").inner_text()

    assert [each for each in words if each not in said] == []


def test_a_refusal_is_told_in_words_and_by_its_code(console: str, reader: Watched) -> None:
    reader.page.goto(f"{console}/personas/card-revoked")
    side = reader.page.get_by_role("region", name="カードで照会")
    japanese = side.inner_text()
    reader.page.get_by_role("link", name="English").click()

    assert ("拒否" in japanese, "失効" in japanese, "certificate-revoked" in japanese) == (True, True, True)
    side = reader.page.get_by_role("region", name="Ask by card")
    expect(side).to_contain_text("Refused")
    expect(side).to_contain_text("certificate-revoked")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_patients_of_a_vendor_are_turned_over_and_found(console: str, browser: Browser, script: bool) -> None:
    with watched(browser, script=script) as reader:
        page = reader.page
        page.goto(console)
        vendor_patients = page.locator("section", has=page.locator("#fixtures"))
        expect(vendor_patients.locator("tr[id]")).to_have_count(100)
        expect(vendor_patients).to_contain_text("1 – 100 / 230")

        vendor_patients.get_by_role("link", name="次へ").click()
        expect(vendor_patients).to_contain_text("101 – 200 / 230")

        page.get_by_role("searchbox").fill("229子")
        page.get_by_role("button", name="検索").click()
        expect(page.locator("tr[id]")).to_have_count(1)
        page.get_by_role("link", name="chart-229").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("229子")
        assert reader.complaints == []


def test_what_is_found_is_shown_while_one_writes(console: str, reader: Watched) -> None:
    reader.page.goto(console)
    reader.page.get_by_role("searchbox").press_sequentially("chart-229")

    expect(reader.page.locator("tr[id]")).to_have_count(1)
    expect(reader.page.get_by_role("status")).to_contain_text("1 人")
    expect(reader.page.get_by_role("searchbox")).to_be_focused()
    expect(reader.page.get_by_role("searchbox")).to_have_value("chart-229")
    assert reader.complaints == []


def test_the_menu_of_the_console_is_walked_by_keyboard(console: str, reader: Watched) -> None:
    page = reader.page
    page.goto(console)
    page.get_by_role("link", name="認証情報").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("認証情報")
    expect(page.get_by_role("link", name="認証情報")).to_have_attribute("aria-current", "page")
    assert page.locator("tr[id=clinic]").inner_text().split()[:2] == ["医療機関", "institution"]
    assert "clinic-development-secret" in page.inner_text("table")
