"""`onshi migrate`: the newest version of a database of one's own."""

from typing import Annotated

import typer

from simulator.commands.environment import environment_of, settings_of
from simulator.commands.failing import fail


def migrate(
    context: typer.Context,
    roles_only: Annotated[
        bool, typer.Option("--roles-only", help="Make the roles and nothing else: before a dump is restored.")
    ] = False,
) -> None:
    """Bring the database of ONSHI_DATABASE_URL to the newest version, also after it was restored.

    The passwords in ONSHI_REGISTRY_DATABASE_URL and the others become those of the services' roles.

    Example: `onshi migrate`.
    """
    from simulator.worlds.migration import CannotMigrate, migrate_database

    try:
        migrate_database(settings_of(environment_of(context)), roles_only=roles_only)
    except CannotMigrate as error:
        fail(error)
    print("the roles are there" if roles_only else "migrated")
