"""Rows of many things written at once: PostgreSQL's COPY, within the transaction of the connection."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncConnection


async def copy_rows(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that all have the same columns; raises asyncpg's own errors.

    The transaction must have begun: the driver is asked past SQLAlchemy, which begins one with its first statement.
    """
    if not rows:
        return
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    if driver is None:
        raise RuntimeError("a connection in use has a driver")
    columns = list(rows[0])
    await driver.copy_records_to_table(
        table.name,
        schema_name=table.schema,
        columns=columns,
        records=[tuple(row.values()) for row in rows],
    )
