"""The tricks that wait on a card, in the order in which they were set."""

from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.jpki.tables import card_tricks


async def add_trick(connection: AsyncConnection, card_id: UUID, trick: str) -> None:
    """Set one more trick; the card is there."""
    await connection.execute(insert(card_tricks).values(card_id=card_id, trick=trick))


async def tricks_waiting(connection: AsyncConnection, card_id: UUID) -> list[str]:
    """Return the tricks, the next one first."""
    of_card = card_tricks.c.card_id == card_id
    return list(await connection.scalars(select(card_tricks.c.trick).where(of_card).order_by(card_tricks.c.number)))


async def take_trick(connection: AsyncConnection, card_id: UUID) -> str | None:
    """Return the next trick and forget it; two signatures at the same time never take the same one."""
    next_one = (
        select(card_tricks.c.number)
        .where(card_tricks.c.card_id == card_id)
        .order_by(card_tricks.c.number)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = delete(card_tricks).where(card_tricks.c.card_id == card_id, card_tricks.c.number == next_one)
    return (await connection.scalars(taken.returning(card_tricks.c.trick))).one_or_none()


async def forget_tricks(connection: AsyncConnection, card_id: UUID) -> None:
    """Forget all tricks of a card."""
    await connection.execute(delete(card_tricks).where(card_tricks.c.card_id == card_id))
