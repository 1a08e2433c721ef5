"""How fast a nation is made and put into a world: `python -m loadtests.figures.nation --persons 200000`.

One run gives the figures and their ratio: lines a second of a core, COPY of the same rows into bare tables, and
`load_nation` as `onshi population --into-world` does it. PostgreSQL is one of its own, in a folder that goes.
"""

import argparse
import asyncio
import time
from contextlib import ExitStack
from datetime import date
from os import getloadavg

import asyncpg

from shared.db.urls import for_asyncpg
from simulator.population.block import Nation, draw_block
from simulator.population.card_rows import Issuer
from simulator.population.lines import lines_of
from simulator.population.loaded_block import BlockMaker
from simulator.population.loading import Loading, load_nation
from simulator.running.postgres import embedded_database
from simulator.worlds.data_folder import DataFolder, opened_folder

DAY = date(2026, 11, 30)
ISSUER = Issuer(3, "ab" * 20, date(2033, 7, 15))


def lines_a_core_second(nation: Nation) -> float:
    """Return how many lines one core makes in a second."""
    draw_block(nation, 0)
    begun = time.process_time()
    for number in range(nation.blocks):
        lines_of(draw_block(nation, number))
    return nation.persons / (time.process_time() - begun)


async def seconds_of_copy(connection: asyncpg.Connection, nation: Nation) -> float:
    """Return how long PostgreSQL takes for the same rows in tables without indexes; making them does not count."""
    maker = BlockMaker(nation, ISSUER, f"{DAY} 00:00:00+09")
    spent = 0.0
    async with connection.transaction():
        await connection.execute("CREATE SCHEMA bare")
        for number in range(nation.blocks):
            for copy in maker(number).copies:
                name = f"{copy.schema}__{copy.table}"
                like = f"{copy.schema}.{copy.table} INCLUDING DEFAULTS INCLUDING GENERATED"
                await connection.execute(f"CREATE TABLE IF NOT EXISTS bare.{name} (LIKE {like})")
                rows = copy.rows
                begun = time.perf_counter()
                await connection.copy_to_table(
                    name, schema_name="bare", columns=copy.columns, source=_chunks(rows), format="text"
                )
                spent += time.perf_counter() - begun
    await connection.execute("DROP SCHEMA bare CASCADE")
    return spent


async def measure(folder: DataFolder, nation: Nation, workers: int) -> None:
    """Print the figures."""
    print(f"{nation.persons:,} persons, {workers} workers, load {getloadavg()[0]:.1f}")
    print(f"lines: {lines_a_core_second(nation):,.0f} a second and core")
    async with embedded_database(folder, workers=1) as database:
        connection = await asyncpg.connect(for_asyncpg(database.admin_url))
        try:
            copy_s = await seconds_of_copy(connection, nation)
            begun = time.perf_counter()
            await load_nation(connection, Loading(nation, workers=workers))
            load_s = time.perf_counter() - begun
        finally:
            await connection.close()
    print(f"COPY of the same rows into bare tables: {copy_s:.1f} s")
    print(f"into the world, with keys, indexes and ANALYZE: {load_s:.1f} s, {copy_s / load_s:.2f} of COPY")
    print(f"load {getloadavg()[0]:.1f}")


async def _chunks(rows: bytes):  # type: ignore[no-untyped-def] # noqa: ANN202 - asyncpg takes any asynchronous iterable
    yield rows


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with ExitStack() as held:
        folder = held.enter_context(opened_folder(None))
        asyncio.run(measure(folder, Nation(asked.persons, 1, DAY), asked.workers))


if __name__ == "__main__":
    main()
