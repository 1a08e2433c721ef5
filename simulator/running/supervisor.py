"""`onshi up`: PostgreSQL, the workers that serve all services, the controls; started, kept alive, stopped in order.

What is imported here counts: a worker's start takes longest, so it is begun before anything else is looked at.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.running.children import Child, keep_alive
from simulator.running.ending import cancel_on_signals, exit_on_terminate, ignore_signals
from simulator.running.filling import Filling
from simulator.running.kinds_of_children import KindsOfChildren
from simulator.running.leftovers import remove_leftovers
from simulator.running.listeners import listen, url_of
from simulator.running.readiness import SEEDED, wait_until_ready
from simulator.running.replacing import asked_to_replace, replace_when_asked
from simulator.running.up_options import Running, UpOptions
from simulator.start_failed import StartFailed
from simulator.worlds.data_folder import DataFolder, opened_folder
from simulator.worlds.world_record import WorldRecord, world_of

if TYPE_CHECKING:
    from shared.settings import Settings
    from simulator.faults.profile import Profile
    from simulator.running.postgres import MigratedDatabase
    from simulator.tls.files import TlsFiles
    from simulator.worlds.people_record import PeopleRecord
    from simulator.worlds.vendor_patients import TakenAlong


def run_up(options: UpOptions, read_settings: Callable[[], "Settings"], show: Callable[[Running], None]) -> None:
    """Serve until SIGTERM or SIGINT; ``show`` is called when all is ready.

    Raises StartFailed, CannotListen, UnusableFolder, AnotherWorld, FixturesInvalid or FixturesUnreadable.
    """
    with ExitStack() as held:
        exit_on_terminate()
        remove_leftovers()
        folder = held.enter_context(opened_folder(options.data))
        world = world_of(folder.world_file, options.seed, options.day)
        taken = _taken_along(options.fixtures, world)
        listener = held.enter_context(listen(options.host, options.port, allow_public=options.allow_public))
        control_listener = held.enter_context(
            listen(options.control_host, options.control_port, allow_public=options.allow_public)
        )
        tls = _tls_files(options, folder, [listener, control_listener])
        supervisor = _Supervisor(options, folder, world, listener, control_listener, taken, tls)
        with contextlib.suppress(asyncio.CancelledError):
            try:
                asyncio.run(supervisor.run(read_settings, show))
            finally:
                ignore_signals()


class _Supervisor:
    def __init__(
        self,
        options: UpOptions,
        folder: DataFolder,
        world: WorldRecord,
        listener: socket.socket,
        control_listener: socket.socket,
        taken: "TakenAlong | None",
        tls: "TlsFiles | None",
    ) -> None:
        self._options = options
        self._profile = None if options.profile is None else _profile(options.profile)
        self._filling = Filling(folder, world, taken)
        self._people: PeopleRecord | None = None
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
            allows_public=options.allow_public,
            allows_foreign_roots=options.allow_foreign_roots,
            tls=tls,
            tls_client_certificates=options.tls_client_certificates,
            profile=None if self._profile is None else self._profile.title,
            message_codes=options.message_codes,
            vendor_patients=None if taken is None else len(taken.who.people),
        )
        client_ca = tls.ca if tls is not None and options.tls_client_certificates else None
        self._kinds = KindsOfChildren(folder, world, options.environment, tls, client_ca, options.journal)
        self._workers = self._kinds.workers(listener, options.workers)
        self._control_listener = control_listener
        self._controls: Child | None = None
        self._asked_to_replace: asyncio.Event

    async def run(self, read_settings: Callable[[], "Settings"], show: Callable[[Running], None]) -> None:
        cancel_on_signals()
        self._asked_to_replace = asked_to_replace()
        async with AsyncExitStack() as started:
            for child in self._workers:
                await child.spawn()
            # Again below, so that they end before PostgreSQL does; here for a start without a database.
            started.push_async_callback(self._stop_all)
            settings = read_settings()
            _refuse(settings, self._options)
            _configure_log(settings)
            database = await self._start_database(settings, started)
            started.push_async_callback(self._stop_all)
            started.callback(self._folder.withdraw)
            failure: BaseException | None = None
            try:
                await self._serve(database, settings, show)
            except* StartFailed as failed:
                failure = failed.exceptions[0]
            if failure is not None:
                raise StartFailed(f"{failure}{self._folder.hint()}") from failure

    @property
    def _ca(self) -> Path | None:
        return None if self._running.tls is None else self._running.tls.ca

    async def _serve(self, database: "MigratedDatabase", settings: "Settings", show: Callable[[Running], None]) -> None:
        from simulator.running.as_seeded import keep_as_seeded  # noqa: PLC0415 - same
        from simulator.running.control_database import begin_default_world  # noqa: PLC0415 - see the top
        from simulator.running.told import told_to_controls, told_to_workers  # noqa: PLC0415 - same

        is_up = asyncio.Event()
        told = told_to_workers(settings, database, self._folder, self._running)
        await begin_default_world(database.control_url, self._world.clock_offset_s, is_new=not self._world.seeded)
        async with asyncio.TaskGroup() as group:
            if (server := database.server) is not None:
                group.create_task(keep_alive("PostgreSQL", server.wait, server.start, is_up))
            for child in self._workers:
                await child.tell(told)
                group.create_task(keep_alive(child.name, child.wait, child.restart, is_up))
            if self._filling.is_upgrade:
                # The controls show whom the world has, so it is filled first.
                await self._fill()
            self._controls = self._kinds.controls(self._control_listener, self._people)
            await self._controls.spawn()
            await self._controls.tell(told_to_controls(settings, database, self._running))
            group.create_task(keep_alive(self._controls.name, self._controls.wait, self._controls.restart, is_up))
            if self._filling.is_needed and not self._filling.is_upgrade:
                await self._fill()
            if not self._world.seeded and database.control_url is not None:
                await keep_as_seeded(database.admin_url, database.control_url, self._world)
            await self._make_ready()
            if self._profile is not None:
                from simulator.running.profile_of_delays import begin_profile  # noqa: PLC0415 - see the top

                await begin_profile(database.control_url, self._profile, self._world.seed)
            is_up.set()
            group.create_task(replace_when_asked(self._asked_to_replace, self._workers))
            self._announce(show)
            if settings.record_kept_days is not None:
                from simulator.audit.retention.daily import keep_purging  # noqa: PLC0415 - see the top
                from simulator.worlds.served_worlds import served_worlds  # noqa: PLC0415 - same

                read_worlds = partial(
                    served_worlds, database.control_url, database.admin_url, self._world.clock_offset_s
                )
                key_file = self._folder.checkpoint_key_file
                group.create_task(keep_purging(settings.record_kept_days, key_file, read_worlds))

    async def _start_database(self, settings: "Settings", started: AsyncExitStack) -> "MigratedDatabase":
        from simulator.running.postgres import embedded_database, given_database  # noqa: PLC0415 - see the top

        self._folder.check(is_embedded=settings.database_url is None)
        self._people = self._filling.look()
        # Only now: until here nothing was written.
        self._folder.withdraw()
        if self._filling.taken is not None:
            self._filling.taken.keep_in(self._folder)
        if settings.database_url is not None:
            return await started.enter_async_context(
                given_database(settings.database_url.get_secret_value(), self._folder)
            )
        if not self._world.seeded:
            self._folder.first_start.begin()
        return await started.enter_async_context(embedded_database(self._folder, self._options.workers))

    async def _stop_all(self) -> None:
        children = self._workers if self._controls is None else [*self._workers, self._controls]
        await asyncio.gather(*(child.stop() for child in children))

    async def _fill(self) -> None:
        for service in ("registry", "jpki"):
            await wait_until_ready(f"{self._running.base_url}/{service}/readyz", ca=self._ca, apart_from=SEEDED)
        self._people = await self._filling.fill(self._running.base_url, self._ca)

    async def _make_ready(self) -> None:
        # Apart from the people: that they are there is said by the announcement, which comes next.
        for service in ("registry", "jpki", "consent", "eligibility", "reader", "portal"):
            await wait_until_ready(f"{self._running.base_url}/{service}/readyz", ca=self._ca, apart_from=SEEDED)
        await wait_until_ready(f"{self._running.control_url}/healthz", ca=self._ca)

    def _announce(self, show: Callable[[Running], None]) -> None:
        self._world.as_seeded().save(self._folder.world_file)
        self._folder.first_start.finish()
        told: dict[str, object] = {"base_url": self._running.base_url, "control_url": self._running.control_url}
        # As the front page shows them.
        told |= {"seed": str(self._world.seed), "reference_date": self._world.reference_date.isoformat()}
        if (tls := self._running.tls) is not None:
            told |= {"ca_file": str(tls.ca), "client_certificates": str(tls.clients)}
        self._folder.announce({**told, "process_id": os.getpid()})
        show(replace(self._running, not_shown=() if self._people is None else self._people.hidden))


def _tls_files(options: UpOptions, folder: DataFolder, listeners: Sequence[socket.socket]) -> "TlsFiles | None":
    if not options.tls:
        return None
    from simulator.tls.files import tls_files_for  # noqa: PLC0415 - see the top

    hosts = [options.host, options.control_host, *(str(listener.getsockname()[0]) for listener in listeners)]
    return tls_files_for(folder.path / "tls", hosts, options.tls_names)


def _taken_along(file: Path | None, world: WorldRecord) -> "TakenAlong | None":
    if file is None:
        return None
    from simulator.worlds.vendor_patients import TakenAlong  # noqa: PLC0415 - see the top

    return TakenAlong.of(file, world.seed, world.reference_date)


def _profile(name: str) -> "Profile":
    from simulator.faults.profile import read_profile  # noqa: PLC0415 - see the top

    return read_profile(name)


def _refuse(settings: "Settings", options: UpOptions) -> None:
    from simulator.running.message_codes import refuse_wrong_codes  # noqa: PLC0415 - see the top
    from simulator.running.obeyed_settings import refuse_what_up_makes  # noqa: PLC0415 - same

    refuse_what_up_makes(settings)
    refuse_wrong_codes(options.message_codes or settings.message_codes_file)


def _configure_log(settings: "Settings") -> None:
    from simulator.running.logs import configure_logs  # noqa: PLC0415 - see the top

    configure_logs(settings.log_level)
