"""`onshi cell`: a hub that publishes, and cells that follow it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail


def publish(context: typer.Context) -> None:
    """Let cells read what the registry and consent publish: in the hub's database, after `onshi migrate`.

    The role and password of ONSHI_HUB_DATABASE_URL become those that cells come with.

    Example: `onshi cell publish`.
    """
    from simulator.cells.command import publish_now

    with _told():
        publish_now(settings_of(environment_of(context)))
    print("published: cells can subscribe")


def subscribe(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The cell's name: small letters, digits, underscores.")],
    within: Annotated[float, typer.Option(min=1, help="Seconds to wait for the first copy.")] = 3600.0,
) -> None:
    """Follow the hub of ONSHI_HUB_DATABASE_URL in the cell's database, and wait until the copy is whole.

    After `onshi migrate`, which comes first in cells and then at the hub, run it again for what is new.

    Example: `onshi cell subscribe osaka`.
    """
    from simulator.cells.command import subscribe_now

    with _told():
        subscribe_now(settings_of(environment_of(context)), name, within, print)
    print(f"subscribed: cell {name} follows its hub")


def unsubscribe(context: typer.Context) -> None:
    """Follow the hub no longer, and forget what was copied; the cell's own records stay. The hub must be there.

    Example: `onshi cell unsubscribe`.
    """
    from simulator.cells.command import unsubscribe_now

    with _told():
        unsubscribe_now(settings_of(environment_of(context)))
    print("unsubscribed: this database follows no hub")


def publish_records(context: typer.Context) -> None:
    """Let the records of a cell be read: in the cell's database.

    The role and password of ONSHI_CELL_DATABASE_URL become those that readers come with.

    Example: `onshi cell publish-records`.
    """
    from simulator.cells.command import publish_records_now

    with _told():
        publish_records_now(settings_of(environment_of(context)))
    print("published: the records of this cell can be gathered")


def gather(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The cell's name.")],
    within: Annotated[float, typer.Option(min=1, help="Seconds to wait for the first copy.")] = 3600.0,
) -> None:
    """Read along with the records of the cell at ONSHI_CELL_DATABASE_URL, in the database of all cells' records.

    That one is migrated, and follows the hub too (`onshi cell subscribe records`); nothing is served from it.

    Example: `onshi cell gather osaka`.
    """
    from simulator.cells.command import gather_now

    with _told():
        gather_now(settings_of(environment_of(context)), name, within, print)
    print(f"gathered: the records of cell {name} are read here")


@contextmanager
def _told() -> Iterator[None]:
    """End the command with the reason where a cell or hub cannot be what is asked."""
    from simulator.cells.failure import CellFailed

    try:
        yield
    except CellFailed as error:
        fail(error)
