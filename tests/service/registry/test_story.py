"""docs/insurers-story.md says what happens: every request in it is sent, and every answer compared."""

import json
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.service.registry.caller import INSURER_SECRET, write_token_key
from tests.service.registry.story import Services, differences, on_day, read_story
from tests.worlds import TestDatabase

PAGE = Path(__file__).parents[3] / "docs" / "insurers-story.md"
SOCIETY = {"insurer_number": "06139018", "name": "模擬健康保険組合", "kind": "society"}
TOWN = {"insurer_number": "139014", "name": "模擬市国民健康保険", "kind": "municipal_nhi"}
CLINIC = {"institution_code": "9910000018", "name": "模擬クリニック", "role": "institution"}
CLIENTS: list[dict[str, Any]] = [
    {"client_id": "insurer", "role": "insurer", "insurer_number": SOCIETY["insurer_number"]},
    {"client_id": "review", "role": "review"},
    {"client_id": "clinic", "role": "institution", "institution_codes": [CLINIC["institution_code"]]},
]


async def _prepare(services: Services) -> None:
    for path, body in (
        ("insurers", SOCIETY),
        ("insurers", TOWN),
        ("institutions", CLINIC),
        *(("clients", {**client, "client_secret": INSURER_SECRET}) for client in CLIENTS),
    ):
        answer = await services.send("POST", f"/registry/v1/{path}", "operator", json.dumps(body))
        assert answer.status_code == 201, answer.text


async def test_the_page_says_what_happens(database: TestDatabase, tmp_path: Path) -> None:
    exchanges = read_story(PAGE)
    key_file = write_token_key(tmp_path)
    async with on_day(database, key_file, exchanges[0].day) as services:
        await _prepare(services)
    for day, of_day in groupby(exchanges, key=lambda exchange: exchange.day):
        async with on_day(database, key_file, day) as services:
            for exchange in of_day:
                answer = await services.send(
                    exchange.method, exchange.path, exchange.who, exchange.body, **exchange.headers
                )
                where = f"{PAGE.name}, line {exchange.line}"
                assert answer.status_code == exchange.status, f"{where}: {answer.text}"
                assert differences(exchange.shown, answer.json()) == [], where
    assert len(exchanges) == 31
