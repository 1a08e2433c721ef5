"""A nation put into an empty world by COPY, by an administrator's rights and without the registry's rules.

One transaction: indexes and constraints are taken away, rows are copied, and all is put back and checked by
PostgreSQL. What goes wrong on the way leaves the world as empty as it was.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import asyncpg

from services.jpki.authority.rules.keys import new_private_key
from simulator.population.block import Nation
from simulator.population.card_rows import SHARED_KEYS
from simulator.population.copying import Copy
from simulator.population.draws import Draw, Draws
from simulator.population.ids import ids
from simulator.population.indexes import LOADED, taken_away
from simulator.population.institutions import NationsInstitution
from simulator.population.insurers import insurers
from simulator.population.load_files import BlockFiles
from simulator.population.loaded_block import BlockMaker
from simulator.population.making import in_order
from simulator.population.world_rows import (
    authority_rows,
    institution_rows,
    insurer_rows,
    issuer_of,
    issuing_among,
    make_authorities,
    shared_key_rows,
    signers_of,
)

_BEFORE_ALL = 2**40
"""The block whose draws are for what no block of persons has."""
_PEOPLE = "SELECT EXISTS (SELECT FROM registry.persons) OR EXISTS (SELECT FROM jpki.cards)"


class WorldNotEmpty(Exception):
    """Somebody is in the world, so nothing is loaded without rules."""


@dataclass(frozen=True, slots=True)
class Loading:
    """What is to be loaded; ``workers`` processes make it."""

    nation: Nation
    institutions: Sequence[NationsInstitution] = ()
    workers: int = 1
    progress: Callable[[int, int], None] = lambda _done, _total: None
    write: Callable[[BlockFiles], None] | None = None
    """Is given what each block adds to the files for load generators; None: no such files are made."""


async def load_nation(connection: asyncpg.Connection, loading: Loading) -> None:
    """Load a nation into the world of ``connection``; raises WorldNotEmpty, and what PostgreSQL raises."""
    nation = loading.nation
    async with connection.transaction():
        await connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
        await connection.execute("LOCK TABLE registry.persons, jpki.cards IN EXCLUSIVE MODE")
        if await connection.fetchval(_PEOPLE):
            raise WorldNotEmpty("somebody is in this world: a nation is put into an empty one")
        async with taken_away(connection):
            maker = await _prepare(connection, loading)
            done = 0
            for number, block in enumerate(in_order(maker, nation.blocks, loading.workers)):
                await _copy(connection, block.copies)
                if loading.write is not None and block.files is not None:
                    loading.write(block.files)
                done += nation.size_of(number)
                loading.progress(done, nation.persons)
    for table in LOADED:
        await connection.execute(f"ANALYZE {table}")


async def _prepare(connection: asyncpg.Connection, loading: Loading) -> BlockMaker:
    nation, at = loading.nation, f"{loading.nation.today} 00:00:00+09"
    # Authorities that a world has already would not fit the keys that are made here.
    await connection.execute("DELETE FROM jpki.revocation_lists")
    await connection.execute("DELETE FROM jpki.authorities")
    authorities = make_authorities(nation.today)
    # Each takes a core for 30 ms and more, outside the interpreter's lock.
    with ThreadPoolExecutor() as pool:
        keys = list(pool.map(lambda _: new_private_key(), range(SHARED_KEYS)))
    draws, found = Draws(nation.seed, _BEFORE_ALL), loading.institutions
    await _copy(
        connection,
        [
            *authority_rows(authorities, nation.persons, at),
            shared_key_rows(keys),
            *insurer_rows(ids(draws, Draw.PERSON_VERSION, len(insurers().all)), at),
            *institution_rows(found, ids(draws, Draw.COVERAGE_VERSION, 2 * len(found)), at),
        ],
    )
    issuing = issuing_among(authorities)
    signers = None if loading.write is None else signers_of(issuing, keys)
    return BlockMaker(nation, issuer_of(issuing), at, signers, [each.code for each in found])


async def _copy(connection: asyncpg.Connection, copies: Sequence[Copy]) -> None:
    for each in copies:
        if each.rows:
            await connection.copy_to_table(
                each.table, schema_name=each.schema, columns=each.columns, source=_once(each.rows), format="text"
            )


async def _once(rows: bytes) -> AsyncIterator[bytes]:
    yield rows
