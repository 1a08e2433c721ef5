"""The frame, as a program reads it: languages, prefixes, policy, posts."""

import re
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from tests.sample_pages.app import Board, sample_app

ORIGIN = "http://127.0.0.1:8099"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def asking(board: Board | None = None, **options: Any) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(sample_app(board or Board()))
    return httpx.AsyncClient(transport=transport, base_url=ORIGIN, **options)


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.mark.parametrize("accept", ["en-US,en;q=0.9", "ja", "fr"])
async def test_a_page_is_japanese_whatever_the_browser_prefers(accept: str) -> None:
    async with asking(headers={"Accept-Language": accept}) as client:
        page = (await client.get("/")).text

    assert '<html lang="ja">' in page
    assert "<h1>掲示板</h1>" in page
    assert ">English</a>" in page


async def test_the_language_that_was_asked_for_is_kept_until_another_is() -> None:
    async with asking() as client:
        asked = await client.get("/?lang=en")
        kept = (await client.get("/")).text
        back = (await client.get("/?lang=ja")).text
        stays = (await client.get("/")).text

    assert asked.headers["set-cookie"] == ("onshi-language=en; HttpOnly; Max-Age=31536000; Path=/; SameSite=lax")
    for page in (asked.text, kept):
        assert '<html lang="en">' in page
        assert "<h1>Board</h1>" in page
        assert ">日本語</a>" in page
    for page in (back, stays):
        assert "<h1>掲示板</h1>" in page


async def test_a_language_that_there_is_not_is_refused() -> None:
    async with asking() as client:
        answer = await client.get("/?lang=fr")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/query/lang")


@pytest.mark.parametrize("prefix", ["", "/~mine", "/~default"])
async def test_every_address_of_a_page_keeps_the_prefix_of_the_world(prefix: str) -> None:
    async with asking() as client:
        page = Tags((await client.get(f"{prefix}/")).text)
        after_post = await client.post(f"{prefix}/notes", data={"note": "x"})

    named = [value for _, tag in page.found for key, value in tag.items() if key in ("href", "src", "action", "hx-get")]
    assert len(named) == 10
    assert [each for each in named if each is not None and not each.startswith((f"{prefix}/", "#"))] == []
    assert after_post.headers["location"] == f"{prefix}/"


async def test_a_page_brings_no_script_and_no_style_of_its_own_and_nothing_from_elsewhere() -> None:
    async with asking() as client:
        answer = await client.get("/")

    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    tags = Tags(answer.text)
    assert tags.named("style") == []
    assert [each for each in tags.named("script") if not each.get("src")] == []
    assert [key for _, tag in tags.found for key in tag if key == "style" or key.startswith("on")] == []
    assert not re.search("https?:", answer.text)


async def test_every_page_has_one_heading_a_main_part_and_a_menu_of_what_is_there() -> None:
    async with asking() as client:
        page = (await client.get("/")).text
        english = (await client.get("/?lang=en")).text

    assert (page.count("<h1"), page.count("<main ")) == (1, 1)
    assert 'aria-label="メインメニュー"' in page
    assert 'aria-label="Main menu"' in english
    assert re.findall(r'<li><a href="([^"]*)"([^>]*)>([^<]*)', page) == [
        ("/", ' aria-current="true"', "管理コンソール"),
        ("/docs", "", "API文書"),
    ]


async def test_what_a_reader_has_written_is_shown_as_text() -> None:
    board = Board()
    async with asking(board) as client:
        await client.post("/notes", data={"note": '"><script>alert(1)</script>'})
        page = (await client.get("/")).text

    assert board.notes == ['"><script>alert(1)</script>']
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "https://127.0.0.1:8099"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_a_form_of_another_origin_is_refused(headers: dict[str, str]) -> None:
    board = Board()
    async with asking(board) as client:
        answer = await client.post("/notes", data={"note": "x"}, headers=headers)

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:onshi:problem:origin-foreign")
    assert board.notes == []


@pytest.mark.parametrize("headers", [{}, {"Origin": ORIGIN}, {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}])
async def test_a_form_of_our_own_is_answered_with_another_address(headers: dict[str, str]) -> None:
    board = Board()
    async with asking(board) as client:
        answer = await client.post("/notes", data={"note": "あ"}, headers=headers)

    assert (answer.status_code, answer.headers["location"], board.notes) == (303, "/", ["あ"])


@pytest.mark.parametrize(
    ("content", "media_type", "code"),
    [
        (b'{"note": "x"}', "application/json", "media-type-unsupported"),
        (b"note=x", "text/plain", "media-type-unsupported"),
        (b"note=%ff", "application/x-www-form-urlencoded", "body-unreadable"),
        (b"note=\xff", "application/x-www-form-urlencoded", "body-unreadable"),
        (b"&".join([b"a=1"] * 201), "application/x-www-form-urlencoded", "body-unreadable"),
    ],
)
async def test_what_is_no_form_is_refused(content: bytes, media_type: str, code: str) -> None:
    async with asking() as client:
        answer = await client.post("/notes", content=content, headers={"Content-Type": media_type})

    assert answer.json()["type"] == f"urn:onshi:problem:{code}"


async def test_a_mistake_is_told_on_the_page_that_the_post_leads_to() -> None:
    async with asking() as client:
        answer = await client.post("/notes", data={"note": " "})
        page = (await client.get(answer.headers["location"])).text
        english = (await client.get(f"{answer.headers['location']}&lang=en")).text
        unknown = await client.get("/?alert=you_have_won")

    assert answer.headers["location"] == "/?alert=note_empty"
    assert '<p class="alert" role="alert">メモを入力してください。</p>' in page
    assert '<p class="alert" role="alert">Write a note.</p>' in english
    assert unknown.status_code == 200
    assert 'role="alert"' not in unknown.text


async def test_a_part_alone_comes_without_the_frame_when_there_is_more() -> None:
    board = Board()
    async with asking(board) as client:
        await board.add("一")
        part = (await client.get("/~mine/list?after=0")).text

    assert "<html" not in part
    assert '<div id="notes" hx-get="/~mine/list?after=1"' in part
    assert "<li>一</li>" in part


@pytest.mark.parametrize(
    ("path", "status", "media_type"),
    [
        ("/page-assets/frame.css", 200, "text/css; charset=utf-8"),
        ("/page-assets/htmx.min.js", 200, "text/javascript; charset=utf-8"),
        ("/page-assets/icon.svg", 200, "image/svg+xml"),
        ("/page-assets/README.md", 404, "application/problem+json"),
        ("/page-assets/..%2Fpages.py", 404, "application/problem+json"),
    ],
)
async def test_the_files_of_the_frame_are_served_and_no_others(path: str, status: int, media_type: str) -> None:
    async with asking() as client:
        answer = await client.get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (status, media_type)
