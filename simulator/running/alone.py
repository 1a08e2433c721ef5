"""One app in one process: `onshi serve SERVICE` and `onshi controls`."""

import socket
from datetime import date
from pathlib import Path

from shared.clock import ShiftedClock, day_in_japan
from shared.nearest import did_you_mean, nearest
from shared.settings import PROGRAMS, SERVICES, MissingSetting, Settings
from simulator.patients.file import read_file
from simulator.patients.people import vendor_patients_of
from simulator.running.applications import controls_app, service_app
from simulator.running.listeners import listen, url_of
from simulator.running.worker import serve
from simulator.worlds.world_record import DEFAULT_SEED

_NEEDED = {"registry": "token_key_file", "eligibility": "nonce_key", "portal": "portal_client_secret"}
"""Settings beside the database that a service cannot do without: better said now than from its depths."""


class NoSuchService(Exception):
    """The name is none of the services'."""


def serve_alone(service: str, settings: Settings, host: str, port: int, *, allow_public: bool) -> None:
    """Serve ``service`` without prefix until a signal; raises NoSuchService, CannotListen or MissingSetting."""
    if service not in PROGRAMS:
        meant = did_you_mean(nearest(service, PROGRAMS), f"choose one of {', '.join(PROGRAMS)}")
        raise NoSuchService(f"there is no service {service!r}{meant}")
    if service in SERVICES:
        settings.database_url_of(service)
    if service in _NEEDED and getattr(settings, _NEEDED[service]) is None:
        raise MissingSetting(_NEEDED[service])
    with listen(host, port, allow_public=allow_public) as listener:
        _say(service, listener)
        reached = settings.model_copy(update={"public": settings.public or allow_public})
        serve(service_app(service, reached), listener, reached)


def serve_controls_alone(
    settings: Settings,
    seed: int | None,
    day: date | None,
    fixtures: Path | None,
    host: str,
    port: int,
    *,
    allow_public: bool,
) -> None:
    """Serve the controls until a signal; raises CannotListen, FixturesInvalid or FixturesUnreadable."""
    with listen(host, port, allow_public=allow_public) as listener:
        today = day_in_japan(ShiftedClock(settings.clock_offset).now())
        seed, day = DEFAULT_SEED if seed is None else seed, day or today
        content = None if fixtures is None else read_file(fixtures)
        app = controls_app(seed, day, vendor_patients_of(content, seed, day), public=allow_public)
        _say("controls", listener)
        serve(app, listener, settings)


def _say(name: str, listener: socket.socket) -> None:
    print(f"{name} {url_of(listener)}", flush=True)  # noqa: T201 - a program speaks to its user
