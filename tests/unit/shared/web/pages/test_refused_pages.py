"""A refusal as a browser is told it."""

import httpx

from shared.web.pages.refused_pages import FRAME_PAGES, RefusedPages
from tests.sample_pages.app import Board, sample_app


async def test_a_refusal_leads_to_its_page_in_the_guide_in_the_world_that_was_asked() -> None:
    app = RefusedPages(sample_app(Board()), FRAME_PAGES)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", headers={"Accept": "text/html"}
    ) as reader:
        here = await reader.get("/never?lang=en")
        mine = await reader.get("/~mine/never?lang=ja")

    assert here.status_code == 404
    assert '<a href="/guide/refusals/resource-not-found">Cause and cure, in the guide</a>' in here.text
    assert '<a href="/~mine/guide/refusals/resource-not-found">原因と対処（ガイド）</a>' in mine.text
