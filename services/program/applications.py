"""The apps that a process can serve, by name. Each is imported when it is asked for, as imports are most of a start."""

from datetime import date
from importlib import import_module
from pathlib import Path

from starlette.types import ASGIApp

from shared.settings import SERVICES, Settings
from shared.web.edge import Edge


def preload_services() -> None:
    """Import every service, so that building them later is quick."""
    for service in SERVICES:
        import_module(f"services.{service}.app")
    import_module("services.program.together")


def service_app(service: str, settings: Settings) -> ASGIApp:
    """Return one service alone, without prefix."""
    return Edge(_inner(service, settings))


def together_app(settings: Settings) -> ASGIApp:
    """Return all services, each under its name."""
    from services.program.together import Together  # noqa: PLC0415 - see above

    return Edge(Together({service: _inner(service, settings) for service in SERVICES}))


def controls_app(seed: int, reference_date: date, fixtures: Path | None) -> ASGIApp:
    """Return the controls of a world; ``fixtures`` is the file of those whom a vendor brought along."""
    from services.controls.app import create_app  # noqa: PLC0415 - see above
    from services.program.fixtures.people import brought_along  # noqa: PLC0415 - same
    from shared.sim.personas.cast import personas  # noqa: PLC0415 - same

    brought = brought_along(fixtures, seed, reference_date)
    return Edge(create_app(reference_date, (*personas(seed, reference_date), *brought.people)))


def _inner(service: str, settings: Settings) -> ASGIApp:
    module = import_module(f"services.{service}.app")
    # Eligibility has its check path in front of the framework.
    create = getattr(module, "create_asgi", None) or module.create_app
    app: ASGIApp = create(settings)
    return app
