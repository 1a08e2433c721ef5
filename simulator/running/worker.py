"""A process that serves one ASGI app: the child of `onshi up`, and the body of `onshi serve` and `onshi controls`.

A child of the supervisor inherits a listening socket, and is told its settings on standard input once what it needs
is there; meanwhile it imports. So it has no secret in its environment, and a start overlaps with PostgreSQL's.
"""

import argparse
import asyncio
import gc
import json
import os
import signal
import socket
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.running.ending import hang_up_as_terminate
from simulator.running.shared_figures import SharedFigures

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from shared.settings import Settings
    from simulator.sandboxes.opening import SandboxOptions
    from simulator.tls.serving import Tls

_SETTLE_AFTER_S = 3.0


def main() -> None:
    """Serve what the command line names, with the settings on standard input."""
    # Nothing that is made while starting is garbage for long: collecting would only cost time.
    gc.disable()
    hang_up_as_terminate()
    # httpx and structlog import rich where they find it, a tenth of the start; this process prints to nobody.
    sys.modules["rich"] = None  # type: ignore[assignment]
    parser = argparse.ArgumentParser()
    parser.add_argument("app", choices=["together", "controls"])
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--serving-fd", type=int, help="where to say that it serves")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--date", type=date.fromisoformat)
    parser.add_argument("--fixtures", type=Path)
    parser.add_argument("--announcement", type=Path)
    parser.add_argument("--certificate", type=Path)
    parser.add_argument("--client-ca", type=Path)
    parser.add_argument("--journal", action="store_true")
    parser.add_argument("--figures", type=Path, help="where several workers count")
    parser.add_argument("--without-personas", type=_names, default=())
    parser.add_argument("--without-clients", type=_names, default=())
    arguments = parser.parse_args()
    listener = socket.socket(fileno=arguments.fd)
    if arguments.app == "together":
        _serve_together(listener, arguments)
    else:
        _serve_controls(listener, arguments)


def serve(
    app: "ASGIApp",
    listener: socket.socket,
    settings: "Settings | None" = None,
    tls: "Tls | None" = None,
    says_so_on: int | None = None,
) -> None:
    """Serve ``app`` on ``listener`` until SIGTERM or SIGINT, letting requests under way finish.

    At SIGUSR2 it takes no more connections, and ends with those that it has. ``says_so_on``: a file descriptor that is
    told when it serves.
    """
    from shared.settings import Settings  # noqa: PLC0415 - same
    from simulator.running.logs import configure_logs  # noqa: PLC0415 - after the services, which it would delay
    from simulator.serving.limits import Limits  # noqa: PLC0415 - same
    from simulator.serving.server import Server  # noqa: PLC0415 - same

    settings = settings or Settings.model_construct()
    configure_logs(settings.log_level)

    class Worker(Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, self.leave)
            if says_so_on is not None:
                os.write(says_so_on, b".")
                os.close(says_so_on)
            # Rarer collections: requests make few cycles. The collection itself waits until the first calls are over.
            gc.set_threshold(50_000, 20, 100)
            gc.enable()
            asyncio.get_running_loop().call_later(_SETTLE_AFTER_S, _settle)

    Worker(app, Limits.of(settings), tls).run(sockets=[listener])


def _settle() -> None:
    # What lives now lives for ever: later collections need not look at it.
    gc.collect()
    gc.freeze()


def _serve_together(listener: socket.socket, arguments: argparse.Namespace) -> None:
    from shared.settings import Settings  # noqa: PLC0415 - same
    from simulator.running.applications import preload_services, together_app  # noqa: PLC0415 - after gc.disable()

    if arguments.figures is not None:
        # Before the library that counts is imported.
        SharedFigures(arguments.figures).join(os.getpid(), os.environ)  # noqa: TID251 - the only way to tell it
    preload_services()
    if told := sys.stdin.buffer.read():
        settings = Settings(**json.loads(told))
        app = together_app(
            settings,
            arguments.announcement,
            client_certificates=arguments.client_ca is not None,
            keeps_journal=arguments.journal,
        )
        serve(app, listener, settings, _tls(arguments), arguments.serving_fd)
    # Else the supervisor has ended meanwhile.


def _serve_controls(listener: socket.socket, told: argparse.Namespace) -> None:
    from shared.settings import Settings  # noqa: PLC0415 - same
    from simulator.patients.people import NOBODY, vendor_patients_kept  # noqa: PLC0415 - same
    from simulator.running.applications import controls_app  # noqa: PLC0415 - after gc.disable()

    said = json.loads(sys.stdin.buffer.read() or b"{}")
    vendor_patients = (
        NOBODY if told.fixtures is None else vendor_patients_kept(told.fixtures.read_bytes(), told.seed, told.date)
    )
    settings = Settings(**said)
    control_url = settings.control_database_url
    url = None if control_url is None else control_url.get_secret_value()
    app = controls_app(
        told.seed,
        told.date,
        vendor_patients,
        told.announcement,
        public=settings.public,
        control_url=url,
        sandboxes=_sandboxes(settings),
        without_personas=told.without_personas,
        without_clients=told.without_clients,
        journal=settings if told.journal else None,
    )
    serve(app, listener, settings, _tls(told))


def _sandboxes(settings: "Settings") -> "SandboxOptions | None":
    from simulator.sandboxes.opening import SandboxOptions  # noqa: PLC0415 - same

    if settings.control_database_url is None or settings.database_url is None:
        return None
    return SandboxOptions(
        settings.database_url.get_secret_value(),
        settings.control_database_url.get_secret_value(),
        settings.sandbox_limit,
        settings.sandbox_idle_s,
    )


def _names(joined: str) -> list[str]:
    return joined.split(",")


def _tls(arguments: argparse.Namespace) -> "Tls | None":
    if arguments.certificate is None:
        return None
    from simulator.tls.serving import Tls  # noqa: PLC0415 - after gc.disable(), and only then

    return Tls(arguments.certificate, arguments.client_ca)


if __name__ == "__main__":
    main()
