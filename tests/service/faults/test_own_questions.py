"""What a process asks its own services, beside the edge, is of no world and meets no fault."""

import httpx

from onshi.connecting import open_http_async
from services.consent.app import create_app
from shared.settings import Settings
from simulator.faults.rule import Rule
from simulator.pages.whole_document import pages_of
from tests.service.faults.counted import layer_with


async def test_the_document_of_all_services_is_made_where_a_world_has_faults_too() -> None:
    service = await layer_with(Rule("status", {"status": 500}), app=create_app(Settings()))
    transport = httpx.ASGITransport(pages_of({"consent": service}))

    async with open_http_async(base_url="http://localhost", transport=transport) as client:
        answer = await client.get("/openapi.json")

    assert (answer.status_code, answer.json()["info"]["title"]) == (200, "onshi")
