"""`onshi up`: the whole simulator."""

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail, fail_with_cells
from simulator.commands.options import (
    AllowForeignRoots,
    AllowPublic,
    Fixtures,
    Host,
    MessageCodes,
    Port,
    ReferenceDate,
    Seed,
)


class Journal(StrEnum):
    """Whether the journal is kept."""

    ON = "on"
    OFF = "off"


def up(
    context: typer.Context,
    *,
    host: Host = "127.0.0.1",
    port: Port = 8000,
    control_host: Annotated[str, typer.Option(help="The address that the controls listen on.")] = "127.0.0.1",
    control_port: Port = 8099,
    data: Annotated[Path | None, typer.Option(file_okay=False, help="Keep database and keys in this folder.")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that serve.")] = 1,
    seed: Seed = None,
    day: ReferenceDate = None,
    fixtures: Fixtures = None,
    allow_public: AllowPublic = False,
    allow_foreign_roots: AllowForeignRoots = False,
    tls: Annotated[
        bool, typer.Option("--tls", help="Serve over TLS, with a CA of its own whose file is shown.")
    ] = False,
    tls_name: Annotated[
        list[str] | None, typer.Option(help="Another name or address that the certificate holds; repeat for more.")
    ] = None,
    tls_client_certificates: Annotated[
        bool,
        typer.Option(
            "--tls-client-certificates", help="TLS, and an institution must come with its own certificate (shown)."
        ),
    ] = False,
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|FILE", help="As slow as the real service: realistic, slow-monday, or a file (docs/faults.md)."
        ),
    ] = None,
    message_codes: MessageCodes = None,
    open_pages: Annotated[
        bool,
        typer.Option("--open", help="Open the front page in the browser: card reader, portal and console are there."),
    ] = False,
    journal: Annotated[Journal, typer.Option(help="Keep the last requests, and explain each answer.")] = Journal.ON,
) -> None:
    """Run the whole simulator: PostgreSQL, all services, the controls, and a world full of invented people.

    Examples: `onshi up --open`, `onshi up --data world --workers 2 --date 2026-12-01`.
    """
    from simulator.pages.notice import loud_notice
    from simulator.patients.cells import FixturesInvalid
    from simulator.patients.file import FixturesUnreadable
    from simulator.running.listeners import CannotListen
    from simulator.running.supervisor import run_up
    from simulator.running.up_options import Running, UpOptions
    from simulator.start_failed import StartFailed
    from simulator.worlds.folder_files import UnusableFolder
    from simulator.worlds.world_record import AnotherWorld

    def show(running: Running) -> None:
        from simulator.running.banner import banner

        print(banner(running), flush=True)
        if open_pages:
            from simulator.running.browser import open_in_browser

            open_in_browser(f"{running.base_url}/")

    environment = environment_of(context)
    options = UpOptions(
        host=host,
        port=port,
        control_host=control_host,
        control_port=control_port,
        data=data,
        workers=workers,
        seed=seed,
        day=day,
        fixtures=fixtures,
        allow_public=allow_public,
        allow_foreign_roots=allow_foreign_roots,
        tls=tls or tls_client_certificates or bool(tls_name),
        tls_names=tls_name or (),
        tls_client_certificates=tls_client_certificates,
        profile=profile,
        environment=environment,
        journal=journal is Journal.ON,
        message_codes=message_codes,
    )
    print(loud_notice(), flush=True)
    try:
        run_up(options, partial(settings_of, environment), show)
    except FixturesInvalid as error:
        fail_with_cells(error)
    except (StartFailed, UnusableFolder, CannotListen, AnotherWorld, FixturesUnreadable) as error:
        fail(error)
