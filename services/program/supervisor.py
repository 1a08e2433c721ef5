"""`onshi up`: PostgreSQL, the workers that serve all services, the controls; started, kept alive, stopped in order.

What is imported here counts: a worker's start takes longest, so it is begun before anything else is looked at.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from services.program.children import Child, StartFailed, keep_alive
from services.program.data_folder import DataFolder, opened_folder
from services.program.listeners import LOOPBACK, listen, url_of
from services.program.readiness import wait_until_ready
from services.program.world_record import WorldRecord, world_of

if TYPE_CHECKING:
    from services.program.fixtures.people import Brought
    from services.program.postgres import MigratedDatabase
    from services.program.tls.files import TlsFiles
    from shared.settings import Settings

_TUNABLE = (
    "log_level",
    "nonce_lifetime_s",
    "miss_limit",
    "miss_window_s",
    "bulk_miss_limit",
    "bulk_miss_window_s",
    "waiting_limit",
    "statement_timeout_s",
    "token_lifetime_s",
    "portal_session_s",
    "status_poll_s",
)
"""Settings of ours that the workers obey too."""


@dataclass(frozen=True, slots=True)
class UpOptions:
    """What `onshi up` was asked for."""

    host: str
    port: int
    control_host: str
    control_port: int
    data: Path | None
    workers: int
    seed: int | None
    day: date | None
    fixtures: Path | None
    allow_public: bool
    tls: bool
    tls_names: Sequence[str]
    tls_client_certificates: bool
    environment: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Running:
    """Where a world is served."""

    base_url: str
    control_url: str
    world: WorldRecord
    is_kept: bool
    host: str = LOOPBACK
    control_host: str = LOOPBACK
    """The hosts that were asked for."""
    tls: "TlsFiles | None" = None
    tls_client_certificates: bool = False
    brought: int | None = None
    """How many were brought along at this start; None when nobody was asked to."""


def run_up(options: UpOptions, read_settings: Callable[[], "Settings"], show: Callable[[Running], None]) -> None:
    """Serve until SIGTERM or SIGINT; ``show`` is called when all is ready.

    Raises StartFailed, CannotListen, FolderInUse, AnotherWorld, FixturesInvalid or FixturesUnreadable.
    """
    with ExitStack() as held:
        folder = held.enter_context(opened_folder(options.data))
        # One that was killed could not take its announcement back.
        folder.withdraw()
        world = world_of(folder.path / "world.json", options.seed, options.day)
        brought = None if options.fixtures is None else _take_along(options.fixtures, folder, world)
        listener = held.enter_context(listen(options.host, options.port, allow_public=options.allow_public))
        control_listener = held.enter_context(
            listen(options.control_host, options.control_port, allow_public=options.allow_public)
        )
        tls = _lay_tls_files(options, folder, [listener, control_listener]) if options.tls else None
        supervisor = _Supervisor(options, folder, world, listener, control_listener, brought, tls)
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(supervisor.run(read_settings, show))


class _Supervisor:
    def __init__(
        self,
        options: UpOptions,
        folder: DataFolder,
        world: WorldRecord,
        listener: socket.socket,
        control_listener: socket.socket,
        brought: "_TakenAlong | None",
        tls: "TlsFiles | None",
    ) -> None:
        self._options = options
        self._brought = brought
        self._folder = folder
        self._world = world
        scheme = "http" if tls is None else "https"
        self._running = Running(
            base_url=url_of(listener, scheme),
            control_url=url_of(control_listener, scheme),
            world=world,
            is_kept=options.data is not None,
            host=options.host,
            control_host=options.control_host,
            tls=tls,
            tls_client_certificates=options.tls_client_certificates,
            brought=None if brought is None else len(brought.who.people),
        )
        announced = ["--announcement", str(folder.announcement)]
        client_ca = []
        if tls is not None:
            announced += ["--certificate", str(tls.server)]
            client_ca = ["--client-ca", str(tls.ca)] if options.tls_client_certificates else []
        self._workers = [
            Child(f"worker {number}", ["together", *announced, *client_ca], listener, options.environment)
            for number in range(1, options.workers + 1)
        ]
        control_arguments = ["controls", "--seed", str(world.seed), "--date", world.reference_date.isoformat()]
        control_arguments += announced
        if folder.fixtures_file is not None:
            control_arguments += ["--fixtures", str(folder.fixtures_file)]
        self._controls = Child("controls", control_arguments, control_listener, options.environment)

    async def run(self, read_settings: Callable[[], "Settings"], show: Callable[[Running], None]) -> None:
        _cancel_on_signals()
        async with AsyncExitStack() as started:
            for child in self._workers:
                await child.spawn()
            # Again below, so that they end before PostgreSQL does; here for a start without a database.
            started.push_async_callback(_stop_all, [*self._workers, self._controls])
            settings = read_settings()
            _configure_log(settings)
            database = await self._start_database(settings, started)
            started.push_async_callback(_stop_all, [*self._workers, self._controls])
            started.callback(self._folder.withdraw)
            failure: BaseException | None = None
            try:
                await self._serve(database, settings, show)
            except* StartFailed as failed:
                failure = failed.exceptions[0]
            if failure is not None:
                raise failure

    @property
    def _ca(self) -> Path | None:
        return None if self._running.tls is None else self._running.tls.ca

    async def _serve(self, database: "MigratedDatabase", settings: "Settings", show: Callable[[Running], None]) -> None:
        is_up = asyncio.Event()
        told = self._worker_settings(settings, database)
        async with asyncio.TaskGroup() as group:
            if (server := database.server) is not None:
                group.create_task(keep_alive("PostgreSQL", server.wait, server.start, is_up))
            for child in self._workers:
                await child.tell(told)
            await self._controls.spawn()
            await self._controls.tell(b"")
            for child in (*self._workers, self._controls):
                group.create_task(keep_alive(child.name, child.wait, child.restart, is_up))
            await self._make_ready()
            is_up.set()
            self._announce(show)
            if settings.record_kept_days is not None:
                from services.program.purging.daily import keep_purging  # noqa: PLC0415 - see the top

                clock_offset = timedelta(seconds=self._world.clock_offset_s)
                key_file = self._folder.checkpoint_key_file
                group.create_task(keep_purging(database.admin_url, settings.record_kept_days, key_file, clock_offset))

    async def _start_database(self, settings: "Settings", started: AsyncExitStack) -> "MigratedDatabase":
        from services.program.postgres import embedded_database, given_database  # noqa: PLC0415 - see the top

        if settings.database_url is not None:
            return await started.enter_async_context(
                given_database(settings.database_url.get_secret_value(), self._folder)
            )
        if not self._world.seeded:
            self._folder.forget_database()
        return await started.enter_async_context(embedded_database(self._folder, self._options.workers))

    def _worker_settings(self, settings: "Settings", database: "MigratedDatabase") -> bytes:
        from shared.sim.personas.credentials import OPERATOR  # noqa: PLC0415 - see the top

        self._folder.make_token_key()
        self._folder.make_checkpoint_key()
        members: dict[str, object] = {name: getattr(settings, name) for name in _TUNABLE}
        members |= {f"{service}_database_url": url for service, url in database.urls.items()}
        members |= {
            "nonce_key": self._folder.secrets().nonce_key,
            "portal_nonce_key": self._folder.secrets().portal_nonce_key,
            "token_key_file": str(self._folder.token_key_file),
            "checkpoint_key_file": str(self._folder.checkpoint_key_file),
            "operator_secret": OPERATOR.client_secret,
            "jpki_url": f"{self._running.base_url}/jpki",
            "jpki_ca_file": None if self._ca is None else str(self._ca),
            "clock_offset_s": self._world.clock_offset_s,
        }
        return json.dumps(members).encode()

    async def _make_ready(self) -> None:
        base_url, services = self._running.base_url, ("registry", "jpki", "consent", "eligibility")
        if not self._world.seeded or self._brought is not None:
            for service in ("registry", "jpki"):
                await wait_until_ready(f"{base_url}/{service}/readyz", ca=self._ca)
            await self._seed()
        # Each for itself: all together they are not ready before the announcement.
        for service in services:
            await wait_until_ready(f"{base_url}/{service}/readyz", ca=self._ca)
        await wait_until_ready(f"{self._running.control_url}/healthz", ca=self._ca)

    async def _seed(self) -> None:
        from services.program.fixtures.people import brought_before  # noqa: PLC0415 - see the top
        from services.program.seeding.calls import SeedFailed  # noqa: PLC0415 - same
        from services.program.seeding.progress import seeding_shown  # noqa: PLC0415 - same
        from services.program.seeding.seed import seed_world  # noqa: PLC0415 - same

        seed, day, taken = self._world.seed, self._world.reference_date, self._brought
        kept = self._folder.fixtures_file
        content = None if kept is None else kept.read_bytes()
        try:
            with seeding_shown() as progress:
                await seed_world(
                    registry_url=f"{self._running.base_url}/registry",
                    jpki_url=f"{self._running.base_url}/jpki",
                    consent_url=f"{self._running.base_url}/consent",
                    seed=seed,
                    reference_date=day,
                    brought=taken.who if taken else brought_before(content, seed, day),
                    brought_only=self._world.seeded,
                    verify=self._ca or True,
                    progress=progress,
                )
        except SeedFailed as error:
            if taken is not None:
                # The next start shows whom the world has, not whom it would not take.
                self._folder.keep_fixtures(taken.instead_of)
            raise StartFailed(str(error)) from error

    def _announce(self, show: Callable[[Running], None]) -> None:
        self._world.as_seeded().save(self._folder.path / "world.json")
        told: dict[str, object] = {"base_url": self._running.base_url, "control_url": self._running.control_url}
        if (tls := self._running.tls) is not None:
            told |= {"ca_file": str(tls.ca), "client_certificates": str(tls.clients)}
        self._folder.announce({**told, "process_id": os.getpid()})
        show(self._running)


def _lay_tls_files(options: UpOptions, folder: DataFolder, listeners: Sequence[socket.socket]) -> "TlsFiles":
    """Make what TLS needs, for every name and address by which the listeners are reached; raises StartFailed."""
    from services.program.tls.files import lay_tls_files, names_of  # noqa: PLC0415 - see the top
    from shared.clock import ShiftedClock  # noqa: PLC0415 - same

    addresses = [str(listener.getsockname()[0]) for listener in listeners]
    if wrong := set(options.tls_names) - set(names_of(options.tls_names)):
        raise StartFailed(f"--tls-name takes host names and addresses, not {', '.join(map(repr, sorted(wrong)))}")
    hosts = [options.host, options.control_host, *addresses, *options.tls_names]
    return lay_tls_files(folder.path / "tls", hosts, ShiftedClock().now())


@dataclass(frozen=True, slots=True)
class _TakenAlong:
    who: "Brought"
    instead_of: bytes | None = field(repr=False)
    """What was kept before."""


def _take_along(file: Path, folder: DataFolder, world: WorldRecord) -> _TakenAlong:
    """Keep a copy of the fixtures file once every row of it can be used; raises FixturesInvalid, FixturesUnreadable."""
    from services.program.fixtures.file import read_file  # noqa: PLC0415 - see the top
    from services.program.fixtures.people import brought_along  # noqa: PLC0415 - same

    content = read_file(file)
    who = brought_along(content, world.seed, world.reference_date)
    before = folder.fixtures_file
    taken = _TakenAlong(who, None if before is None else before.read_bytes())
    folder.keep_fixtures(content)
    return taken


async def _stop_all(children: list[Child]) -> None:
    await asyncio.gather(*(child.stop() for child in children))


def _configure_log(settings: "Settings") -> None:
    from services.program.logs import configure_logs  # noqa: PLC0415 - see the top

    configure_logs(settings.log_level)


def _cancel_on_signals() -> None:
    """Let the first SIGTERM or SIGINT end the main task; later ones must not disturb the stopping."""
    loop = asyncio.get_running_loop()
    main = asyncio.current_task()
    assert main is not None  # noqa: S101 - we are in it

    def stop() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, lambda: None)
        main.cancel()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
