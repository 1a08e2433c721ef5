"""One agent from its start to its end: requests, card checks, old answers and the status file, side by side.

Threads, each of which may be broken off anywhere: what is left to do is seen in the folders. So an end waits for
what is in hand for a moment only.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from onshi.connecting import Verify, open_http
from onshi.conversation import Conversation, Places
from onshi.retrying import Retries
from shared.clock import ShiftedClock
from simulator.agent.carrying import Carrying
from simulator.agent.config import Config
from simulator.agent.credentials import CannotStart, may_be_asked_for, require_address, secret_from, secret_in
from simulator.agent.facing import Facing
from simulator.agent.folder import Folders
from simulator.agent.kept import Kept
from simulator.agent.locking import alone_on
from simulator.agent.persisting import Persistence, Stopping
from simulator.agent.report import Report
from simulator.agent.service import Service
from simulator.agent.settling import Settling
from simulator.agent.sweeping import Sweeping
from simulator.agent.taking import AT_ONCE, END_WITHIN_S, Taking

_TIMEOUT_S: Final = 60.0
_STATUS_EVERY_S: Final = 0.5
_ENDING: Final = (signal.SIGTERM, signal.SIGINT)
_RETRIES: Final = Retries(most=1, longest_wait_s=1.0)


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

    Raises FolderUnusable, CannotStart or CertificateUnreadable.
    """
    require_address("--url", options.url)
    require_address("--control-url", options.control_url)
    secret = secret_in(options.environment, options.client_id)
    if secret is None and not may_be_asked_for(options.control_url):
        raise CannotStart("the controls are on another machine: say ONSHI_CLIENT_SECRET")
    folders = Folders(options.root.absolute())
    folders.make()
    with alone_on(folders.own):
        report = Report(folders.own / "status.json", ShiftedClock(), options.verbose)
        persistence = Persistence(report)
        with _connections(options) as http:
            show(folders)
            with _until_told(persistence):
                _work(options, folders, secret, http, persistence)


@contextmanager
def _until_told(persistence: Persistence) -> Iterator[None]:
    """Let SIGTERM and SIGINT end the block, wherever it is, and with it what waits in other threads."""

    def end(*_: object) -> None:
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)
        # Not set here: whoever waits for the event may be this thread, with its lock.
        raise Stopping

    for number in _ENDING:
        signal.signal(number, end)
    try:
        with suppress(Stopping):
            yield
    finally:
        persistence.stop.set()


def _connections(options: AgentOptions) -> httpx.Client:
    # One for each worker, one for the long poll.
    limits = httpx.Limits(max_connections=AT_ONCE + 1, max_keepalive_connections=AT_ONCE + 1)
    return open_http(timeout=_TIMEOUT_S, limits=limits, verify=options.verify, certificate=options.certificate)


def _work(
    options: AgentOptions, folders: Folders, secret: str | None, http: httpx.Client, persistence: Persistence
) -> None:
    config, report = options.config, persistence.report
    kept = Kept(folders.own / "answers", in_place=config.delivery == "in_place")
    persistence.surely("own-not-written", kept.open)
    persistence.surely("own-not-written", report.write)
    if secret is None:
        secret = secret_from(options.control_url, options.client_id, http, persistence)
    places = Places.under(options.url, None, None)
    conversation = Conversation(places, (options.client_id, secret), options.institution, _RETRIES)
    service = Service(http, conversation, config)
    carrying = Carrying(folders, kept, service, config, persistence)
    broken: list[BaseException] = []
    taking = _begun(Taking(carrying, report, Settling(config.settle_seconds)).run, broken)
    _begun(Facing(folders, kept, service, report, persistence).run, broken)
    sweeping = Sweeping.of(folders, config.keep_minutes, report)
    try:
        while not broken:
            with suppress(OSError):
                report.write()
            sweeping.look(time.monotonic())
            persistence.pause(_STATUS_EVERY_S)
        raise broken[0]
    finally:
        persistence.stop.set()
        taking.join(2 * END_WITHIN_S)
        with suppress(OSError):
            report.write()


def _begun(work: Callable[[], None], broken: list[BaseException]) -> threading.Thread:
    def until_stopped() -> None:
        try:
            work()
        except Stopping:
            pass
        except Exception as error:  # noqa: BLE001 - it ends the agent, in the thread that can say so
            broken.append(error)

    thread = threading.Thread(target=until_stopped, daemon=True)
    thread.start()
    return thread
