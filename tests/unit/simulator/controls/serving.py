"""The controls of a world without services, served in this process."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date

import httpx

from shared.web.edge import Edge
from shared.web.pages.refused_pages import RefusedPages
from simulator.controls.app import create_app
from simulator.pages.console import CONSOLE_PAGES
from simulator.personas.cast import personas
from simulator.personas.persona import Persona
from simulator.running.lifespans import lifespans_of

TODAY = date(2026, 11, 20)
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@asynccontextmanager
async def controls(cast: Sequence[Persona] = (), *, is_filled: bool = True) -> AsyncIterator[httpx.AsyncClient]:
    app = RefusedPages(
        Edge(create_app(TODAY, cast or personas(1, TODAY), lambda: is_filled)), CONSOLE_PAGES, "refused.html"
    )
    async with (
        lifespans_of([app]),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://controls") as client,
    ):
        yield client
