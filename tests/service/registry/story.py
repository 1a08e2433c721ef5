"""Reading a page of requests and expected answers, and running it day by day against running services."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from services.eligibility.app import create_asgi
from services.registry.app import create_app
from shared.web.edge import Edge
from tests.service.registry.caller import INSURER_SECRET, OPERATOR_SECRET
from tests.worlds import TestDatabase, serving, shift_to_nine

_HEADING = re.compile(r"^## (\d{4}-\d{2}-\d{2})")
_FENCE = "```"


@dataclass(frozen=True)
class Exchange:
    """One request of the page and what it shows of the answer."""

    day: date
    line: int
    who: str
    method: str
    path: str
    headers: dict[str, str]
    body: str
    status: int
    shown: Any


@dataclass
class _Block:
    kind: str
    line: int
    lines: list[str] = field(default_factory=list)


def read_story(page: Path) -> list[Exchange]:
    """Return the exchanges of a page, in order; every request must be followed by its answer."""
    exchanges, day, request = [], None, None
    for part in _parts(page.read_text(encoding="utf-8")):
        if isinstance(part, date):
            day = part
        elif part.kind == "http":
            assert request is None, f"line {part.line}: the request before has no answer"
            request = part
        elif part.kind == "json":
            assert request is not None
            assert day is not None, f"line {part.line}: an answer to nothing"
            exchanges.append(_exchange(day, request, part))
            request = None
    assert request is None
    return exchanges


def _parts(text: str) -> Iterator[date | _Block]:
    block: _Block | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if block is None and (heading := _HEADING.match(line)):
            yield date.fromisoformat(heading.group(1))
        elif line.startswith(_FENCE):
            if block is None:
                block = _Block(line.removeprefix(_FENCE), number)
            else:
                yield block
                block = None
        elif block is not None:
            block.lines.append(line)
    assert block is None


def _exchange(day: date, request: _Block, answer: _Block) -> Exchange:
    comment, first, *rest = request.lines
    method, path = first.split(" ", 1)
    blank = rest.index("") if "" in rest else len(rest)
    headers = dict(line.split(": ", 1) for line in rest[:blank])
    status, *shown = answer.lines
    return Exchange(
        day=day,
        line=request.line,
        who=comment.removeprefix("# "),
        method=method,
        path=path,
        headers=headers,
        body="\n".join(rest[blank:]).strip(),
        status=int(status),
        shown=json.loads("\n".join(shown)),
    )


def differences(shown: Any, answer: Any, where: str = "") -> list[str]:
    """Return where an answer is not what a page shows of it; members that it does not show may be there."""
    if isinstance(shown, dict) and isinstance(answer, dict):
        return [found for name in shown for found in differences(shown[name], answer.get(name), f"{where}/{name}")]
    if isinstance(shown, list) and isinstance(answer, list) and len(shown) == len(answer):
        pairs = enumerate(zip(shown, answer, strict=True))
        return [found for number, (one, other) in pairs for found in differences(one, other, f"{where}/{number}")]
    return [] if shown == answer else [f"{where or '/'}: {shown!r} is shown, {answer!r} came"]


@asynccontextmanager
async def on_day(database: TestDatabase, key_file: Path, day: date) -> AsyncIterator["Services"]:
    """Run registry and eligibility with today being ``day``."""
    settings = database.settings(
        token_key_file=key_file,
        operator_secret=SecretStr(OPERATOR_SECRET),
        clock_offset_s=shift_to_nine(day).total_seconds(),
    )
    async with (
        serving(Edge(create_app(settings))) as registry,
        serving(Edge(create_asgi(settings))) as eligibility,
    ):
        yield Services({"registry": registry, "eligibility": eligibility})


@dataclass(frozen=True)
class Services:
    """Running services, each under its name as `onshi up` serves them."""

    clients: dict[str, httpx.AsyncClient]

    async def send(self, method: str, path: str, who: str, body: str = "", **headers: str) -> httpx.Response:
        """Send a request as ``who``."""
        _, name, rest = path.split("/", 2)
        told = {"Authorization": f"Bearer {await self._token_of(who)}", **headers}
        if body:
            told["Content-Type"] = "application/json"
        return await self.clients[name].request(method, f"/{rest}", content=body.encode(), headers=told)

    async def _token_of(self, who: str) -> str:
        secret = OPERATOR_SECRET if who == "operator" else INSURER_SECRET
        answer = await self.clients["registry"].post(
            "/v1/oauth/token", data={"grant_type": "client_credentials"}, auth=(who, secret)
        )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])
