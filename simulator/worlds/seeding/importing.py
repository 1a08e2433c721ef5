"""People brought to the registry as a file of members, and what it would not take of them."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec

from simulator.worlds.seeding.calls import OTHERWISE, Calls, SeedFailed

_IMPORTS: Final = "/v1/imports"
_NDJSON: Final = "application/x-ndjson"
_A_PAGE: Final = 1000
_LOOK_EVERY_S, _AT_MOST_S = 0.05, 600.0
_ALREADY: Final = "already-exists"


async def import_lines(
    registry: Calls, lines: Sequence[Mapping[str, Any]], progress: Callable[[int], None]
) -> dict[int, str]:
    """Import lines as the operator, after any other import of theirs, and return why some were rejected.

    They are told by place in ``lines``, from 0 on, with codes and pointers only. ``progress`` is told how many
    more are done. Raises SeedFailed.
    """
    content = b"".join(msgspec.json.encode(each) + b"\n" for each in lines)
    try:
        async with asyncio.timeout(_AT_MOST_S):
            while True:
                handed_in = await registry.send(_IMPORTS, content, _NDJSON, wrong={"import-running"})
                if "import_id" in handed_in:
                    return await _followed(registry, f"{_IMPORTS}/{handed_in['import_id']}", progress)
                await asyncio.sleep(_LOOK_EVERY_S)
    except TimeoutError:
        raise SeedFailed(f"POST {_IMPORTS}: it was not done after {_AT_MOST_S:.0f} s") from None


async def _followed(registry: Calls, path: str, progress: Callable[[int], None]) -> dict[int, str]:
    done = 0
    while True:
        shown = json.loads(await registry.read(f"{path}?limit=1"))
        worked = sum(shown[name] for name in ("accepted", "unchanged", "rejected"))
        progress(worked - done)
        done = worked
        if shown["state"] != "running":
            break
        await asyncio.sleep(_LOOK_EVERY_S)
    if shown["state"] != "done":
        raise SeedFailed(f"POST {_IMPORTS}: the import was {shown['state']}")
    return await _rejected(registry, path) if shown["rejected"] else {}


async def _rejected(registry: Calls, path: str) -> dict[int, str]:
    reasons: dict[int, list[str]] = {}
    cursor: str | None = ""
    while cursor is not None:
        page = json.loads(await registry.read(f"{path}?limit={_A_PAGE}" + (f"&cursor={cursor}" if cursor else "")))
        for each in page["rejections"]:
            said = f"{each['pointer']} {each['code']}".strip() + (OTHERWISE if each["code"] == _ALREADY else "")
            reasons.setdefault(each["line"] - 1, []).append(said)
        cursor = page["next_cursor"]
    return {place: f"POST {_IMPORTS}: {' '.join(said)}" for place, said in reasons.items()}
