"""The frame of all pages, in a browser: without script, by keyboard, on small screens, and as a list goes on."""

import socket
from collections.abc import Iterator
from threading import Thread

import pytest
import uvicorn
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import SCREENSHOTS
from tests.browser.watching import DESK, NARROW, TABLET, Scheme, watched
from tests.sample_pages.app import Board, sample_app

SCREENS = pytest.mark.parametrize("viewport", [NARROW, TABLET, DESK], ids=["narrow", "tablet", "desk"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])
JOIN_WITHIN_S = 20


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def sample(board: Board) -> Iterator[str]:
    """The address at which the sample is served."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(sample_app(board), log_level="warning", timeout_graceful_shutdown=5))
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(JOIN_WITHIN_S)
        assert not thread.is_alive()


@SCREENS
@SCHEMES
@LANGUAGES
def test_the_frame_fits_every_screen(
    browser: Browser, sample: str, viewport: ViewportSize, scheme: Scheme, language: str
) -> None:
    with watched(browser, viewport, scheme) as reader:
        reader.page.goto(f"{sample}/?lang={language}&alert=note_empty")
        reader.page.screenshot(path=SCREENSHOTS / f"frame-{viewport['width']}-{scheme}-{language}.png")

        assert reader.cut_off() == []
        assert reader.too_small() == []
        assert reader.barriers() == []
        assert reader.complaints == []
        assert reader.elsewhere() == []


def test_a_list_goes_on_by_itself_and_what_is_being_written_stays(browser: Browser, sample: str, board: Board) -> None:
    with watched(browser) as reader, watched(browser) as other:
        reader.page.goto(f"{sample}/~mine/")
        field = reader.page.get_by_label("メモ")
        field.fill("書きかけ")
        for number in (1, 2, 3):
            other.page.goto(f"{sample}/")
            other.page.get_by_label("メモ").fill(f"メモ{number}")
            other.page.get_by_role("button", name="追加する").click()
            expect(reader.page.get_by_role("log").locator("li")).to_have_count(number)
            expect(reader.page.locator("#notes > p")).to_have_text(f"{number} 件")

        expect(field).to_have_value("書きかけ")
        expect(field).to_be_focused()
        assert reader.complaints == other.complaints == []
        assert [each for each in reader.asked if "/list" in each and "/~mine/list?after=" not in each] == []
    # One request at a time, each held until there is more.
    assert board.asked <= 10


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_post_is_sent_once_also_after_reloading_and_without_script(
    browser: Browser, sample: str, board: Board, script: bool
) -> None:
    with watched(browser, script=script) as reader:
        page = reader.page
        page.goto(f"{sample}/~mine/")
        page.get_by_role("button", name="追加する").click()
        expect(page.get_by_role("alert")).to_have_text("メモを入力してください。")
        page.get_by_label("メモ").fill("一")
        page.get_by_role("button", name="追加する").click()
        expect(page.get_by_role("log").locator("li")).to_have_text(["一"])
        assert page.url == f"{sample}/~mine/"
        page.reload()

        assert board.notes == ["一"]
        expect(page.get_by_role("alert")).to_have_count(0)
        assert reader.complaints == []


def test_a_page_of_another_origin_cannot_send_our_form(browser: Browser, sample: str, board: Board) -> None:
    with watched(browser) as reader:
        reader.page.route(
            "http://127.0.0.1:1/",
            lambda route: route.fulfill(
                content_type="text/html",
                body=f'<form method="post" action="{sample}/notes"><input name="note" value="x"><button>Win</button>',
            ),
        )
        reader.page.goto("http://127.0.0.1:1/")
        with reader.page.expect_response(f"{sample}/notes") as answer:
            reader.page.get_by_role("button").click()

    assert answer.value.status == 403
    assert board.notes == []


def test_the_language_is_switched_and_kept(browser: Browser, sample: str) -> None:
    with watched(browser) as reader:
        page = reader.page
        page.goto(f"{sample}/~mine/")
        expect(page.get_by_role("heading", level=1)).to_have_text("掲示板")
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Board")
        page.get_by_label("Note").fill("one")
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_text("1 notes")).to_be_visible()
        page.get_by_role("link", name="日本語").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("掲示板")
        page.goto(f"{sample}/~mine/")
        expect(page.get_by_role("heading", level=1)).to_have_text("掲示板")


def test_everything_is_reached_by_keyboard_and_the_focus_is_seen(browser: Browser, sample: str, board: Board) -> None:
    with watched(browser) as reader:
        page = reader.page
        page.goto(sample)
        reached = []
        for _ in range(7):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.textContent || document.activeElement.name"))
            assert page.evaluate("getComputedStyle(document.activeElement).outline").endswith("solid 3px")
        assert reached == ["本文へ移動", "onshi", "管理コンソール", "API文書", "English", "note", "追加する"]

        page.goto(sample)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="本文へ移動")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("鍵盤")
        page.keyboard.press("Enter")
        expect(page.get_by_role("log").locator("li")).to_have_text(["鍵盤"])
    assert board.notes == ["鍵盤"]
