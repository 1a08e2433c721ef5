"""Files of members for tests of imports, and what is told of one."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg

from tests.service.registry.caller import SOCIETY, RegistryCaller

NDJSON = {"Content-Type": "application/x-ndjson"}
_TRIES = 600


def line(number: int, **more: Any) -> dict[str, Any]:
    """An insured person of the society, and nobody's ids."""
    person = {
        "name": f"見本　花子{number}",
        "name_kana": "ﾐﾎﾝ ﾊﾅｺ",
        "sex": "female",
        "birthdate": f"1985-04-{number:02}",
        "address": f"東京都見本区一丁目{number}番",
        **more.pop("person", {}),
    }
    coverage = {
        "insurer_number": SOCIETY["insurer_number"],
        "symbol": "12",
        "number": str(number),
        "branch": "00",
        "relationship": "self",
        "acquired_on": "2024-04-01",
        **more.pop("coverage", {}),
    }
    return {"person": person, "coverages": [coverage], **more}


def ndjson(*lines: Mapping[str, Any]) -> bytes:
    return b"".join(json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in lines)


async def send(caller: RegistryCaller, content: bytes, **query: Any) -> Any:
    """Hand a file in and return how its import ended."""
    return await ended(caller, await caller.hand_in(content, **query))


async def ended(caller: RegistryCaller, import_id: str) -> Any:
    for _ in range(_TRIES):
        shown = (await caller.get(f"/v1/imports/{import_id}", limit=1000)).json()
        if shown["state"] != "running":
            return shown
        # The work goes on beside the requests; half a minute is more than any of these needs.
        await asyncio.sleep(0.05)
    raise AssertionError(shown)


def counts(shown: Mapping[str, Any]) -> tuple[str, int, int, int, int]:
    return (shown["state"], shown["lines"], shown["accepted"], shown["unchanged"], shown["rejected"])


def rejected(shown: Mapping[str, Any]) -> list[tuple[int, str, str]]:
    return [(each["line"], each["pointer"], each["code"]) for each in shown["rejections"]]


async def published(caller: RegistryCaller) -> dict[str, Sequence[Mapping[str, Any]]]:
    """The published coverages by the name of who holds them."""
    rows = await rows_of(caller, "SELECT document FROM registry_published.persons WHERE known_to = 'infinity'")
    return {each["name"]: each["coverages"] for each in (json.loads(row["document"]) for row in rows)}


async def rows_of(caller: RegistryCaller, statement: str) -> list[asyncpg.Record]:
    admin = await asyncpg.connect(caller.database.admin_url)
    try:
        return await admin.fetch(statement)
    finally:
        await admin.close()
