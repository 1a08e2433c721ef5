"""How fast the lines of a municipality's file are matched in a nation (4情報突合).

    python -m loadtests.figures.matching [--persons N] [--lines N]

A nation is put into a world of its own; lines of its people, names without blanks and with kana, are matched in parts
of 1,000 as `POST /registry/v1/person-matches/bulk` matches them, by the registry's runtime role. One in ten is of
nobody: the day of birth is another one.
"""

import argparse
import asyncio
import sys
import time
from contextlib import ExitStack
from datetime import date, timedelta
from os import getloadavg

import asyncpg
from pydantic import SecretStr

from services.registry.matches.commands import fit_many
from services.registry.matches.messages import MOST_AT_ONCE
from services.registry.questions.store import Asker, QuestionOutcome
from services.registry.recording import Author
from shared.db.urls import for_asyncpg
from shared.domain.codes import Sex
from shared.domain.matching import Description
from shared.settings import Settings
from shared.worlds.world import open_world
from simulator.population.block import Nation, draw_block
from simulator.population.loading import Loading, load_nation
from simulator.population.texts import person_texts
from simulator.running.postgres import embedded_database
from simulator.worlds.data_folder import DataFolder, opened_folder

_DAY = date(2026, 11, 30)
_NOBODY_EVERY = 10


def main() -> int:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(
        prog="python -m loadtests.figures.matching", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--persons", type=int, default=100_000, help="persons of the nation (100000)")
    parser.add_argument("--lines", type=int, default=10_000, help="lines that are matched (10000)")
    options = parser.parse_args()
    with ExitStack() as held:
        folder = held.enter_context(opened_folder(None))
        asyncio.run(_measure(folder, Nation(options.persons, 1, _DAY), options.lines))
    return 0


async def _measure(folder: DataFolder, nation: Nation, count: int) -> None:
    lines = _lines_of(nation, count)
    async with embedded_database(folder, workers=1) as database:
        connection = await asyncpg.connect(for_asyncpg(database.admin_url))
        await load_nation(connection, Loading(nation, workers=2))
        await connection.close()
        settings = Settings(registry_database_url=SecretStr(database.urls["registry"]))
        async with open_world(settings, "registry") as world:
            found, started = 0, time.perf_counter()
            for first in range(0, len(lines), MOST_AT_ONCE):
                fits = await fit_many(Asker(Author(world, "bench"), None, None), lines[first : first + MOST_AT_ONCE])
                found += sum(fit is not None and fit.outcome is not QuestionOutcome.NONE for fit in fits)
            took = time.perf_counter() - started
    print(
        f"{nation.persons:,} persons, {len(lines):,} lines: {len(lines) / took:,.0f} a second, {found:,} found, "
        f"load {getloadavg()[0]:.1f}"
    )


def _lines_of(nation: Nation, count: int) -> list[Description]:
    lines: list[Description] = []
    for number in range(nation.blocks):
        persons = person_texts(draw_block(nation, number))
        columns = (persons.names, persons.birthdates, persons.sexes, persons.kana, persons.addresses)
        for name, birthdate, sex, kana, address in zip(*columns, strict=True):
            born = date.fromisoformat(birthdate)
            if len(lines) % _NOBODY_EVERY == 0:
                born -= timedelta(days=1)
            lines.append(Description(name.replace("\u3000", ""), born, Sex(sex), kana, address))
            if len(lines) == count:
                return lines
    return lines


if __name__ == "__main__":
    sys.exit(main())
