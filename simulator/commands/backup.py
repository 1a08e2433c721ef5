"""`onshi backup`: a copy of a world that is running."""

from pathlib import Path
from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail


def backup(
    context: typer.Context,
    output: Annotated[Path, typer.Argument(help="The folder to make; `onshi up --data` opens it.")],
    data: Annotated[Path, typer.Option(file_okay=False, help="The folder of the running `onshi up`.")],
) -> None:
    """Copy a world that is running (バックアップ): its database, keys and passwords, as they were at one moment.

    Example: `onshi backup copy --data world`.
    """
    from simulator.worlds.backup import CannotBackUp, back_up

    try:
        back_up(settings_of(environment_of(context)), data, output)
    except CannotBackUp as error:
        fail(error)
    print(f"copied to {output}; open it with `onshi up --data {output}`")
