"""A nation put into a world before it is first served: its database is started, migrated, loaded and stopped.

`onshi up --data` serves it afterwards, and adds the personas beside it, as to every folder that lacks them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from shared.db.urls import for_asyncpg
from simulator.running.ending import exit_on_terminate
from simulator.running.postgres import embedded_database, given_database
from simulator.start_failed import StartFailed
from simulator.worlds.data_folder import DataFolder, opened_folder
from simulator.worlds.folder_files import UnusableFolder
from simulator.worlds.world_record import WorldRecord, world_of

if TYPE_CHECKING:
    from datetime import date

    from shared.settings import Settings

Load = Callable[[asyncpg.Connection], Awaitable[None]]
"""Is given an administrator's connection to an empty, migrated world."""


def load_world(data: Path, seed: int, day: "date", settings: "Settings", load: Load) -> None:
    """Make the world of ``data`` by ``load``; raises StartFailed, UnusableFolder, and what ``load`` raises.

    The database is in the folder, or the one of ONSHI_DATABASE_URL.
    """
    with ExitStack() as held:
        exit_on_terminate()
        folder = held.enter_context(opened_folder(data))
        if folder.world_file.exists():
            raise UnusableFolder(f"{data} keeps a world already: a nation is put into a new one")
        world = world_of(folder.world_file, seed, day)
        folder.check(is_embedded=settings.database_url is None)
        asyncio.run(_load(folder, settings, load))
        _keep(folder, world)


async def _load(folder: DataFolder, settings: "Settings", load: Load) -> None:
    if settings.database_url is None:
        folder.first_start.begin()
        opened = embedded_database(folder, workers=1)
    else:
        opened = given_database(settings.database_url.get_secret_value(), folder)
    async with opened as database:
        connection = await asyncpg.connect(for_asyncpg(database.admin_url))
        try:
            await load(connection)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise StartFailed(f"the nation could not be loaded: {type(error).__name__}{folder.hint()}") from error
        finally:
            await connection.close()


def _keep(folder: DataFolder, world: WorldRecord) -> None:
    world.as_seeded().save(folder.world_file)
    folder.first_start.finish()
