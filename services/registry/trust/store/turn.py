"""Whose turn it is to follow the revocation lists: a row that only the registry can lock, until a transaction ends."""

from sqlalchemy import Column, Integer, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.table_forms import SCHEMA, metadata

list_turn = Table("list_turn", metadata, Column("turn", Integer, primary_key=True), schema=SCHEMA)
"""One row."""


async def take_turn(connection: AsyncConnection, *, waits: bool) -> bool:
    """Become the one who follows them; False where another worker is, for whose end ``waits`` waits."""
    taken = await connection.execute(select(list_turn).with_for_update(skip_locked=not waits))
    return taken.first() is not None
