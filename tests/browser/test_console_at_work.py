"""The console of a running simulator in a browser: somebody asks, moves the clock, copies a call, and looks on."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.watching import DESK, NARROW, TABLET, Scheme, Watched, watched
from tests.flows.people import clinic_of
from tests.flows.program import Simulator, copied_world, simulator_in

SCREENS = pytest.mark.parametrize(
    ("viewport", "scheme", "language"),
    [
        (NARROW, "light", "ja"),
        (NARROW, "dark", "en"),
        (TABLET, "dark", "ja"),
        (DESK, "light", "en"),
        (DESK, "light", "ja"),
    ],
    ids=["narrow-light-ja", "narrow-dark-en", "tablet-dark-ja", "desk-light-en", "desk-light-ja"],
)
SCRIPTS = pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])


@pytest.fixture(scope="module")
def world(stopped_world: Path) -> Iterator[Simulator]:
    """A world whose clock is moved."""
    with copied_world(stopped_world) as folder, simulator_in(folder, "--workers", "2") as started:
        with clinic_of(started.base_url, started.control_url) as clinic:
            # Somebody has asked for something: the page of conformance tells of them.
            clinic.challenge()
        yield started


@pytest.fixture
def reader(browser: Browser) -> Iterator[Watched]:
    with watched(browser) as opened:
        yield opened


@SCREENS
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/console/clock",
        "/console/figures",
        "/console/faults",
        "/console/sandboxes",
        "/console/journal",
        "/console/conformance",
        "answer",
    ],
)
def test_every_page_at_work_fits_every_screen_and_has_no_barrier(
    world: Simulator, browser: Browser, viewport: ViewportSize, scheme: Scheme, language: str, path: str
) -> None:
    with watched(browser, viewport, scheme) as reader:
        page = reader.page
        if path == "answer":
            page.goto(f"{world.control_url}/personas/card-revoked?lang={language}")
            page.locator("form.ask button").first.click()
            expect(page.locator(".answer")).to_be_visible()
        else:
            page.goto(f"{world.control_url}{path}?lang={language}")
        page.screenshot(
            path=SCREENSHOTS / f"at-work-{path.strip('/').replace('/', '-')}-{viewport['width']}-{scheme}.png"
        )

        assert reader.cut_off() == []
        assert reader.too_small() == []
        assert path == "/" or reader.barriers() == []
        assert reader.barriers("#status" if path == "/" else "main") == []
        assert reader.complaints == []
        assert reader.elsewhere() == []


@SCRIPTS
def test_a_persona_is_asked_about_from_the_list(world: Simulator, browser: Browser, script: bool) -> None:
    with watched(browser, script=script) as reader:
        page = reader.page
        page.goto(f"{world.control_url}/~default/?search=certificate-in-grace")
        page.locator("tr[id]").get_by_role("button", name="照会").first.click()

        expect(page.locator(".answer")).to_contain_text("期待どおり")
        expect(page.locator(".answer")).to_contain_text("in_grace")
        assert ("/~default/console/answers/" in page.url) is not script
        assert reader.complaints == []


@SCRIPTS
def test_a_refusal_is_shown_with_what_to_do(world: Simulator, browser: Browser, script: bool) -> None:
    with watched(browser, script=script) as reader:
        page = reader.page
        page.goto(f"{world.control_url}/personas/card-revoked?lang=en")
        page.get_by_role("button", name="Ask by card now").click()
        answer = page.get_by_role("region", name="Answer now")

        expect(answer).to_contain_text("certificate-revoked")
        expect(answer).to_contain_text("As expected")
        expect(answer).to_contain_text("What to do:")
        page.reload()
        expect(answer).to_contain_text("certificate-revoked")
        assert reader.complaints == []


def test_a_call_is_copied_by_keyboard(world: Simulator, browser: Browser) -> None:
    with watched(browser) as reader:
        page = reader.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{world.control_url}/personas/employee-with-limit")
        side = page.get_by_role("region", name="番号で照会")
        side.get_by_text("curl", exact=True).focus()
        page.keyboard.press("Enter")
        side.get_by_role("button", name="コピー").locator("visible=true").focus()
        page.keyboard.press("Enter")

        expect(side.get_by_role("button", name="コピーしました")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(f"base={world.base_url}\n")
        assert reader.complaints == []


@SCRIPTS
def test_the_clock_is_moved_and_a_move_back_is_refused_in_place(
    world: Simulator, browser: Browser, script: bool
) -> None:
    with watched(browser, script=script) as reader:
        page = reader.page
        page.goto(f"{world.control_url}/console/clock?lang=en")
        before = now_of(world)
        page.get_by_role("button", name="Freeze").click()
        expect(page.get_by_text("Frozen")).to_be_visible()
        page.get_by_role("button", name="+ 1 day").click()
        expect(page.get_by_role("alert")).to_have_count(0)
        assert now_of(world)[:10] > before[:10]

        page.get_by_label("Date and time (Japan)").fill("2026-11-01T09:00:00")
        page.get_by_role("button", name="Set").click()
        expect(page.get_by_role("alert")).to_contain_text("clock-goes-back")
        expect(page.get_by_label("Date and time (Japan)")).to_have_value(re.compile("^2026-11-01T09:00"))
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_text("Running")).to_be_visible()
        assert reader.complaints == []


def test_what_workers_do_is_seen_while_one_looks_on(world: Simulator, reader: Watched) -> None:
    reader.page.goto(f"{world.control_url}/console/figures")
    with watched(reader.page.context.browser or pytest.fail("no browser")) as other:
        other.page.goto(f"{world.control_url}/personas/twins")
        other.page.get_by_role("button", name="番号で今すぐ照会").click()
        expect(other.page.locator(".answer")).to_contain_text("期待どおり")

    expect(reader.page.locator("#figures table").first).to_contain_text("回答")
    expect(reader.page.locator("dd", has_text=" ms").first).to_be_visible()
    assert reader.complaints == []
    assert reader.elsewhere() == []


def now_of(world: Simulator) -> str:
    now: str = httpx.get(f"{world.control_url}/clock").json()["now"]
    return now


@SCRIPTS
def test_a_fault_is_made_by_one_press_and_seen_to_fire(world: Simulator, browser: Browser, script: bool) -> None:
    with watched(browser, script=script) as reader, watched(browser) as other:
        page = reader.page
        page.goto(f"{world.control_url}/console/faults?lang=en")
        page.get_by_role("button", name="Answer 503").click()
        expect(page.locator("#faults tr[id]")).to_contain_text("Waiting")
        other.page.goto(f"{world.control_url}/personas/employee-with-limit?lang=en")
        other.page.get_by_role("button", name="Ask by number now").click()
        expect(other.page.get_by_role("region", name="Answer now")).to_contain_text(
            re.compile("Not as expected|The clock has left")
        )
        if not script:
            page.reload()
        expect(page.locator("#faults tr[id]")).to_contain_text("Used up")
        page.get_by_role("button", name="Remove all").click()
        expect(page.get_by_text("There are no faults.")).to_be_visible()
        assert reader.complaints == []


def test_a_fault_that_cannot_be_leaves_what_was_written(world: Simulator, reader: Watched) -> None:
    page = reader.page
    page.goto(f"{world.control_url}/console/faults?lang=en")
    page.get_by_label("Kind").select_option("status")
    page.get_by_label("Parameters (JSON)").fill('{"status": 200}')
    page.get_by_text("Whose requests (empty: all)").click()
    page.get_by_label("Test patient").fill("nobody")
    page.get_by_role("button", name="Make").click()

    expect(page.get_by_role("alert")).to_contain_text("/parameters/status")
    expect(page.get_by_label("Parameters (JSON)")).to_have_value('{"status": 200}')
    expect(page.get_by_label("Test patient")).to_have_value("nobody")
    assert reader.complaints == []
    assert reader.barriers() == []


def test_a_sandbox_is_made_kept_restored_and_left(world: Simulator, reader: Watched) -> None:
    page = reader.page
    page.goto(f"{world.control_url}/console/sandboxes?lang=en")
    page.get_by_label("Name (empty: chosen)").fill("mine")
    page.get_by_role("button", name="Make", exact=True).click()
    mine = page.get_by_role("region", name="mine")
    expect(mine).to_contain_text("Ready")
    with page.expect_response(re.compile("/console/sandboxes/now")):
        mine.get_by_label("Snapshot's name").fill("before")
    expect(mine.get_by_label("Snapshot's name")).to_have_value("before")
    mine.get_by_role("button", name="Keep").click()
    mine.get_by_role("button", name="Restore").click()
    expect(mine).to_contain_text("2")

    mine.get_by_role("link").click()
    expect(page).to_have_url(f"{world.control_url}/~mine/")
    expect(page.locator(".world")).to_contain_text("mine")
    page.goto(f"{world.control_url}/~mine/personas/twins")
    page.get_by_role("button", name="Ask by number now").click()
    expect(page.locator(".answer")).to_contain_text("As expected")
    page.get_by_role("link", name="Sandboxes").click()
    page.get_by_role("button", name="Remove mine").click()
    expect(page).to_have_url(f"{world.control_url}/console/sandboxes")
    expect(page.get_by_role("region", name="mine")).to_have_count(0)
    assert reader.complaints == []
