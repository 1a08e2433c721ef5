"""The guide beside a program."""

from typing import Any

import httpx
from starlette.types import Receive, Scope, Send

from simulator.running.guide_here import GuideHere, WithGuide


async def program(scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["path"].encode()})


async def test_a_program_that_is_served_alone_has_the_pages_of_its_refusals() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(WithGuide(program)), base_url="http://alone") as asker:
        page = await asker.get("/guide/refusals/nonce-used?lang=en")
        own = await asker.get("/v1/checks")
        without_slash = await asker.get("/guide")

    assert "Refusal nonce-used" in page.text
    assert 'href="/guide/assets/guide.css"' in page.text
    assert (own.text, without_slash.text) == ("/v1/checks", "/guide")


async def test_what_is_outside_sees_the_scope_as_it_came() -> None:
    seen: dict[str, Any] = {}
    guide = GuideHere()

    async def outside(scope: Scope, receive: Receive, send: Send) -> None:
        await guide(scope, receive, send)
        seen.update(scope)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(outside), base_url="http://alone") as asker:
        assert (await asker.post("/guide/first-check")).status_code == 405

    assert seen["root_path"] == ""


def test_the_files_for_agents_are_the_guides_too() -> None:
    guide = GuideHere()

    assert [guide.has(path) for path in ("/guide/", "/llms.txt", "/llms-full.txt", "/guides/", "/")] == [
        True,
        True,
        True,
        False,
        False,
    ]
