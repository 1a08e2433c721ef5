"""`onshi controls`: the controls alone."""

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail, fail_with_cells
from simulator.commands.options import AllowPublic, Fixtures, Host, Port, ReferenceDate, Seed


def controls(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = 8099,
    seed: Seed = None,
    day: ReferenceDate = None,
    fixtures: Fixtures = None,
    allow_public: AllowPublic = False,
) -> None:
    """Run the controls alone, for a world that was seeded with the same seed, date and fixtures.

    Example: `onshi controls --port 8099 --seed 1`.
    """
    from simulator.patients.cells import FixturesInvalid
    from simulator.patients.file import FixturesUnreadable
    from simulator.running.alone import serve_controls_alone
    from simulator.running.listeners import CannotListen

    try:
        serve_controls_alone(
            settings_of(environment_of(context)), seed, day, fixtures, host, port, allow_public=allow_public
        )
    except FixturesInvalid as error:
        fail_with_cells(error)
    except (CannotListen, FixturesUnreadable) as error:
        fail(error)
