"""Databases, settings and running apps for tests: everything real, on loopback, for the length of one test."""

import asyncio
import itertools
import os
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import httpx
from pydantic import SecretStr
from starlette.types import ASGIApp

from shared.clock import JAPAN, ShiftedClock
from shared.ids import new_id
from shared.settings import Settings
from simulator.serving.limits import Limits
from simulator.serving.server import Server
from tests.declared import Watched, document_of, undeclared

_numbers = itertools.count(1)
TODAY = date(2026, 11, 20)
"""The day on which every test's world stands, whatever day it is outside."""
WITHIN_S = 60.0
"""How long an answer may take on a machine that does much else; httpx would give up after five seconds."""
_STARTED_AT = ShiftedClock().now()


def shift_to_nine(day: date) -> timedelta:
    """Return how far a clock is moved for which it was nine in the morning of ``day`` when the tests began.

    They take less than the hours that are left of it: no test has one day at its start and another at its end.
    """
    return datetime.combine(day, time(9), JAPAN) - _STARTED_AT


CLOCK = ShiftedClock(shift_to_nine(TODAY))


def new_check_id() -> UUID:
    """Return what names a check of now: it begins with its time, and is kept in that month."""
    return new_id(CLOCK.now(), os.urandom)


PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients of what is served here without TLS: they need not read this machine's certificates, which takes 25 ms."""


LIMITS = Limits.of(Settings.model_construct())
"""Those that hold where nothing is set."""


@dataclass(frozen=True)
class TestDatabase:
    """One test's database: the administrator's URL and each service's."""

    __test__ = False

    admin_url: str
    urls: Mapping[str, str]

    @staticmethod
    def next_name() -> str:
        return f"onshi_test_{next(_numbers)}"

    def settings(self, **more: Any) -> Settings:
        """Settings for an app on this database; ``more`` adds or replaces fields."""
        fields: dict[str, Any] = {f"{service}_database_url": SecretStr(url) for service, url in self.urls.items()}
        fields |= {"nonce_key": SecretStr("11" * 32), "clock_offset_s": CLOCK.offset.total_seconds()}
        # The roots of tests are nobody's.
        fields |= {"foreign_trust_roots": True}
        return Settings(**{**fields, **more})


@asynccontextmanager
async def serving(app: ASGIApp, limits: Limits = LIMITS) -> AsyncIterator[httpx.AsyncClient]:
    """Run ``app`` under the program's own server on a free loopback port and yield a client for it.

    At the end, whatever it refused must stand in its OpenAPI document.
    """
    watched = Watched(app)
    # asyncio turns Nagle's algorithm off only where the protocol is named; else each answer waits 40 ms.
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    server = Server(watched, limits)
    serve = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        while not server.started:
            if serve.done():
                await serve
            await asyncio.sleep(0.005)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=address, verify=PLAIN, timeout=WITHIN_S) as client:
            yield client
            if watched.refused:
                assert undeclared(watched.refused, await document_of(client, watched)) == []
    finally:
        server.should_exit = True
        await serve
        listener.close()
