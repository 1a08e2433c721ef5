"""One agent from its start to its end: requests, card checks, old answers and the status file, side by side."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from onshi.connecting import Verify, open_http_async
from onshi.conversation import Conversation, Places
from onshi.retrying import Retries
from shared.clock import ShiftedClock
from simulator.agent.config import Config
from simulator.agent.credentials import NoSecret, may_be_asked_for, secret_from, secret_in
from simulator.agent.facing import Facing
from simulator.agent.folder import Folders
from simulator.agent.kept import Kept
from simulator.agent.locking import alone_on
from simulator.agent.persisting import Hands
from simulator.agent.report import Report
from simulator.agent.service import Service
from simulator.agent.sweeping import sweep
from simulator.agent.taking import AT_ONCE, Taking

_TIMEOUT_S: Final = 60.0
_STATUS_EVERY_S: Final = 0.5
_THREADS: Final = 8
_RETRIES: Final = Retries(most=1, longest_wait_s=1.0)
_WATCHING: Final = 2
"""Connections beside those of requests: the long poll, and the answers that it leads to."""


@dataclass(frozen=True, slots=True)
class AgentOptions:
    """What an agent is started with."""

    root: Path
    url: str
    control_url: str
    client_id: str
    config: Config
    environment: Mapping[str, str] = field(repr=False)
    institution: str | None = None
    verify: Verify = True
    certificate: Path | None = None
    verbose: bool = False


def run_agent(options: AgentOptions, show: Callable[[Folders], None]) -> None:
    """Work until SIGTERM or SIGINT; ``show`` is called when the folders are there.

    Raises FolderUnusable, NoSecret or CertificateUnreadable.
    """
    secret = secret_in(options.environment, options.client_id)
    if secret is None and not may_be_asked_for(options.control_url):
        raise NoSecret("the controls are on another machine: say ONSHI_CLIENT_SECRET")
    folders = Folders(options.root.absolute())
    folders.make()
    with alone_on(folders.own):
        show(folders)
        asyncio.run(_until_ended(options, folders, secret))


async def _until_ended(options: AgentOptions, folders: Folders, secret: str | None) -> None:
    working = asyncio.ensure_future(_work(options, folders, secret))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, working.cancel)
    with suppress(asyncio.CancelledError):
        await working


async def _work(options: AgentOptions, folders: Folders, secret: str | None) -> None:
    report = Report(folders.own / "status.json", ShiftedClock(), options.verbose)
    kept = Kept(folders.own / "answers", in_place=options.config.delivery == "in_place")
    limits = httpx.Limits(max_connections=AT_ONCE + _WATCHING, max_keepalive_connections=AT_ONCE + _WATCHING)
    http = open_http_async(timeout=_TIMEOUT_S, limits=limits, verify=options.verify, certificate=options.certificate)
    with ThreadPoolExecutor(_THREADS) as threads:
        hands = Hands(threads, report)
        async with http, _status_of(report, hands):
            await hands.surely("own-not-written", kept.open)
            if secret is None:
                secret = await secret_from(options.control_url, options.client_id, http, report)
            places = Places.under(options.url, None, None)
            conversation = Conversation(places, (options.client_id, secret), options.institution, _RETRIES)
            service = Service(http, conversation, options.config)
            async with asyncio.TaskGroup() as side_by_side:
                side_by_side.create_task(Taking(folders, kept, service, options.config, report, hands).run())
                side_by_side.create_task(Facing(folders, kept, service, report, hands).run())
                side_by_side.create_task(sweep(folders, options.config.keep_minutes, report, hands))


@asynccontextmanager
async def _status_of(report: Report, hands: Hands) -> AsyncIterator[None]:
    """Keep the status file up to date."""
    writing = asyncio.create_task(_write_status(report, hands))
    try:
        yield
    finally:
        writing.cancel()
        await asyncio.wait({writing})
        with suppress(OSError):
            await hands.do(report.write)


async def _write_status(report: Report, hands: Hands) -> None:
    while True:
        with suppress(OSError):
            await hands.do(report.write)
        await asyncio.sleep(_STATUS_EVERY_S)
