"""The records of all cells in one place, to be read there: nothing in it is asked, sealed or listed (decision 168).

Each cell publishes its record; a database of its own subscribes to every cell, and follows the hub as a cell does.
"""

from collections.abc import Callable

import asyncpg

from shared.db.roles import owner_role
from shared.db.urls import for_asyncpg
from shared.published.replicated import (
    DISCLOSURES,
    RECORD_SCHEMAS,
    RECORD_TABLES,
    RECORDS_PUBLICATION,
    TAKE_ALL_MONTHS,
)
from simulator.cells.cell import wait_for_copies
from simulator.cells.failure import CellFailed
from simulator.cells.hub import let_in, must_be_new_enough, must_publish, set_publication

_IS_KEPT_BY_MONTH = "SELECT relkind = 'p' FROM pg_class WHERE oid = to_regclass($1)"


async def publish_records(admin: asyncpg.Connection, cell_url: str) -> None:
    """Publish a cell's record to who comes with the role and the password in ``cell_url``; raises CellFailed."""
    await must_publish(admin)
    async with admin.transaction():
        await let_in(admin, cell_url, RECORD_SCHEMAS, RECORD_TABLES)
        await set_publication(admin, RECORDS_PUBLICATION, RECORD_TABLES)


async def gather(
    admin: asyncpg.Connection, cell_url: str, name: str, within_s: float, tell: Callable[[str], None]
) -> None:
    """Read along with the record of the cell ``name`` from now on; return when all of it is here.

    Raises CellFailed. Run again, it takes another address or password of the cell, and what is new in its publication.
    """
    await must_be_new_enough(admin)
    subscription = f"onshi_records_{name}"
    connection = await admin.fetchval("SELECT quote_literal($1::text)", for_asyncpg(cell_url))
    try:
        if await admin.fetchval(_IS_KEPT_BY_MONTH, DISCLOSURES):
            async with admin.transaction():
                # What is applied is written as the owner of the whole, who must own the part too.
                await admin.execute(f"SET LOCAL ROLE {owner_role('eligibility')}")
                await admin.execute(TAKE_ALL_MONTHS)
        if await admin.fetchval("SELECT true FROM pg_subscription WHERE subname = $1", subscription):
            await admin.execute(f"ALTER SUBSCRIPTION {subscription} CONNECTION {connection}")
            await admin.execute(f"ALTER SUBSCRIPTION {subscription} REFRESH PUBLICATION")
        else:
            await admin.execute(
                f"CREATE SUBSCRIPTION {subscription} CONNECTION {connection} PUBLICATION {RECORDS_PUBLICATION}"
                f" WITH (slot_name = '{subscription}', failover = true)"
            )
        await wait_for_copies(admin, subscription, within_s, tell)
    except asyncpg.PostgresError as error:
        raise CellFailed(f"the records of cell {name} cannot be gathered: {error}") from error
