"""Asking who somebody is: recorded, counted where nobody was found, and slowed with what checks ask.

Of one asker, questions are recorded one after the other: of those at the same moment each sees the misses before it.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from services.registry.questions.store import (
    Asker,
    Question,
    lock_asker,
    record_miss,
    record_misses_of_many,
    record_questions,
)
from services.registry.recording import Recording


async def must_be_free_to_ask(connection: AsyncConnection, asker: Asker) -> None:
    """Raise TooManyMisses when the asker's budget is used up; an operator has none, and is never stopped."""
    if asker.budget is not None:
        await asker.budget.left(connection, asker.name, asker.author.world.clock.now())


async def keep_question(connection: AsyncConnection, asker: Asker, question: Question, recording: Recording) -> None:
    """Record a question within the transaction that asks it; raises TooManyMisses, and then nothing is recorded."""
    if asker.budget is not None and question.is_miss:
        await lock_asker(connection, asker.name)
        await must_be_free_to_ask(connection, asker)
        await record_miss(connection, asker.name, recording)
    await record_questions(connection, [question], recording)


async def begin_many(connection: AsyncConnection, asker: Asker) -> int | None:
    """Wait for others of this asker who ask about many; return how many misses are left, None without a bound.

    Raises TooManyMisses.
    """
    if asker.budget is None:
        return None
    await lock_asker(connection, f"{asker.name}, many at once")
    return await asker.budget.left(connection, asker.name, asker.author.world.clock.now())


async def keep_many(
    connection: AsyncConnection, asker: Asker, questions: Sequence[Question], recording: Recording
) -> None:
    """Record questions about many within the transaction in which they began."""
    await record_misses_of_many(connection, asker.name, sum(each.is_miss for each in questions), recording)
    await record_questions(connection, questions, recording)
