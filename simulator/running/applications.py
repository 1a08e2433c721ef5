"""The apps that a process can serve, by name. Each is imported when it is asked for, as imports are most of a start."""

import json
from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from shared.settings import PROGRAMS, Settings
from shared.web.edge import Edge
from shared.web.loopback_origins import LoopbackOrigins
from shared.web.pages.menu import WithMenu
from simulator.pages.places import places_beside_controls, places_beside_services
from simulator.running.guide_here import WithGuide

if TYPE_CHECKING:
    from shared.worlds.process import ProcessWorlds
    from shared.worlds.state import WorldStates
    from simulator.patients.people import VendorPatients
    from simulator.running.worlds_of_worker import WorldsOfWorker
    from simulator.sandboxes.opening import SandboxOptions


def preload_services() -> None:
    """Import every service, so that building them later is quick."""
    for service in PROGRAMS:
        import_module(f"services.{service}.app")
    import_module("simulator.running.together")


def service_app(service: str, settings: Settings) -> ASGIApp:
    """Return one service alone, without prefix."""
    from shared.worlds.process import only_world  # noqa: PLC0415 - see above

    process = only_world(settings)
    return _entered(WithGuide(_inner(service, settings, process)), settings, process.states)


def together_app(
    settings: Settings,
    announcement: Path | None = None,
    *,
    client_certificates: bool = False,
    keeps_journal: bool = False,
) -> ASGIApp:
    """Return all services, each under its name; together they are ready once the ``announcement`` is there.

    With ``client_certificates`` who calls with an institution's token must come with its certificate.
    """
    from shared.web.pages.refused_pages import FRAME_PAGES, RefusedPages  # noqa: PLC0415 - same
    from simulator.journal.observing import Observing  # noqa: PLC0415 - see above
    from simulator.running.journal import all_of, told_of  # noqa: PLC0415 - same
    from simulator.running.together import Together  # noqa: PLC0415 - same
    from simulator.running.worlds_of_worker import worlds_of_worker  # noqa: PLC0415 - same

    worlds = worlds_of_worker(settings)
    process = worlds.process
    told = told_of(settings) if keeps_journal else None
    alongside = worlds.following if told is None else all_of(*told.alongside, worlds.following)
    services = {service: _inner(service, settings, process, worlds) for service in PROGRAMS}
    app: ASGIApp = Together(
        services, _is_there(announcement), lambda: _read(announcement), alongside, partial(_now_in, process.states)
    )
    if client_certificates:
        from simulator.tls.client_certificates import ClientCertificates  # noqa: PLC0415 - see above

        app = ClientCertificates(app)
    if told is not None:
        app = Observing(app, process.states, told, _is_there(announcement))
    entered = _entered(WithMenu(app, lambda: places_beside_services(_read(announcement))), settings, process.states)
    return RefusedPages(entered, FRAME_PAGES)


def _now_in(states: "WorldStates", world: str) -> datetime | None:
    from shared.errors import DatabaseUnavailable, WorldUnknown  # noqa: PLC0415 - see above
    from shared.worlds.clock import WorldClock  # noqa: PLC0415 - same

    try:
        return WorldClock(states.state_of(world).clock).now()
    except (WorldUnknown, DatabaseUnavailable):
        return None


def controls_app(
    seed: int,
    reference_date: date,
    vendor_patients: "VendorPatients",
    announcement: Path | None = None,
    *,
    public: bool = False,
    control_url: str | None = None,
    sandboxes: "SandboxOptions | None" = None,
    journal: Settings | None = None,
    without_personas: Collection[str] = (),
    without_clients: Collection[str] = (),
) -> ASGIApp:
    """Return the controls of a world and of those whom a vendor brought along; ready as ``together_app``.

    Left out are those whom an older world has otherwise (people_record.py). With ``control_url`` they can change it,
    with ``sandboxes`` make others, and with ``journal`` explain what was answered.
    """
    from shared.web.pages.refused_pages import RefusedPages  # noqa: PLC0415 - same
    from simulator.controls.app import create_app  # noqa: PLC0415 - see above
    from simulator.controls.simulation import SimulationPlace  # noqa: PLC0415 - same
    from simulator.pages.console import CONSOLE_PAGES  # noqa: PLC0415 - same
    from simulator.personas.cast import personas  # noqa: PLC0415 - same
    from simulator.personas.credentials import CREDENTIALS  # noqa: PLC0415 - same
    from simulator.sandboxes.names import KnownWorlds  # noqa: PLC0415 - same

    cast = [persona for persona in personas(seed, reference_date) if persona.id not in without_personas]
    clients = [client for client in CREDENTIALS if client.client_id not in without_clients]
    place, known = SimulationPlace(control_url, lambda: _read(announcement), sandboxes, journal), KnownWorlds()
    people = (*cast, *vendor_patients.people)
    app = create_app(reference_date, people, _is_there(announcement), clients, place, seed=seed, known=known)
    with_menu = WithMenu(WithGuide(app), lambda: places_beside_controls(_read(announcement)))
    return RefusedPages(
        Edge(with_menu, worlds=known, near=known.near, only_this_machine=not public), CONSOLE_PAGES, "refused.html"
    )


def _is_there(announcement: Path | None) -> Callable[[], bool]:
    """Return what tells whether a world is filled: its supervisor announces it then (data_folder.py)."""
    return lambda: announcement is None or announcement.exists()


def _read(announcement: Path | None) -> dict[str, str]:
    """Return what the supervisor has announced; nothing before it has."""
    if announcement is None:
        return {}
    try:
        members: dict[str, object] = json.loads(announcement.read_bytes())
    except FileNotFoundError:
        return {}
    return {name: value for name, value in members.items() if isinstance(value, str)}


def _inner(
    service: str, settings: Settings, process: "ProcessWorlds", worlds: "WorldsOfWorker | None" = None
) -> ASGIApp:
    module = import_module(f"services.{service}.app")
    # Eligibility has its check path in front of the framework.
    create = getattr(module, "create_asgi", None) or module.create_app
    faults = None if worlds is None else worlds.faults
    if service == "eligibility" and faults is not None:
        from simulator.faults.around import AROUND  # noqa: PLC0415 - see above

        app: ASGIApp = create(settings, process, AROUND)
    else:
        app = create(settings, process)
    if service == "portal":
        # Pages for people: what fails are the services behind them.
        return app
    if faults is not None:
        from simulator.faults.layer import FaultLayer  # noqa: PLC0415 - see above

        if service == "jpki" and worlds is not None and worlds.control_url is not None:
            from simulator.faults.renewals import Renewals  # noqa: PLC0415 - see above

            app = Renewals(app, faults, worlds.control_url)
        app = FaultLayer(app, faults)
    # The simulated card and its reader ask nobody who they are: no page of another origin reads their answers.
    return app if service in ("jpki", "reader") else LoopbackOrigins(app)


def _entered(app: ASGIApp, settings: Settings, worlds: "WorldStates") -> ASGIApp:
    return Edge(app, worlds=worlds, only_this_machine=not settings.public)
