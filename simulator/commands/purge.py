"""`onshi purge`: the rule on how long records are kept, applied now."""

from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail
from simulator.commands.options import DEFAULT_WORLD, KeptIn, WorldName


def purge(
    context: typer.Context,
    data: KeptIn = None,
    world: WorldName = DEFAULT_WORLD,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count.")] = False,
    archive: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="A folder to keep in what ends, for `onshi audit verify`."),
    ] = None,
) -> None:
    """Remove records of checks older than ONSHI_RECORD_KEPT_DAYS (保存期間) and leave a signed mark.

    An administrator's step, as `migrate`: in the running `onshi up --data`, or the database of ONSHI_DATABASE_URL.

    Example: `onshi purge --data world --dry-run`.
    """
    from simulator.audit.retention.command import purge_now
    from simulator.audit.retention.rule import CannotPurge

    try:
        purge_now(settings_of(environment_of(context)), data, world, dry_run=dry_run, archive=archive)
    except CannotPurge as error:
        fail(error)
