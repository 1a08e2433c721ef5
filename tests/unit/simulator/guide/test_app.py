"""The addresses of the guide."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from simulator.guide.app import guide_app
from simulator.guide.guide import Guide
from tests.unit.simulator.guide.library import FOLDER, library


@pytest.fixture
async def reader(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(guide_app(Guide(library(tmp_path))), root_path="/guide")
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000/guide/") as client:
        yield client


async def text(reader: httpx.AsyncClient, path: str) -> str:
    answer = await reader.get(path)
    assert answer.status_code == 200, path
    return answer.text


async def test_a_page_is_shown_in_the_language_asked_for_in_the_frame(reader: httpx.AsyncClient) -> None:
    japanese, english = await text(reader, "first"), await text(reader, "first?lang=en")

    assert "<h1>最初の照会</h1>" in japanese
    assert "<h1>A first check</h1>" in english
    assert '<a href="/guide/first?lang=en" lang="en"' in japanese
    assert 'href="/guide/page-assets/frame.css"' in japanese


async def test_a_page_that_is_in_english_only_says_so(reader: httpx.AsyncClient) -> None:
    page = await text(reader, "only")

    assert "このページは英語のみです。" in page
    assert '<article lang="en">' in page


async def test_the_first_page_is_the_list_and_the_decisions_have_theirs(reader: httpx.AsyncClient) -> None:
    assert "<h1>Documentation</h1>" in await text(reader, "?lang=en")
    assert '<a href="../decisions/0001-why">1. Why</a>' in await text(reader, "decisions/?lang=en")
    assert "<h1>1. Why</h1>" in await text(reader, "decisions/0001-why?lang=en")


async def test_what_is_not_found_in_the_language_is_shown_from_the_other(reader: httpx.AsyncClient) -> None:
    page = await text(reader, "search?q=資格確認&lang=en")

    assert '<a href="/guide/first?lang=ja#カードで">最初の照会 › カードで</a>' in page
    assert "These are Japanese pages." in page


async def test_a_search_finds_or_says_that_it_did_not(reader: httpx.AsyncClient) -> None:
    assert "<mark>nonce</mark>" in await text(reader, "search?q=nonce&lang=en")
    assert "見つかりませんでした" in await text(reader, "search?q=zzz&lang=ja")
    assert "<script>" not in await text(reader, "search?q=<script>")


@pytest.mark.parametrize("path", ["/refusals/nonce-used", "/urn:onshi:problem:nonce-used"])
async def test_a_refusals_type_leads_to_its_page(reader: httpx.AsyncClient, path: str) -> None:
    japanese, english = await text(reader, path), await text(reader, f"{path}?lang=en")

    assert "ノンスは以前の照会で消費されています。" in japanese
    assert "The nonce was spent by an earlier check" in english


async def test_the_markdown_of_a_page_stands_beside_it(reader: httpx.AsyncClient) -> None:
    answer = await reader.get("first.ja.md")

    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.text.startswith("# 最初の照会")
    assert '<link rel="alternate" type="text/markdown" href="/guide/first.ja.md">' in await text(
        reader, "first?lang=ja"
    )


async def test_agents_find_the_list_and_the_whole(reader: httpx.AsyncClient) -> None:
    assert "(http://127.0.0.1:8000/guide/first.md)" in await text(reader, "llms.txt")
    assert f"<!-- {FOLDER}/first.md -->" in await text(reader, "llms-full.txt")


@pytest.mark.parametrize(
    "path",
    [
        "never",
        "never.md",
        "only.ja.md",
        "README",
        "first/",
        "refusals/never",
        "%2e%2e/pyproject.toml",
        "a.png",
        "%00",
        "%ff.md",
    ],
)
async def test_what_is_not_there_is_refused(reader: httpx.AsyncClient, path: str) -> None:
    answer = await reader.get(path)

    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:onshi:problem:resource-not-found"


async def test_a_query_that_nobody_asked_for_is_refused(reader: httpx.AsyncClient) -> None:
    assert (await reader.get("search?w=nonce")).status_code == 422


async def test_what_may_be_a_my_number_is_not_searched_for_and_not_repeated(reader: httpx.AsyncClient) -> None:
    answer = await reader.get("search?q=1234 5678 9018")

    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:onshi:problem:my-number-not-accepted"
    assert "5678" not in answer.text


async def test_a_search_of_more_than_a_hundred_letters_is_refused(reader: httpx.AsyncClient) -> None:
    assert (await reader.get(f"search?q={'a' * 101}")).status_code == 422


async def test_without_its_documents_the_guide_still_tells_of_refusals(tmp_path: Path) -> None:
    transport = httpx.ASGITransport(guide_app(Guide(tmp_path)), root_path="/guide")
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000/guide/") as reader:
        assert "ノンスは以前の照会で消費されています。" in await text(reader, "refusals/nonce-used")
        assert "見つかりませんでした" in await text(reader, "search?q=nonce")
        assert (await text(reader, "llms.txt")).startswith("# onshi")
        assert (await reader.get("")).status_code == 404
