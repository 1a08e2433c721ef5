"""`onshi serve`: one service alone."""

from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail
from simulator.commands.options import AllowPublic, Host, Port


def serve(
    context: typer.Context,
    service: Annotated[str, typer.Argument(help="registry, consent, eligibility, jpki, reader or portal.")],
    host: Host = "127.0.0.1",
    port: Port = 8000,
    allow_public: AllowPublic = False,
) -> None:
    """Run one service alone, told by ONSHI_* variables (`onshi settings`); jpki, reader and portal simulate.

    Example: `onshi serve eligibility --port 8003`.
    """
    from services.eligibility.faces.oqs.codes import TableInvalid
    from shared.settings import MissingSetting
    from simulator.running.alone import NoSuchService, serve_alone
    from simulator.running.listeners import CannotListen

    try:
        serve_alone(service, settings_of(environment_of(context)), host, port, allow_public=allow_public)
    except (NoSuchService, CannotListen, MissingSetting, TableInvalid) as error:
        fail(error)
